#include "engine/base/text.h"
#include "engine/script/head.h"
#include "engine/script/parser.h"
#include "engine/script/pieces.h"

#include <array>
#include <set>

// The tops of files: who they are, and what they remember.
namespace attune::engine {
namespace {

// The text after the word and its colon; a missing colon or text is a finding.
std::string head_text(const Line& line, Findings& findings) {
  const std::string_view word = line.first_word();
  if (line.text.size() <= word.size() || line.text[word.size()] != ':') {
    findings.error(
        "A005",
        line.whole(),
        "After \"" + std::string{word} + "\" comes a colon.",
        "Write \"" + std::string{word} + ": TEXT\"."
    );
    return {};
  }
  const std::string_view text = trimmed(line.text.substr(word.size() + 1));
  if (text.empty()) {
    findings.error("A005", line.whole(), "This line is empty.", "Write its text, or take it out.");
  }
  return std::string{text};
}

ast::Phrase head_phrase(const Line& line, Findings& findings) {
  return ast::Phrase{.text = head_text(line, findings), .span = line.whole()};
}

// The second line of a kind would win, and the first be lost.
void report_twice(std::set<std::string_view>& seen, const Line& line, Findings& findings) {
  const std::string_view word = line.first_word();
  if (!seen.insert(word).second) {
    findings.error(
        "A006",
        line.span(0, word.size()),
        "\"" + std::string{word} + "\" is said twice, and one of the two would be lost.",
        "Leave one."
    );
  }
}

std::vector<ast::Name> head_names(const Line& line, std::string_view what, Findings& findings) {
  if (head_text(line, findings).empty()) {
    return {};
  }
  Tokens tokens{line, line.first_word().size() + 1, line.text.size(), findings};
  return parse_names(tokens, what, false, findings);
}

std::optional<ast::Name> file_name(
    const Line& line, std::string_view word, std::string_view what, Findings& findings
) {
  if (line.first_word() != word) {
    findings.error(
        "A010",
        line.whole(),
        "The first line of this file must be \"" + std::string{word} + " NAME\"."
    );
    return std::nullopt;
  }
  Tokens tokens{line, word.size(), line.text.size(), findings};
  auto name = parse_name(tokens, what, false, findings);
  if (name) {
    tokens.expect_end(findings);
  }
  return name;
}

std::optional<ast::Remember> remember(const Line& line, Findings& findings) {
  Tokens tokens{line, line.first_word().size(), line.text.size(), findings};
  auto name = parse_name(tokens, "a memory", false, findings);
  if (!name) {
    return std::nullopt;
  }
  ast::Remember made{.name = *std::move(name), .value = Skipped{}};
  if (tokens.accept_symbol("=")) {
    if (const auto number = parse_number(tokens)) {
      made.value = *number;
    } else {
      const Token value = tokens.next();
      if (value.kind == TokenKind::text) {
        made.value = Text{value.text};
      } else if (value.text == "true" || value.text == "false") {
        made.value = value.text == "true";
      }
    }
  }
  if (is_skipped(made.value)) {
    findings.error(
        "A005",
        line.whole(),
        "A memory starts with a number, a \"text\", true or false.",
        "Write \"remember NAME = 0\"."
    );
    return std::nullopt;
  }
  tokens.expect_end(findings);
  return made;
}

// `send NAME to OTHER`
std::optional<ast::Send> send(const Line& line, Findings& findings) {
  Tokens tokens{line, line.first_word().size(), line.text.size(), findings};
  auto from = parse_name(tokens, "a question or scene that is gone", false, findings);
  if (!from) {
    return std::nullopt;
  }
  if (!tokens.accept_word("to")) {
    findings.error(
        "A005",
        tokens.peek().span,
        "After \"send\" come what is gone, \"to\", and where people go on.",
        "Write \"send NAME to OTHER\"."
    );
    return std::nullopt;
  }
  auto to = parse_name(tokens, "the place to go on at", false, findings);
  if (!to) {
    return std::nullopt;
  }
  tokens.expect_end(findings);
  return ast::Send{.from = *std::move(from), .to = *std::move(to)};
}

}  // namespace

std::size_t parse_dialogue_head(
    const std::vector<Line>& lines, ast::Dialogue& dialogue, Findings& findings
) {
  if (lines.empty()) {
    if (!findings.any_error()) {
      findings.error(
          "A010",
          SourceSpan{.file = dialogue.file, .line = 1, .column = 1, .length = 1},
          "This file is empty.",
          "Its first line is \"dialogue NAME\"."
      );
    }
    return 0;
  }
  std::size_t at = 0;
  if (auto name = file_name(lines[0], "dialogue", "a dialogue", findings)) {
    dialogue.name = *std::move(name);
    ++at;
  } else if (lines[0].first_word() == "dialogue") {
    ++at;
  }
  std::set<std::string_view> seen;
  for (; at < lines.size(); ++at) {
    const Line& line = lines[at];
    const std::string_view word = line.first_word();
    if (word == "title" || word == "about" || word == "endless") {
      report_twice(seen, line, findings);
    }
    if (word == "title") {
      dialogue.title = head_phrase(line, findings);
    } else if (word == "about") {
      dialogue.about = head_phrase(line, findings);
    } else if (word == "endless") {
      dialogue.endless = true;
      Tokens{line, word.size(), line.text.size(), findings}.expect_end(findings);
    } else if (word == "remember") {
      if (auto made = remember(line, findings)) {
        dialogue.memory.push_back(*std::move(made));
      }
    } else if (word == "send") {
      if (auto made = send(line, findings)) {
        dialogue.sends.push_back(*std::move(made));
      }
    } else {
      break;
    }
  }
  return at;
}

ast::Course parse_course(std::uint32_t file, std::string_view source, Findings& findings) {
  ast::Course course;
  course.file = file;
  const std::vector<Line> lines = read_lines(file, source, findings);
  if (lines.empty()) {
    if (!findings.any_error()) {
      findings.error(
          "A010",
          SourceSpan{.file = file, .line = 1, .column = 1, .length = 1},
          "This file is empty.",
          "Its first line is \"course NAME\"."
      );
    }
    return course;
  }
  std::size_t at = 0;
  if (auto name = file_name(lines[0], "course", "a course", findings)) {
    course.name = *std::move(name);
    ++at;
  }
  constexpr auto words = std::to_array<std::string_view>(
      {"title", "about", "language", "stages", "everywhere", "profile", "never"}
  );
  std::set<std::string_view> seen;
  for (; at < lines.size(); ++at) {
    const Line& line = lines[at];
    const std::string_view word = line.first_word();
    if (word == "never") {
      if (auto promise = parse_promise(line, findings)) {
        course.promises.push_back(*std::move(promise));
      }
      continue;
    }
    report_twice(seen, line, findings);
    if (word == "title") {
      course.title = head_phrase(line, findings);
    } else if (word == "about") {
      course.about = head_phrase(line, findings);
    } else if (word == "language") {
      course.language = head_text(line, findings);
    } else if (word == "stages") {
      course.stages = head_names(line, "a stage", findings);
    } else if (word == "everywhere") {
      course.everywhere = head_names(line, "a file", findings);
    } else if (word == "profile") {
      course.profile = head_names(line, "a field", findings);
    } else {
      const auto close = nearest(word, words);
      findings.error(
          "A001",
          line.span(0, word.size()),
          "\"" + std::string{word} + "\" is not a word of a course file.",
          close == "never" ? "Did you mean \"never after CONDITION: NAME\"?"
          : close          ? "Did you mean \"" + std::string{*close} + ":\"?"
                           : "It has title, about, language, stages, everywhere, profile and never."
      );
    }
  }
  return course;
}

}  // namespace attune::engine
