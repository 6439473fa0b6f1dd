#include "engine/script/listening_maker.h"

#include "engine/program/limits.h"
#include "engine/script/phrasebook.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace attune::engine {
namespace {

constexpr std::array<std::string_view, role_count> role_words = {
    "clauses",
    "subjects",
    "carries",
    "negation",
    "still counts",
    "me",
    "others",
    "past",
    "now",
    "over",
    "stories",
};

// The list that stands in such a piece: "{NAME}".
std::optional<std::string_view> list_in(const ast::Wording& piece) {
  const std::string_view text = piece.text;
  if (text.size() < 3 || !text.starts_with('{') || text.find('}') != text.size() - 1) {
    return std::nullopt;
  }
  return text.substr(1, text.size() - 2);
}

class Maker {
 public:
  Maker(const Symbols& symbols, Program& program, Findings& findings)
      : symbols_{symbols},
        program_{program},
        findings_{findings},
        listening_{program.listening},
        book_{program.listening, findings} {}

  void make() {
    each_file([this](const DialogueFile& file) { read_before(file); });
    each_file([this](const DialogueFile& file) { read_lists(file); });
    fill_lists();
    each_file([this](const DialogueFile& file) { read_pronouns(file); });
    for (std::uint32_t i = 0; i < symbols_.dialogues().size(); ++i) {
      read_constructions(i);
    }
    for (std::size_t i = 0; i < role_count; ++i) {
      const auto it = lists_.find(std::string{role_words[i]});
      listening_.roles[i] = it != lists_.end() ? it->second.list : 0;
    }
    if (!lost_list_) {  // it may have been meant
      report_unused();
    }
    // Idioms first; then what is surer, in the order of the watches; signs last.
    std::ranges::sort(listening_.constructions, {}, [](const Construction& each) {
      const int order = each.tier == Tier::none    ? 0
                        : each.tier == Tier::clear ? 1
                        : !each.is_sign            ? 2
                                                   : 3;
      return std::tuple{order, each.watch, each.first};
    });
    book_.finish();
  }

 private:
  struct List {
    std::uint32_t list = 0;
    const ast::Name* name = nullptr;
    bool is_own = true;
    std::vector<ast::Wording> phrases;
  };

  template <class Visit>
  void each_file(const Visit& visit) {
    for (const DialogueFile& file : symbols_.dialogues()) {
      visit(file);
    }
  }

  // Spellings and fillers change how all other words are read.
  void read_before(const DialogueFile& file) {
    for (const ast::Listening& listening : file.dialogue.listening) {
      for (const ast::Forms& forms : listening.forms) {
        book_.inflect(forms);
      }
      for (const ast::Spelling& spelling : listening.spellings) {
        book_.spell(spelling);
      }
      for (const ast::WordList& list : listening.lists) {
        if (!list.is_own && list.name.text == "passed over") {
          book_.pass_over(list.phrases);
        }
      }
    }
  }

  void read_lists(const DialogueFile& file) {
    for (const ast::Listening& listening : file.dialogue.listening) {
      for (const ast::WordList& list : listening.lists) {
        if (!list.is_own && list.name.text == "passed over") {
          continue;
        }
        if (!list.is_own && list.name.text == "exact") {
          book_.leave_exact(list.phrases);
          continue;
        }
        const auto [it, fresh] = lists_.try_emplace(list.name.text);
        if (fresh) {
          it->second = List{
              .list = book_.add_list(), .name = &list.name, .is_own = list.is_own, .phrases = {}
          };
        }
        report_twice(list, it->second);
        std::ranges::copy(list.phrases, std::back_inserter(it->second.phrases));
      }
    }
  }

  // A long list may go on in another line of its file. What another file calls the same means
  // something else.
  void report_twice(const ast::WordList& list, const List& first) {
    const SourceSpan there = first.name->span;
    const std::string& path = program_.files[there.file];
    if (list.is_own && list.name.span.file != there.file) {
      findings_.error(
          "A020",
          list.name.span,
          "There is already a list \"" + list.name.text + "\" in " +
              path.substr(path.rfind('/') + 1) + ", on line " + std::to_string(there.line) + ".",
          "Give this one another name, or put its words there."
      );
    }
  }

  void fill_lists() {
    for (auto& [name, list] : lists_) {
      for (const ast::Wording& phrase : phrases_of(list.phrases)) {
        book_.add_phrase(list.list, phrase);
      }
    }
  }

  void read_pronouns(const DialogueFile& file) {
    for (const ast::Listening& listening : file.dialogue.listening) {
      for (const ast::Pronoun& pronoun : listening.pronouns) {
        if (pronoun.words.empty()) {
          continue;  // the parser has said so
        }
        for (const ast::Wording& word : pronoun.words) {
          if (word.text.find(' ') != std::string::npos) {
            findings_.error(
                "A081",
                word.span,
                "A pronoun is a single word.",
                "Write \"pronoun: he, him = father, brother\"."
            );
          }
        }
        const auto first = pronoun.words.begin();
        listening_.pronouns.push_back(Pronoun{
            .subject = book_.list_of({first, first + 1}),
            .objects = book_.list_of({first + 1, pronoun.words.end()}),
            .persons = book_.list_of(phrases_of(pronoun.persons))
        });
      }
    }
  }

  // With what stands in the lists that are named among them.
  std::vector<ast::Wording> phrases_of(const std::vector<ast::Wording>& pieces) {
    std::vector<ast::Wording> all;
    std::set<std::string> within;
    gather(pieces, within, all);
    return all;
  }

  // A list that is in itself adds nothing the second time.
  void gather(
      const std::vector<ast::Wording>& pieces,
      std::set<std::string>& within,
      std::vector<ast::Wording>& all
  ) {
    for (const ast::Wording& piece : pieces) {
      const auto name = list_in(piece);
      if (!name) {
        all.push_back(piece);
        continue;
      }
      const ast::Name named{.text = std::string{*name}, .span = piece.span};
      if (find_list(named) && within.insert(named.text).second) {
        gather(lists_.at(named.text).phrases, within, all);
      }
    }
  }

  void read_constructions(std::uint32_t dialogue) {
    const DialogueFile& file = symbols_.dialogues()[dialogue];
    if (file.role != FileRole::everywhere) {
      report_misplaced(file);
    }
    for (const ast::Listening& listening : file.dialogue.listening) {
      for (const ast::Construction& idiom : listening.idioms) {
        add(idiom, 0, Tier::none);
      }
    }
    for (const ast::Watch& watch : file.dialogue.watches) {
      if (!watch.name.text.empty()) {
        add_watch(dialogue, watch);
      }
    }
  }

  void report_misplaced(const DialogueFile& file) {
    for (const ast::Watch& watch : file.dialogue.watches) {
      findings_.error(
          "A083",
          watch.span,
          "A watch listens in all stages, and this file is not everywhere.",
          "Name the file under \"everywhere:\" in course.dialogue, or move the watch."
      );
    }
  }

  void add_watch(std::uint32_t dialogue, const ast::Watch& watch) {
    const auto index = static_cast<std::uint32_t>(listening_.watches.size());
    const auto twice = std::ranges::find(listening_.watches, watch.name.text, &Watch::name);
    if (twice != listening_.watches.end()) {
      findings_.error(
          "A020",
          watch.name.span,
          "There is already a watch \"" + watch.name.text + "\" in this course.",
          "Give this one another name."
      );
    }
    Watch made;
    made.id = name_id(watch.name.text);
    made.name = watch.name.text;
    made.span = watch.name.span;
    made.speaks_of = watch.speaks_of ? find_list(*watch.speaks_of).value_or(0) : 0;
    read_lowered(watch, made);
    made.clear_part = part(dialogue, watch, watch.clear_part, "clear");
    made.unclear_part = part(dialogue, watch, watch.unclear_part, "unclear");
    listening_.watches.push_back(std::move(made));
    for (const ast::Construction& each : watch.clear) {
      add(each, index, Tier::clear);
    }
    for (const ast::Construction& each : watch.unclear) {
      add(each, index, Tier::unclear);
    }
    for (const ast::Construction& each : watch.signs) {
      add(each, index, Tier::unclear, true);
    }
    if (watch.clear.empty() && watch.unclear.empty() && watch.signs.empty()) {
      findings_.error(
          "A082",
          watch.span,
          "This watch listens for nothing.",
          "Write \"clear: WORDS\" or \"unclear: WORDS\"."
      );
    }
  }

  void read_lowered(const ast::Watch& watch, Watch& made) {
    if (!watch.lowered_by) {
      return;
    }
    made.lowered_by_others = made.lowered_by_past = made.lowered_by_quotes = false;
    for (const ast::Name& name : *watch.lowered_by) {
      if (name.text == "others") {
        made.lowered_by_others = true;
      } else if (name.text == "past") {
        made.lowered_by_past = true;
      } else if (name.text == "quotes") {
        made.lowered_by_quotes = true;
      } else if (name.text != "nothing") {
        findings_.error(
            "A082",
            name.span,
            "\"" + name.text + "\" lowers nothing.",
            "What lowers is others, past or quotes; or write nothing."
        );
      }
    }
  }

  std::uint32_t part(
      std::uint32_t dialogue,
      const ast::Watch& watch,
      const std::optional<ast::Name>& name,
      std::string_view when
  ) {
    if (!name) {
      findings_.error(
          "A082",
          watch.span,
          "This watch does not say which part is done when something " + std::string{when} +
              " is heard.",
          "Write \"when " + std::string{when} + " do PART\"."
      );
      return 0;
    }
    const SectionSymbol* section = symbols_.section(dialogue, name->text, true);
    if (section == nullptr) {
      findings_.error(
          "A022",
          name->span,
          "There is no part \"" + name->text + "\".",
          Symbols::suggestion(name->text, symbols_.section_names(dialogue, true))
      );
      return 0;
    }
    return program_.scenes[section->index].step;
  }

  std::optional<std::uint32_t> find_list(const ast::Name& name) {
    const auto it = lists_.find(name.text);
    if (it == lists_.end()) {
      lost_list_ = true;
      std::vector<std::string_view> names;
      for (const auto& [known, list] : lists_) {
        names.push_back(known);
      }
      findings_.error(
          "A080",
          name.span,
          "There is no list of words \"" + name.text + "\".",
          Symbols::suggestion(name.text, names)
      );
      return std::nullopt;
    }
    used_.insert(name.text);
    return it->second.list;
  }

  void add(const ast::Construction& written, std::uint32_t watch, Tier tier, bool is_sign = false) {
    using Kind = ast::ConstructionPlace::Kind;
    const auto is_gap = [](const ast::ConstructionPlace& place) {
      return place.kind == Kind::gap || place.kind == Kind::short_gap;
    };
    if (written.places.empty() || is_gap(written.places.front()) || is_gap(written.places.back())) {
      findings_.error(
          "A081",
          written.span,
          "A construction begins and ends with words.",
          "Take the \"...\" at its end out."
      );
      return;
    }
    if (written.places.size() > limits::places_max) {
      findings_.error(
          "A081",
          written.span,
          "This construction has more than " + std::to_string(limits::places_max) + " places.",
          "Leave out what need not be there."
      );
      return;
    }
    Construction made;
    made.first = static_cast<std::uint32_t>(listening_.places.size());
    made.count = static_cast<std::uint32_t>(written.places.size());
    made.watch = watch;
    made.whoever = written.whoever;
    made.is_sign = is_sign;
    made.tier = tier;
    made.span = written.span;
    for (const ast::ConstructionPlace& place : written.places) {
      ConstructionPlace each;
      if (is_gap(place)) {
        each.gap_words = place.kind == Kind::gap ? limits::gap_words : limits::short_gap_words;
      } else if (place.kind == Kind::list) {
        each.list = find_list(place.list).value_or(0);
      } else {
        each.list = book_.list_of(phrases_of(place.words));
      }
      listening_.places.push_back(each);
    }
    for (const ast::Name& name : written.also) {
      made.also.push_back(find_list(name).value_or(0));
    }
    for (const ast::Name& name : written.unless) {
      made.unless.push_back(find_list(name).value_or(0));
    }
    listening_.constructions.push_back(std::move(made));
  }

  void report_unused() {
    for (const auto& [name, list] : lists_) {
      if (list.is_own && !used_.contains(name)) {
        findings_.warning(
            "W080",
            list.name->span,
            "No construction uses the list \"" + name + "\".",
            "Use it in one, or take it out."
        );
      }
    }
  }

  const Symbols& symbols_;
  Program& program_;
  Findings& findings_;
  Listening& listening_;
  Phrasebook book_;
  std::map<std::string, List> lists_;
  std::set<std::string> used_;
  bool lost_list_ = false;
};

}  // namespace

void make_listening(const Symbols& symbols, Program& program, Findings& findings) {
  Maker{symbols, program, findings}.make();
}

}  // namespace attune::engine
