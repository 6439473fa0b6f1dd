#include "engine/base/text.h"
#include "engine/script/pieces.h"

#include <algorithm>
#include <array>

// Statements of one line.
namespace attune::engine {
namespace {

template <class What>
ast::Statement make(const Line& line, What what) {
  return ast::Statement{.what = std::move(what), .span = line.whole()};
}

std::optional<std::uint32_t> parse_duration(Tokens& tokens, Findings& findings) {
  constexpr auto units = std::to_array<std::pair<std::string_view, std::uint32_t>>(
      {{"minute", 60}, {"hour", 3600}, {"day", 86400}, {"week", 604800}}
  );
  const SourceSpan span = tokens.peek().span;
  const std::optional<double> number = parse_number(tokens);
  const Token unit = tokens.next();
  constexpr double seconds_max = static_cast<double>(
      std::chrono::duration_cast<std::chrono::seconds>(limits::pause_max).count()
  );
  for (const auto& [name, seconds] : units) {
    if (number && (unit.text == name || unit.text == std::string{name} + "s")) {
      const double total = *number * seconds;
      if (total < 60 || total > seconds_max) {
        findings.error("A031", span, "A pause lasts from 1 minute to 366 days.");
        return std::nullopt;
      }
      return static_cast<std::uint32_t>(total);
    }
  }
  findings.error(
      "A005",
      span,
      "Here a time is missing.",
      "Write one such as 20 minutes, 3 hours, 1 day or 2 weeks."
  );
  return std::nullopt;
}

}  // namespace

std::optional<ast::Statement> parse_set(const Line& line, Tokens& tokens, Findings& findings) {
  auto name = parse_name(tokens, "a memory", false, findings);
  if (!name) {
    return std::nullopt;
  }
  if (!tokens.accept_symbol("=")) {
    findings.error(
        "A005",
        tokens.peek().span,
        "After \"set\" come a memory, \"=\" and a value.",
        "Write \"set NAME = VALUE\"."
    );
    return std::nullopt;
  }
  auto value = parse_expression(tokens, findings);
  if (!value) {
    return std::nullopt;
  }
  return make(line, ast::Set{.name = *std::move(name), .value = *std::move(value)});
}

std::optional<ast::Statement> parse_pause(const Line& line, Tokens& tokens, Findings& findings) {
  ast::Pause made;
  const bool until = tokens.accept_word("until");
  if (until || tokens.accept_word("for")) {
    const auto seconds = parse_duration(tokens, findings);
    if (!seconds) {
      return std::nullopt;
    }
    made.seconds = *seconds;
    made.early = false;
    if (until) {
      if (!tokens.accept_word("after")) {
        findings.error(
            "A005",
            tokens.peek().span,
            "After the time comes \"after\" and a stage.",
            "Write \"pause until 7 days after STAGE\"."
        );
        return std::nullopt;
      }
      made.after = parse_name(tokens, "a stage", false, findings);
      if (!made.after) {
        return std::nullopt;
      }
    }
    tokens.accept_symbol(",");
    if (tokens.accept_word("may")) {
      made.early = tokens.accept_word("continue") && tokens.accept_word("early");
      if (!made.early) {
        findings.error(
            "A005",
            line.whole(),
            "A pause may end with \"may continue early\", and with nothing else.",
            "Write \"pause for 1 day, may continue early\"."
        );
      }
    }
  }
  tokens.expect_end(findings);
  return make(line, std::move(made));
}

std::optional<ast::Statement> parse_practice(const Line& line, Findings& findings) {
  const std::size_t colon = std::min(find_colon(line.text), line.text.size());
  constexpr std::string_view form = "Write \"practice NAME for 7 days: TEXT\".";
  Tokens tokens{line, line.first_word().size(), colon, findings};
  auto name = parse_name(tokens, "the practice", false, findings);
  if (!name) {
    return std::nullopt;
  }
  if (colon == line.text.size() || !tokens.accept_word("for")) {
    findings.error(
        "A005",
        colon == line.text.size() ? line.whole() : tokens.peek().span,
        "A practice needs how long it is for, a colon, and the words that offer it.",
        std::string{form}
    );
    return std::nullopt;
  }
  const SourceSpan span = tokens.peek().span;
  const auto seconds = parse_duration(tokens, findings);
  if (!seconds) {
    return std::nullopt;
  }
  constexpr std::uint32_t day = 86400;
  if (*seconds % day != 0) {
    findings.error("A031", span, "A practice lasts whole days.", std::string{form});
    return std::nullopt;
  }
  tokens.expect_end(findings);
  ast::Words words = parse_words(line, colon + 1, line.text.size(), findings);
  if (words.raw.empty()) {
    findings.error(
        "A005", line.whole(), "This practice has no words to offer it with.", std::string{form}
    );
    return std::nullopt;
  }
  return make(
      line,
      ast::Practice{.name = *std::move(name), .days = *seconds / day, .words = std::move(words)}
  );
}

std::optional<ast::Statement> parse_resources(
    const Line& line, Tokens& tokens, Findings& findings
) {
  if (!tokens.accept_word("for")) {
    findings.error(
        "A005",
        tokens.peek().span,
        "After \"resources\" come \"for\" and a question.",
        "Write \"resources for QUESTION\"."
    );
    return std::nullopt;
  }
  auto name = parse_name(tokens, "the question that chose the country", true, findings);
  if (!name) {
    return std::nullopt;
  }
  tokens.expect_end(findings);
  return make(line, ast::Resources{*std::move(name)});
}

}  // namespace attune::engine
