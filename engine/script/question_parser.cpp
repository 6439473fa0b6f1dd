#include "engine/base/text.h"
#include "engine/script/pieces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

// `ask ...` and its options.
namespace attune::engine {
namespace {

constexpr auto kinds = std::to_array<std::pair<std::string_view, QuestionKind>>(
    {{"choice", QuestionKind::choice},
     {"choices", QuestionKind::choices},
     {"pick", QuestionKind::pick},
     {"picks", QuestionKind::picks},
     {"yesno", QuestionKind::yesno},
     {"text", QuestionKind::text},
     {"list", QuestionKind::list},
     {"scale", QuestionKind::scale},
     {"number", QuestionKind::number},
     {"date", QuestionKind::date}}
);

constexpr auto kind_words = std::to_array<std::string_view>(
    {"choice",
     "choices",
     "pick",
     "picks",
     "yesno",
     "text",
     "long text",
     "list",
     "scale",
     "number",
     "date"}
);

std::optional<QuestionKind> parse_kind(Tokens& tokens, Findings& findings) {
  const Token word = tokens.next();
  if (word.kind == TokenKind::word && word.text == "long" && tokens.accept_word("text")) {
    return QuestionKind::long_text;
  }
  for (const auto& [name, kind] : kinds) {
    if (word.kind == TokenKind::word && word.text == name) {
      return kind;
    }
  }
  const auto close = nearest(word.text, kind_words);
  findings.error(
      "A001",
      word.span,
      word.kind == TokenKind::end ? "After \"ask\" comes the kind of question."
                                  : "\"" + word.text + "\" is not a kind of question.",
      close ? "Did you mean \"" + std::string{*close} + "\"?"
            : "The kinds are choice, choices, pick, picks, yesno, text, long text, list, scale, "
              "number and date."
  );
  return std::nullopt;
}

class DetailParser {
 public:
  DetailParser(ast::Ask& ask, Tokens& tokens, Findings& findings)
      : ask_{ask}, tokens_{tokens}, findings_{findings} {}

  void parse() {
    while (!tokens_.at_end()) {
      if (tokens_.accept_symbol(",")) {
        continue;
      }
      if (!detail()) {
        return;
      }
    }
  }

 private:
  bool detail() {
    const Token& token = tokens_.peek();
    const SourceSpan span = token.span;
    report_twice(token);
    if (tokens_.accept_word("required")) {
      ask_.required = true;
      ask_.required_span = span;
      return true;
    }
    if (tokens_.accept_word("private")) {
      ask_.is_private = true;
      return true;
    }
    if (tokens_.accept_word("at")) {
      return tokens_.accept_word("least") ? count(ask_.at_least, span)
                                          : missing("After \"at\" comes \"least\" and a number.");
    }
    if (tokens_.accept_word("up")) {
      return tokens_.accept_word("to") ? count(ask_.up_to, span)
                                       : missing("After \"up\" comes \"to\" and a number.");
    }
    if (tokens_.accept_word("from")) {
      ask_.from = parse_name(tokens_, "a list", true, findings_);
      return ask_.from.has_value();
    }
    if (tokens_.accept_word("unit")) {
      if (tokens_.peek().kind != TokenKind::text) {
        return missing("After \"unit\" comes its name in quotation marks, such as \"minutes\".");
      }
      ask_.unit = phrase();
      return true;
    }
    if (token.kind == TokenKind::number || token.text == "-") {
      return range(span);
    }
    findings_.error(
        "A006",
        span,
        "\"" + token.text + "\" is not a detail of a question, and would be lost.",
        "Take it out, or put it behind the colon."
    );
    return false;
  }

  // The second one would win, and the first be lost.
  void report_twice(const Token& token) {
    const std::string detail = token.kind == TokenKind::number || token.text == "-" ? "A to B"
                               : token.text == "up"                                 ? "up to"
                               : token.text == "at"                                 ? "at least"
                                                                                    : token.text;
    if (!seen_.insert(detail).second) {
      findings_.error(
          "A006",
          token.span,
          "\"" + detail + "\" is said twice, and one of the two would be lost.",
          "Leave one."
      );
    }
  }

  bool missing(std::string_view message) {
    findings_.error("A005", tokens_.peek().span, std::string{message});
    return false;
  }

  bool count(std::optional<std::uint32_t>& into, const SourceSpan& span) {
    const std::optional<double> number = parse_number(tokens_);
    if (!number || *number < 1 || *number != std::floor(*number) ||
        *number > static_cast<double>(limits::text_characters_max)) {
      findings_.error(
          "A031",
          span,
          "Here a whole number from 1 to " + std::to_string(limits::text_characters_max) +
              " is missing."
      );
      return false;
    }
    into = static_cast<std::uint32_t>(*number);
    return true;
  }

  bool range(const SourceSpan& span) {
    ask_.low = bound(span);
    if (!ask_.low) {
      return missing("Here a number is missing.");
    }
    if (!tokens_.accept_word("to")) {
      return missing("A range is written like 0 to 10.");
    }
    ask_.high = bound(tokens_.peek().span);
    if (!ask_.high) {
      return missing("A range is written like 0 to 10.");
    }
    return true;
  }

  std::optional<ast::Bound> bound(const SourceSpan& span) {
    const std::optional<double> number = parse_number(tokens_);
    if (!number) {
      return std::nullopt;
    }
    ast::Bound made{.value = *number, .label = {}, .span = span};
    if (tokens_.peek().kind == TokenKind::text) {
      made.label = phrase();
    }
    return made;
  }

  ast::Phrase phrase() {
    Token token = tokens_.next();
    return ast::Phrase{.text = std::move(token.text), .span = token.span};
  }

  ast::Ask& ask_;
  Tokens& tokens_;
  Findings& findings_;
  std::set<std::string> seen_;
};

// "-> not today", "-> not-today": so few bare words are a scene whose name has been mistaken.
constexpr std::size_t arrow_words_max = 3;

// A bare word holds no sign that only a sentence has.
bool is_bare(char c) {
  constexpr std::string_view signs = "-_./";
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
  return letter || beyond_ascii || signs.contains(c);
}

// How many bare words, and nothing else, stand there; more than arrow_words_max when something
// else does.
std::size_t bare_words(std::string_view text) {
  std::size_t count = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank && !is_bare(c)) {
      return arrow_words_max + 1;
    }
    count += !blank && !inside ? 1U : 0U;
    inside = !blank;
  }
  return count;
}

struct Arrow {
  std::size_t at = std::string_view::npos;
  std::size_t length = 0;
};

// The last sign behind `from` that is meant as an arrow and is none: a word processor makes it of
// "->", or a hand slips.
Arrow wrong_arrow(std::string_view text, std::size_t from) {
  constexpr auto wrong = std::to_array<std::string_view>(
      {"\u2192",
       "\u21d2",
       "\u21e8",
       "\u27f6",
       "\u27f9",
       "\u2794",
       "\u279c",
       "\u279d",
       "\u279e",
       "\u27a1",
       "\uf0e0",  // what Word's own font has at this place
       "\u2013>",
       "\u2014>",
       "\u2212>",
       "\u2010>",
       "\u2011>",
       "=>",
       "- >",
       "-->"}
  );
  Arrow last;
  for (const std::string_view sign : wrong) {
    const std::size_t at = text.rfind(sign);
    if (at != std::string_view::npos && at > from &&
        (last.at == std::string_view::npos || at > last.at)) {
      last = Arrow{.at = at, .length = sign.size()};
    }
  }
  return last;
}

// The form of a name, though perhaps not one that may be used.
bool is_one_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_bare(c) && static_cast<unsigned char>(c) < 0x80 && c != '-' && c != '/';
  });
}

// The scene that an option leads to. Returns where the label ends.
std::size_t parse_arrow(
    const Line& line, std::size_t colon, ast::OptionLine& option, Findings& findings
) {
  const std::size_t arrow = line.text.rfind("->");
  const Arrow wrong = wrong_arrow(line.text, colon);
  if (wrong.at != std::string_view::npos &&
      (arrow == std::string_view::npos || wrong.at + wrong.length >= arrow + 2)) {
    const std::string_view behind = trimmed(line.text.substr(wrong.at + wrong.length));
    if (bare_words(behind) <= arrow_words_max) {
      findings.error(
          "A006",
          line.span(wrong.at, wrong.length),
          "This is not the arrow that leads to a scene, and would be read as a part of the label.",
          "An arrow is a hyphen and a >: write \"-> " +
              (is_one_name(behind) ? std::string{behind} : "SCENE") + "\"."
      );
      return wrong.at;
    }
  }
  if (arrow == std::string_view::npos || arrow <= colon) {
    return line.text.size();
  }
  const std::string_view behind = trimmed(line.text.substr(arrow + 2));
  if (behind.empty() || is_one_name(behind)) {
    Tokens target{line, arrow + 2, line.text.size(), findings};
    option.go = parse_name(target, "the scene to go to", false, findings);
    target.expect_end(findings);
    return arrow;
  }
  if (bare_words(behind) <= arrow_words_max) {
    findings.error(
        "A006",
        line.span(arrow, 2),
        "An arrow leads to one scene, and stands at the end of an option; this one would be read "
        "as a part of the label.",
        "Write the name of the scene as it is written there, such as \"-> not_today\"."
    );
  }
  return line.text.size();
}

// A quotation mark that is never closed hides the colon behind it.
bool report_open_quote(const Line& line, Findings& findings) {
  if (std::ranges::count(line.text, '"') % 2 == 0) {
    return false;
  }
  findings.error(
      "A005",
      line.span(line.text.rfind('"'), 1),
      "This quotation mark is never closed.",
      "Add a \"."
  );
  return true;
}

}  // namespace

std::optional<ast::Ask> parse_ask(const Line& line, Findings& findings) {
  const std::size_t colon = find_colon(line.text);
  if (colon == std::string_view::npos) {
    if (report_open_quote(line, findings)) {
      return std::nullopt;
    }
    findings.error(
        "A005",
        line.whole(),
        "A question needs a colon before its text.",
        "Write \"ask KIND NAME: TEXT\"."
    );
    return std::nullopt;
  }
  Tokens tokens{line, std::string_view{"ask"}.size(), colon, findings};
  const std::optional<QuestionKind> kind = parse_kind(tokens, findings);
  if (!kind) {
    return std::nullopt;
  }
  std::optional<ast::Name> name = parse_name(tokens, "a question", true, findings);
  if (!name) {
    return std::nullopt;
  }
  ast::Ask ask;
  ask.kind = *kind;
  ask.name = *std::move(name);
  DetailParser{ask, tokens, findings}.parse();
  ask.text = parse_words(line, colon + 1, line.text.size(), findings);
  return ask;
}

std::optional<ast::OptionLine> parse_option(const Line& line, Findings& findings) {
  const std::size_t colon = find_colon(line.text);
  if (colon == std::string_view::npos) {
    if (report_open_quote(line, findings)) {
      return std::nullopt;
    }
    findings.error(
        "A005",
        line.whole(),
        "An option needs an id and a colon before its label.",
        "Write \"- id: LABEL\"."
    );
    return std::nullopt;
  }
  Tokens tokens{line, 1, colon, findings};
  std::optional<ast::Name> id = parse_option_id(tokens, findings);
  if (!id) {
    return std::nullopt;
  }
  ast::OptionLine option;
  option.id = *std::move(id);
  if (tokens.accept_word("as")) {
    if (tokens.peek().kind != TokenKind::text) {
      findings.error(
          "A005", tokens.peek().span, "After \"as\" come the words to quote, in quotation marks."
      );
      return std::nullopt;
    }
    const Token quoted = tokens.next();
    option.quoted_as = ast::Phrase{.text = quoted.text, .span = quoted.span};
  }
  if (tokens.accept_word("when")) {
    option.condition = parse_expression(tokens, findings);
  } else {
    tokens.expect_end(findings);
  }
  const std::size_t label_end = parse_arrow(line, colon, option, findings);
  option.label = parse_words(line, colon + 1, label_end, findings);
  if (option.label.raw.empty()) {
    findings.error(
        "A005",
        line.whole(),
        "This option has no label: nothing could be read on it.",
        "Write what the person reads after the colon."
    );
  }
  return option;
}

}  // namespace attune::engine
