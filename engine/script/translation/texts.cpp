#include "engine/script/translation/texts.h"

#include "engine/script/walk.h"

#include <algorithm>
#include <set>

namespace attune::engine {
namespace {

using Visit = std::function<void(const CourseText&)>;

std::string qualified(const ast::Dialogue& dialogue, const std::string& name) {
  return name.find('.') != std::string::npos ? name : dialogue.name.text + "." + name;
}

// Names that some text quotes, qualified; and whether some statement reads the resources.
class Quotes {
 public:
  explicit Quotes(Said& said);

  bool reads_resources() const { return reads_resources_; }

  bool has(const ast::Dialogue& dialogue, const std::string& name) const {
    return names_.contains(qualified(dialogue, name));
  }

 private:
  void add(const ast::Dialogue& dialogue, const ast::Words& words) {
    for (const ast::Hole& hole : words.holes) {
      names_.insert(qualified(dialogue, hole.name.text));
    }
  }

  std::set<std::string> names_;
  bool reads_resources_ = false;
};

// The texts of one file.
class DialogueTexts {
 public:
  DialogueTexts(Said& said, ast::Dialogue& dialogue, const Quotes* quotes, const Visit& visit)
      : said_{said}, dialogue_{dialogue}, quotes_{quotes}, visit_{visit} {}

  void each() {
    context_ = dialogue_.name.text;
    put("Title of the stage", dialogue_.title);
    put("About the stage", dialogue_.about);
    for (const ast::Remember& memory : dialogue_.memory) {
      if (const auto* text = std::get_if<Text>(&memory.value)) {
        remembered(memory.name.text, text->text, memory.name.span);
      }
    }
    for (ast::Section& section : dialogue_.sections) {
      context_ = dialogue_.name.text + "." + section.name.text;
      block(section.block);
    }
  }

 private:
  void block(ast::Block& statements) {
    for (ast::Statement& statement : statements) {
      if (auto* say = std::get_if<ast::Say>(&statement.what)) {
        put("Coach", say->words);
      } else if (auto* practice = std::get_if<ast::Practice>(&statement.what)) {
        put("Practice " + practice->name.text, practice->words);
      } else if (auto* show = std::get_if<ast::Show>(&statement.what)) {
        picture(*show);
      } else if (auto* ask = std::get_if<ast::Ask>(&statement.what)) {
        question(*ask);
      } else if (auto* one_of = std::get_if<ast::OneOf>(&statement.what)) {
        std::ranges::for_each(one_of->ways, [this](ast::Block& way) { block(way); });
      } else if (auto* conditional = std::get_if<ast::If>(&statement.what)) {
        std::ranges::for_each(conditional->arms, [this](ast::Arm& arm) { block(arm.block); });
        if (conditional->otherwise) {
          block(*conditional->otherwise);
        }
      } else if (auto* set = std::get_if<ast::Set>(&statement.what)) {
        if (set->value.kind == ast::ExpressionKind::text) {
          remembered(set->name.text, set->value.text, set->value.span);
        }
      }
    }
  }

  void question(ast::Ask& ask) {
    const std::string of = " of " + ask.name.text;
    put("Question " + ask.name.text, ask.text);
    if (ask.low && ask.high) {
      put("Low end" + of, ask.low->label);
      put("High end" + of, ask.high->label);
    }
    put("Unit" + of, ask.unit);
    note("Hint" + of, ask.hint);
    note("Example" + of, ask.example);
    note("Why" + of, ask.why);
    for (ast::OptionLine& option : ask.options) {
      put("Option" + of, option.label);
      if (option.quoted_as) {
        put("Option" + of + ", inside a sentence", *option.quoted_as);
      }
      block(option.body);
    }
  }

  void picture(ast::Show& show) {
    const std::string of = " of the picture " + show.name.text;
    put("Title" + of, show.title);
    put("Words" + of, show.words);
    for (ast::PictureRow& row : show.rows) {
      put("Label" + of, row.label);
      put("Text" + of, row.text);
    }
  }

  void note(std::string what, std::optional<ast::Words>& words) {
    if (words) {
      put(std::move(what), *words);
    }
  }

  void put(std::string what, ast::Words& words) {
    if (!words.raw.empty()) {
      visit_({.context = context_, .what = std::move(what), .span = words.span, .words = &words});
    }
  }

  void put(std::string what, ast::Phrase& phrase) {
    if (!phrase.text.empty()) {
      visit_(
          {.context = context_, .what = std::move(what), .span = phrase.span, .text = &phrase.text}
      );
    }
  }

  // Memory keeps what the script says, in whatever language it is read; only a quote of it is
  // translated, if there is one.
  void remembered(const std::string& name, const std::string& text, const SourceSpan& span) {
    if (quotes_ == nullptr || !quotes_->has(dialogue_, name) || text.empty()) {
      return;
    }
    std::string words = text;
    visit_({.context = context_, .what = "Remembered as " + name, .span = span, .text = &words});
    if (words != text) {
      said_.remembered.emplace_back(text, std::move(words));
    }
  }

  Said& said_;
  ast::Dialogue& dialogue_;
  const Quotes* quotes_;
  const Visit& visit_;
  std::string context_;
};

Quotes::Quotes(Said& said) {
  for (ast::Dialogue& dialogue : said.tree.dialogues) {
    const Visit add_words = [&](const CourseText& text) {
      if (text.words != nullptr) {
        add(dialogue, *text.words);
      }
    };
    DialogueTexts{said, dialogue, nullptr, add_words}.each();
    for (const ast::Section& section : dialogue.sections) {
      each_statement(section.block, [&](const ast::Statement& statement) {
        reads_resources_ |= std::holds_alternative<ast::Resources>(statement.what);
      });
    }
  }
}

// Stages in the course's order, then what holds everywhere, then the files of parts.
std::vector<ast::Dialogue*> in_order(Tree& tree) {
  std::vector<ast::Dialogue*> order;
  const auto take = [&](const auto& wanted) {
    for (ast::Dialogue& dialogue : tree.dialogues) {
      if (wanted(dialogue) && std::ranges::find(order, &dialogue) == order.end()) {
        order.push_back(&dialogue);
      }
    }
  };
  for (const auto* names : {&tree.course.stages, &tree.course.everywhere}) {
    for (const ast::Name& name : *names) {
      take([&](const ast::Dialogue& dialogue) { return dialogue.name.text == name.text; });
    }
  }
  take([](const ast::Dialogue&) { return true; });
  return order;
}

void each_phrase(Phrases& phrases, const Visit& visit) {
  const auto put = [&](std::string_view context, std::string what, std::string& text) {
    visit(
        {.context = std::string{context},
         .what = std::move(what),
         .span = {},
         .text = &text,
         .is_phrase = true}
    );
  };
  put("list", "Several things, but for the last two: \"a, b\"", phrases.more);
  put("list", "The last two of several things: \"a and b\"", phrases.last);
  put("answer", "An answer by itself", phrases.yes);
  put("answer", "An answer by itself", phrases.no);
  put("quote", "An answer, quoted inside a sentence", phrases.yes_inside);
  put("quote", "An answer, quoted inside a sentence", phrases.no_inside);
  put("date", "A day", phrases.date);
  for (std::string& month : phrases.months) {
    put("date", "A month, as it stands in a day", month);
  }
  put("number", "The sign between ones and tenths: a point, or a comma", phrases.decimal);
  put("number", "A number and its unit: \"20 minutes\"", phrases.measured);
}

}  // namespace

void each_text(Said& said, bool phrases, const Visit& visit) {
  const auto put = [&](ast::Phrase& phrase, std::string what) {
    if (!phrase.text.empty()) {
      visit(
          {.context = "course", .what = std::move(what), .span = phrase.span, .text = &phrase.text}
      );
    }
  };
  put(said.tree.course.title, "Title of the course");
  put(said.tree.course.about, "About the course");
  const Quotes quotes{said};
  for (ast::Dialogue* dialogue : in_order(said.tree)) {
    DialogueTexts{said, *dialogue, &quotes, visit}.each();
  }
  for (Country& country : said.countries) {
    for (std::string& line : country.says) {
      if (quotes.reads_resources()) {
        visit(
            {.context = "resources." + country.id,
             .what = "Coach, for " + country.name,
             .span = {},
             .text = &line}
        );
      }
    }
  }
  if (phrases) {
    each_phrase(said.phrases, visit);
  }
}

}  // namespace attune::engine
