#include "engine/script/listening_parser.h"

#include "engine/base/text.h"
#include "engine/script/pieces.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace attune::engine {
namespace {

constexpr auto own_lists = std::to_array<std::string_view>(
    {"clauses",
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
     "passed over",
     "exact"}
);

constexpr auto listening_words = std::to_array<std::string_view>(
    {"words",  "clauses", "subjects", "carries", "negation",     "still",      "me",
     "others", "past",    "now",      "over",    "stories",      "passed",     "exact",
     "forms",  "idiom",   "spelling", "pronoun", "still counts", "passed over"}
);

constexpr auto watch_words = std::to_array<std::string_view>(
    {"clear", "unclear", "sign", "lowered", "lowered by", "speaks", "speaks of", "when"}
);

// Bytes [from, to) of a line without the blanks at their ends.
struct Stretch {
  std::size_t from = 0;
  std::size_t to = 0;
};

Stretch trimmed_stretch(std::string_view text, std::size_t from, std::size_t to) {
  while (from < to && (text[from] == ' ' || text[from] == '\t')) {
    ++from;
  }
  while (to > from && (text[to - 1] == ' ' || text[to - 1] == '\t')) {
    --to;
  }
  return Stretch{.from = from, .to = to};
}

ast::Wording wording(const Line& line, Stretch stretch) {
  return ast::Wording{
      .text = std::string{line.text.substr(stretch.from, stretch.to - stretch.from)},
      .span = line.span(stretch.from, stretch.to - stretch.from)
  };
}

// Pieces with `mark` between them. An empty one is a finding.
std::vector<ast::Wording> divided(
    const Line& line, std::size_t from, std::size_t to, char mark, Findings& findings
) {
  std::vector<ast::Wording> pieces;
  while (from <= to) {
    const std::size_t stop = std::min(line.text.find(mark, from), to);
    const Stretch piece = trimmed_stretch(line.text, from, stop);
    if (piece.from < piece.to) {
      pieces.push_back(wording(line, piece));
    } else {
      findings.error(
          "A005",
          line.span(std::min(from, line.text.size() - 1), 1),
          "Here some words are missing.",
          std::string{"Write them, or take the \""} + mark + "\" out."
      );
    }
    from = stop + 1;
  }
  return pieces;
}

class ConstructionParser {
 public:
  ConstructionParser(const Line& line, Findings& findings) : line_{line}, findings_{findings} {}

  // The list that stands behind the colon, in braces, and nothing else.
  std::optional<ast::Name> only_list(std::size_t from) const {
    const Stretch rest = trimmed_stretch(line_.text, from, line_.text.size());
    auto name = list_name(rest.from, line_.text.substr(rest.from, rest.to - rest.from));
    if (!name) {
      findings_.error(
          "A080",
          line_.span(rest.from, rest.to - rest.from),
          "Here comes a list of words.",
          "Write the name of one in braces: {NAME}."
      );
    }
    return name;
  }

  ast::Construction parse(std::size_t from) {
    ast::Construction made;
    at_ = from;
    skip_blanks();
    made.span = line_.span(at_, line_.text.size() - at_);
    std::vector<ast::Name>* conditions = nullptr;
    while (skip_blanks()) {
      const std::size_t start = at_;
      while (at_ < line_.text.size() && line_.text[at_] != ' ' && line_.text[at_] != '\t') {
        ++at_;
      }
      const std::string_view word = line_.text.substr(start, at_ - start);
      if (word == "whoever") {
        made.whoever = true;
      } else if (word == "also" || word == "unless") {
        conditions = word == "also" ? &made.also : &made.unless;
      } else if (conditions != nullptr) {
        if (auto name = list_name(start, word)) {
          conditions->push_back(*std::move(name));
        } else {
          findings_.error(
              "A080",
              line_.span(start, word.size()),
              "After \"also\" and \"unless\" come lists of words.",
              "Write the name of one in braces: {NAME}."
          );
        }
      } else {
        made.places.push_back(place(start, word));
      }
    }
    return made;
  }

 private:
  bool skip_blanks() {
    while (at_ < line_.text.size() && (line_.text[at_] == ' ' || line_.text[at_] == '\t')) {
      ++at_;
    }
    return at_ < line_.text.size();
  }

  std::optional<ast::Name> list_name(std::size_t start, std::string_view word) const {
    if (!word.starts_with('{') || word.find('}') != word.size() - 1 || word.size() < 3) {
      return std::nullopt;
    }
    return ast::Name{
        .text = std::string{word.substr(1, word.size() - 2)},
        .span = line_.span(start + 1, word.size() - 2)
    };
  }

  ast::ConstructionPlace place(std::size_t start, std::string_view word) {
    ast::ConstructionPlace made;
    made.span = line_.span(start, word.size());
    if (word == "..." || word == "\u2026") {
      made.kind = ast::ConstructionPlace::Kind::gap;
    } else if (word == "..") {
      made.kind = ast::ConstructionPlace::Kind::short_gap;
    } else if (auto list = list_name(start, word)) {
      made.kind = ast::ConstructionPlace::Kind::list;
      made.list = *std::move(list);
    } else {
      made.words = divided(line_, start, start + word.size(), '/', findings_);
    }
    return made;
  }

  const Line& line_;
  Findings& findings_;
  std::size_t at_ = 0;
};

// The lines of one block, up to its `end`.
class Block {
 public:
  Block(const std::vector<Line>& lines, std::size_t& at, Findings& findings)
      : lines_{lines}, at_{at}, findings_{findings} {}

  // Calls `take` with each line, with what stands before its colon, and with the byte behind it.
  template <class Take>
  void each(std::string_view what, const Take& take) {
    const Line& open = lines_[at_];
    ++at_;
    for (; at_ < lines_.size(); ++at_) {
      const Line& line = lines_[at_];
      const std::string_view word = line.first_word();
      if (word == "end") {
        Tokens{line, word.size(), line.text.size(), findings_}.expect_end(findings_);
        ++at_;
        return;
      }
      if (word == "scene" || word == "part" || word == "watch" || word == "listening") {
        break;
      }
      const std::size_t colon = line.text.find(':');
      const std::string_view key = trimmed(line.text.substr(0, std::min(colon, line.text.size())));
      take(line, key, colon == std::string_view::npos ? colon : colon + 1);
    }
    findings_.error(
        "A003",
        open.whole(),
        "This \"" + std::string{what} + "\" is never closed.",
        "Put \"end\" after its last line."
    );
  }

  // Whether the line has its colon and something behind it.
  bool has_text(const Line& line, std::string_view key, std::size_t from) {
    if (from == std::string_view::npos) {
      findings_.error(
          "A005",
          line.whole(),
          "After \"" + std::string{key} + "\" comes a colon.",
          "Write \"" + std::string{key} + ": WORDS\"."
      );
      return false;
    }
    if (trimmed(line.text.substr(from)).empty()) {
      findings_.error(
          "A005", line.whole(), "This line is empty.", "Write its words, or take it out."
      );
      return false;
    }
    return true;
  }

  void unknown(const Line& line, std::string_view block, std::span<const std::string_view> known) {
    const std::string_view word = line.first_word();
    const auto close = nearest(word, known);
    findings_.error(
        "A001",
        line.span(0, std::max<std::size_t>(word.size(), 1)),
        "\"" + std::string{word} + "\" is not a word that a line of a " + std::string{block} +
            " can start with.",
        close ? "Did you mean \"" + std::string{*close} + "\"?"
              : "If this block is at its end, write \"end\" before this line."
    );
  }

 private:
  const std::vector<Line>& lines_;
  std::size_t& at_;
  Findings& findings_;
};

std::optional<ast::Name> list_name_of(const Line& line, std::size_t colon, Findings& findings) {
  Tokens tokens{line, std::string_view{"words"}.size(), colon, findings};
  auto name = parse_name(tokens, "a list of words", false, findings);
  if (name) {
    tokens.expect_end(findings);
  }
  return name;
}

// Where a line has its "=".
std::optional<std::size_t> equals_sign(
    const Line& line, std::size_t from, std::string what, std::string mend, Findings& findings
) {
  const std::size_t equals = line.text.find('=', from);
  if (equals == std::string_view::npos) {
    findings.error("A005", line.whole(), std::move(what), std::move(mend));
    return std::nullopt;
  }
  return equals;
}

// Writes `NAME` of `when clear do NAME` where it belongs.
void take_when(const Line& line, ast::Watch& watch, Findings& findings) {
  Tokens tokens{line, std::string_view{"when"}.size(), line.text.size(), findings};
  const bool clear = tokens.accept_word("clear");
  if ((!clear && !tokens.accept_word("unclear")) || !tokens.accept_word("do")) {
    findings.error(
        "A005",
        line.whole(),
        "After \"when\" come \"clear\" or \"unclear\", \"do\" and a part.",
        "Write \"when clear do PART\"."
    );
    return;
  }
  auto name = parse_name(tokens, "the part to do", true, findings);
  if (!name) {
    return;
  }
  tokens.expect_end(findings);
  std::optional<ast::Name>& into = clear ? watch.clear_part : watch.unclear_part;
  if (into) {
    findings.error(
        "A006", line.whole(), "This is said twice, and one of the two would be lost.", "Leave one."
    );
  }
  into = std::move(name);
}

}  // namespace

ast::Listening parse_listening(
    const std::vector<Line>& lines, std::size_t& at, Findings& findings
) {
  ast::Listening made;
  const Line& open = lines[at];
  Tokens{open, open.first_word().size(), open.text.size(), findings}.expect_end(findings);
  Block block{lines, at, findings};
  block.each("listening", [&](const Line& line, std::string_view key, std::size_t from) {
    const std::string_view word = line.first_word();
    const bool is_own = word == "words";
    const bool is_list = is_own || std::ranges::find(own_lists, key) != own_lists.end();
    constexpr auto others =
        std::to_array<std::string_view>({"idiom", "spelling", "pronoun", "forms"});
    if (!is_list && std::ranges::find(others, word) == others.end()) {
      block.unknown(line, "listening", listening_words);
      return;
    }
    if (!block.has_text(line, key, from)) {
      return;
    }
    const std::size_t end = line.text.size();
    if (word == "idiom") {
      made.idioms.push_back(ConstructionParser{line, findings}.parse(from));
    } else if (word == "forms") {
      made.forms.push_back(ast::Forms{.words = divided(line, from, end, ',', findings)});
    } else if (word == "spelling") {
      if (const auto equals = equals_sign(
              line,
              from,
              "A spelling says what its words are read as.",
              "Write \"spelling: cant, cannot = can not\".",
              findings
          )) {
        made.spellings.push_back(ast::Spelling{
            .written = divided(line, from, *equals, ',', findings),
            .read_as = wording(line, trimmed_stretch(line.text, *equals + 1, end))
        });
      }
    } else if (word == "pronoun") {
      if (const auto equals = equals_sign(
              line,
              from,
              "A pronoun says whom it may mean.",
              "Write \"pronoun: he, him = father, brother\".",
              findings
          )) {
        made.pronouns.push_back(ast::Pronoun{
            .words = divided(line, from, *equals, ',', findings),
            .persons = divided(line, *equals + 1, end, ',', findings)
        });
      }
    } else {
      ast::WordList list;
      list.is_own = is_own;
      if (is_own) {
        auto name = list_name_of(line, from - 1, findings);
        if (!name) {
          return;
        }
        list.name = *std::move(name);
      } else {
        list.name = ast::Name{.text = std::string{key}, .span = line.span(0, key.size())};
      }
      list.phrases = divided(line, from, end, ',', findings);
      made.lists.push_back(std::move(list));
    }
  });
  return made;
}

ast::Watch parse_watch(const std::vector<Line>& lines, std::size_t& at, Findings& findings) {
  ast::Watch made;
  const Line& open = lines[at];
  made.span = open.whole();
  Tokens tokens{open, open.first_word().size(), open.text.size(), findings};
  if (auto name = parse_name(tokens, "a watch", false, findings)) {
    made.name = *std::move(name);
    tokens.expect_end(findings);
  }
  Block block{lines, at, findings};
  block.each("watch", [&](const Line& line, std::string_view key, std::size_t from) {
    const std::string_view word = line.first_word();
    if (word == "when") {
      take_when(line, made, findings);
    } else if (word == "clear" || word == "unclear" || word == "sign") {
      if (block.has_text(line, word, from)) {
        (word == "clear"     ? made.clear
         : word == "unclear" ? made.unclear
                             : made.signs)
            .push_back(ConstructionParser{line, findings}.parse(from));
      }
    } else if (key == "lowered by") {
      if (block.has_text(line, key, from)) {
        Tokens names{line, from, line.text.size(), findings};
        made.lowered_by = parse_names(names, "what lowers", false, findings);
      }
    } else if (key == "speaks of") {
      if (block.has_text(line, key, from)) {
        made.speaks_of = ConstructionParser{line, findings}.only_list(from);
      }
    } else {
      block.unknown(line, "watch", watch_words);
    }
  });
  return made;
}

}  // namespace attune::engine
