#include "engine/script/usage.h"

#include "engine/base/overloaded.h"
#include "engine/script/walk.h"

#include <algorithm>
#include <set>

namespace attune::engine {
namespace {

// Names of answers and of memory that something looks at.
class Used {
 public:
  explicit Used(const Symbols& symbols) : symbols_{symbols} {
    for (std::uint32_t i = 0; i < symbols.dialogues().size(); ++i) {
      dialogue_ = i;
      for (const ast::Section& section : symbols.dialogues()[i].dialogue.sections) {
        each_statement(section.block, [this](const ast::Statement& statement) { note(statement); });
      }
    }
  }

  bool has(const std::string& qualified) const { return names_.contains(qualified); }

 private:
  void name(const ast::Name& name) { names_.insert(symbols_.qualified(dialogue_, name.text)); }

  void words(const ast::Words& words) {
    for (const ast::Hole& hole : words.holes) {
      if (hole.what == Quoted::answer) {
        name(hole.name);
      }
    }
  }

  void words(const std::optional<ast::Words>& given) {
    if (given) {
      words(*given);
    }
  }

  void expression(const ast::Expression& given) {
    names_.insert(symbols_.qualified(dialogue_, given.text));
    std::ranges::for_each(given.operands, [this](const ast::Expression& each) {
      expression(each);
    });
  }

  void ask(const ast::Ask& ask) {
    words(ask.text);
    words(ask.hint);
    words(ask.example);
    words(ask.why);
    if (ask.from) {
      name(*ask.from);
    }
    for (const ast::OptionLine& option : ask.options) {
      words(option.label);
      if (option.condition) {
        expression(*option.condition);
      }
      if (!option.body.empty() || option.go) {
        name(ask.name);
      }
    }
  }

  void picture(const ast::Show& show) {
    words(show.words);
    for (const ast::PictureRow& row : show.rows) {
      words(row.text);
      if (row.from) {
        name(*row.from);
      }
      if (row.condition) {
        expression(*row.condition);
      }
      if (row.over) {
        expression(*row.over);
      }
      std::ranges::for_each(row.at, [this](const ast::Expression& each) { expression(each); });
    }
  }

  // Its items make the scores; the scores go into what a person can take along.
  void measure(const ast::Score& score) {
    const ast::Dialogue& dialogue = symbols_.dialogues()[dialogue_].dialogue;
    const ast::Measure& measure = dialogue.measures[score.measure];
    for (const ast::MeasureItem& item : measure.items) {
      names_.insert(symbols_.qualified(dialogue_, measure.name.text + "_" + item.id.text));
    }
    for (const ast::Ask& kept : score.scores) {
      name(kept.name);
    }
  }

  void note(const ast::Statement& statement) {
    std::visit(
        Overloaded{
            [this](const ast::Say& say) { words(say.words); },
            [this](const ast::Ask& asked) { ask(asked); },
            [this](const ast::If& conditional) {
              for (const ast::Arm& arm : conditional.arms) {
                expression(arm.condition);
              }
            },
            [this](const ast::Set& set) { expression(set.value); },
            [this](const ast::Resources& resources) { name(resources.question); },
            [this](const ast::Practice& practice) { words(practice.words); },
            [this](const ast::Score& score) { measure(score); },
            [this](const ast::Show& show) { picture(show); },
            [](const ast::OneOf&) {},
            [](const ast::Go&) {},
            [](const ast::Do&) {},
            [](const ast::Return&) {},
            [](const ast::Finish&) {},
            [](const ast::Pause&) {},
            [](const ast::Retract&) {},
        },
        statement.what
    );
  }

  const Symbols& symbols_;
  std::uint32_t dialogue_ = 0;
  std::set<std::string> names_;
};

}  // namespace

void check_usage(const Symbols& symbols, Findings& findings) {
  const Used used{symbols};
  for (const auto& [name, symbol] : symbols.questions()) {
    // A field of the person is used by the house as well.
    if (!used.has(name) && !symbols.is_profile_field(name)) {
      findings.warning(
          "W043",
          symbol.ask->name.span,
          "Nothing uses the answer \"" + symbol.ask->name.text + "\".",
          "Quote it, let it lead somewhere, or take the question out."
      );
    }
  }
}

}  // namespace attune::engine
