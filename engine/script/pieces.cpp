#include "engine/script/pieces.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <span>

namespace attune::engine {
namespace {

// Words that lines start with, kinds of questions, and words of conditions.
constexpr auto reserved_words = std::to_array<std::string_view>(
    {"about",     "and",    "answered", "ask",      "choice",  "choices", "count",    "course",
     "date",      "days",   "dialogue", "do",       "else",    "end",     "endless",  "everywhere",
     "example",   "false",  "finish",   "go",       "hint",    "if",      "includes", "is",
     "language",  "list",   "measure",  "not",      "number",  "or",      "part",     "pause",
     "people",    "pick",   "picks",    "practice", "private", "profile", "remember", "required",
     "resources", "return", "scale",    "scene",    "score",   "set",     "show",     "skipped",
     "stages",    "text",   "title",    "together", "true",    "visits",  "watch",    "why",
     "yesno",     "you"}
);
static_assert(std::ranges::is_sorted(reserved_words));

// After "is" these would be read as what they are in conditions.
constexpr auto condition_words = std::to_array<std::string_view>(
    {"and",
     "answered",
     "count",
     "days",
     "false",
     "includes",
     "is",
     "not",
     "or",
     "score",
     "skipped",
     "true",
     "visits",
     "you"}
);
static_assert(std::ranges::is_sorted(condition_words));

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string_view after_dot(std::string_view name) {
  return name.substr(name.find('.') + 1);
}

// Cuts the words at their braces.
class WordsParser {
 public:
  WordsParser(const Line& line, std::size_t from, std::size_t to, Findings& findings)
      : line_{line}, at_{from}, to_{to}, findings_{findings} {}

  std::vector<ast::Hole> parse() {
    const std::string_view text = line_.text;
    while (at_ < to_) {
      if (text[at_] != '{') {
        literal_.push_back(text[at_++]);
      } else if (at_ + 1 < to_ && text[at_ + 1] == '{') {
        literal_.push_back('{');
        at_ += 2;
      } else {
        hole();
      }
    }
    flush();
    return std::move(holes_);
  }

 private:
  void flush() {
    if (!literal_.empty()) {
      ast::Hole hole;
      hole.what = Quoted::literal;
      hole.words = std::exchange(literal_, {});
      holes_.push_back(std::move(hole));
    }
  }

  void hole() {
    const std::size_t open = at_;
    const std::size_t close = line_.text.substr(0, to_).find('}', open);
    if (close == std::string_view::npos) {
      findings_.error(
          "A009",
          line_.span(open, 1),
          "This brace is never closed: add a }.",
          "For a brace that is spoken, write {{."
      );
      at_ = to_;
      return;
    }
    at_ = close + 1;
    Tokens tokens{line_, open + 1, close, findings_};
    const Token name = tokens.next();
    if (name.kind != TokenKind::word) {
      findings_.error(
          "A009",
          line_.span(open, close + 1 - open),
          "Between braces stands the name of an answer, such as {moment}.",
          "For a brace that is "
          "spoken, write {{."
      );
      return;
    }
    flush();
    ast::Hole hole;
    hole.name = ast::Name{.text = name.text, .span = name.span};
    hole.what = name.text == "visits" ? Quoted::visits : Quoted::answer;
    hole.shortened = tokens.accept_word("short");
    if (tokens.accept_word("or")) {
      const Token words = tokens.next();
      if (words.kind != TokenKind::text) {
        findings_.error(
            "A009", words.span, "After \"or\" stand the words to say instead, in quotation marks."
        );
        return;
      }
      hole.otherwise = words.text;
    }
    if (!tokens.at_end()) {
      findings_.error(
          "A009",
          tokens.peek().span,
          "\"" + tokens.peek().text + "\" does not belong between braces.",
          "A name may be followed by "
          "\"short\" and by or \"other words\"."
      );
    }
    holes_.push_back(std::move(hole));
  }

  const Line& line_;
  std::size_t at_;
  std::size_t to_;
  Findings& findings_;
  std::string literal_;
  std::vector<ast::Hole> holes_;
};

}  // namespace

namespace {

std::optional<ast::Name> parse_name_but(
    std::span<const std::string_view> reserved,
    Tokens& tokens,
    std::string_view what,
    bool dotted,
    Findings& findings
) {
  const Token token = tokens.peek();
  if (token.kind != TokenKind::word) {
    findings.error("A005", token.span, "The name of " + std::string{what} + " is missing here.");
    return std::nullopt;
  }
  tokens.next();
  const std::size_t dot = token.text.find('.');
  const bool has_dot = dot != std::string::npos;
  const std::string_view last = after_dot(token.text);
  const bool plain =
      is_plain_name(last) && (!has_dot || (dotted && is_plain_name(token.text.substr(0, dot))));
  if (!plain) {
    findings.error(
        "A007",
        token.span,
        "\"" + token.text + "\" cannot be the name of " + std::string{what} + ".",
        "Names are made of a-z, 0-9 and _, and start with a letter."
    );
    return std::nullopt;
  }
  if (last.size() > limits::name_characters_max) {
    findings.error("A011", token.span, "This name is too long.", "Use a few short words.");
    return std::nullopt;
  }
  if (std::ranges::binary_search(reserved, last)) {
    findings.error(
        "A012",
        token.span,
        "\"" + std::string{last} + "\" is a word of the language and cannot be the name of " +
            std::string{what} + ".",
        "Choose another, such as \"" + std::string{last} + "_1\"."
    );
    return std::nullopt;
  }
  return ast::Name{.text = token.text, .span = token.span};
}

}  // namespace

std::optional<ast::Name> parse_name(
    Tokens& tokens, std::string_view what, bool dotted, Findings& findings
) {
  return parse_name_but(reserved_words, tokens, what, dotted, findings);
}

std::optional<ast::Name> parse_option_id(Tokens& tokens, Findings& findings) {
  return parse_name_but(condition_words, tokens, "an option", false, findings);
}

std::vector<ast::Name> parse_names(
    Tokens& tokens, std::string_view what, bool dotted, Findings& findings
) {
  std::vector<ast::Name> names;
  do {
    if (auto name = parse_name(tokens, what, dotted, findings)) {
      names.push_back(*std::move(name));
    } else {
      return names;
    }
  } while (tokens.accept_symbol(","));
  tokens.expect_end(findings);
  return names;
}

namespace {

// A note stands on a line of its own: behind words it would be spoken.
void report_note(const Line& line, std::size_t from, std::size_t to, Findings& findings) {
  const std::string_view words = line.text.substr(0, to);
  for (std::size_t at = words.find(" //", from); at != std::string_view::npos;
       at = words.find(" //", at + 1)) {
    const std::size_t after = at + 3;
    if (after == to || words[after] == ' ') {
      findings.error(
          "A014",
          line.span(at + 1, to - at - 1),
          "This note stands behind words, and would be said with them.",
          "Put it on a line of its own."
      );
      return;
    }
  }
}

}  // namespace

ast::Words parse_words(const Line& line, std::size_t from, std::size_t to, Findings& findings) {
  const std::string_view raw = line.text.substr(from, to - from);
  const std::string_view text = trimmed(raw);
  ast::Words words;
  words.raw = text;
  const auto start = from + static_cast<std::size_t>(text.empty() ? 0 : text.data() - raw.data());
  words.span = line.span(start, text.size());
  for (const Placed& piece : line.placed) {
    const auto before = static_cast<std::uint32_t>(characters(line.text.substr(0, start)));
    words.placed.push_back(piece);
    words.placed.back().from = piece.from > before ? piece.from - before : 0;
    words.placed.back().column += before > piece.from ? before - piece.from : 0;
  }
  report_note(line, start, start + text.size(), findings);
  words.holes = WordsParser{line, start, start + text.size(), findings}.parse();
  return words;
}

std::optional<double> parse_number(Tokens& tokens) {
  const bool negative = tokens.peek().kind == TokenKind::symbol && tokens.peek().text == "-" &&
                        tokens.peek_second().kind == TokenKind::number;
  if (negative) {
    tokens.next();
  }
  if (tokens.peek().kind != TokenKind::number) {
    return std::nullopt;
  }
  const double number = tokens.next().number;
  return negative ? -number : number;
}

bool is_statement_start(const Line& line) {
  constexpr auto starts = std::to_array<std::string_view>(
      {"Coach",
       "ask",
       "one",
       "go",
       "do",
       "return",
       "finish",
       "if",
       "set",
       "pause",
       "resources",
       "practice",
       "retract",
       "show"}
  );
  return std::ranges::find(starts, line.first_word()) != starts.end();
}

bool is_section_start(const Line& line) {
  constexpr auto starts =
      std::to_array<std::string_view>({"scene", "part", "measure", "watch", "listening"});
  return std::ranges::find(starts, line.first_word()) != starts.end();
}

}  // namespace attune::engine
