#include "engine/script/slips.h"

#include "engine/base/text.h"
#include "engine/script/pieces.h"

#include <algorithm>
#include <array>
#include <memory>

namespace attune::engine {
namespace {

struct Synonym {
  std::string_view written;
  std::string_view meant;
};

// Words of other languages for programs, and of people.
constexpr auto synonyms = std::to_array<Synonym>(
    {{"elseif", "else if"},
     {"elif", "else if"},
     {"elsif", "else if"},
     {"otherwise", "else"},
     {"endif", "end"},
     {"goto", "go"},
     {"jump", "go"},
     {"say", "Coach:"},
     {"question", "ask"},
     {"note", "//"},
     {"comment", "//"}}
);

std::size_t words_in(std::string_view text) {
  std::size_t count = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    count += !blank && !inside ? 1U : 0U;
    inside = !blank;
  }
  return count;
}

bool is_known(std::string_view word, std::span<const std::string_view> known) {
  return std::ranges::find(known, word) != known.end();
}

// What a person reads stands at the end of this line.
bool ends_in_text(const Line& line) {
  constexpr auto spoken =
      std::to_array<std::string_view>({"Coach", "ask", "hint", "example", "why", "practice", "-"});
  return std::ranges::find(spoken, line.first_word()) != spoken.end() &&
         find_colon(line.text) != std::string_view::npos && !line.text.ends_with(':');
}

bool ends_a_sentence(std::string_view text) {
  constexpr auto ends = std::to_array<std::string_view>(
      {".",
       "!",
       "?",
       ":",
       "\"",
       ")",
       "}",
       "\u2026",
       "\u201d",
       "\u2019",
       "\u00bb",
       "\u3002",
       "\u061f",
       "\u06d4"}
  );
  return std::ranges::any_of(ends, [text](std::string_view end) { return text.ends_with(end); });
}

// Instructions that hold two words at the most.
bool is_longer_than_its_instruction(const Line& line) {
  constexpr auto brief =
      std::to_array<std::string_view>({"go", "do", "return", "finish", "end", "or", "one", "else"});
  constexpr std::size_t brief_max = 2;
  const std::string_view word = line.first_word();
  const std::string_view rest = trimmed(line.text.substr(word.size()));
  const bool else_if = word == "else" && (rest.starts_with("if ") || rest.starts_with("if\t"));
  return std::ranges::find(brief, word) != brief.end() && words_in(line.text) > brief_max &&
         !else_if;
}

// Whether this line goes on with a text that stopped in mid-sentence.
bool goes_on(const Line& line, bool after_option, std::span<const std::string_view> known) {
  const auto first = static_cast<unsigned char>(line.text.front());
  // Bytes that dashes, bullets, arrows and quotation marks begin with.
  const bool is_sign = first == 0xc2 || first == 0xe2 || first == 0xef;
  const bool small = (first >= 'a' && first <= 'z') || (first >= 0x80 && !is_sign);
  if (!small || words_in(line.text) < 2) {
    return false;
  }
  const std::string_view word = line.first_word();
  if (is_known(word, known)) {
    return !after_option && is_longer_than_its_instruction(line);
  }
  // An instruction, perhaps a misspelt one, that has a text of its own.
  const bool has_text = line.text.substr(word.size()).starts_with(':') ||
                        (nearest(word, known) && find_colon(line.text) != std::string_view::npos);
  return !has_text;
}

}  // namespace

std::string unknown_word_mend(const Line& line, std::span<const std::string_view> known) {
  const std::string_view word = line.first_word();
  const auto synonym = std::ranges::find(synonyms, word, &Synonym::written);
  if (synonym != synonyms.end()) {
    return "Did you mean \"" + std::string{synonym->meant} + "\"?";
  }
  if (const auto close = nearest(word, known)) {
    const std::string written =
        *close == "Coach" ? "Coach:" : (*close == "one" ? "one of" : std::string{*close});
    return "Did you mean \"" + written + "\"?";
  }
  constexpr auto dashes = std::to_array<std::string_view>({"-", "\u2013", "\u2014", "\u2022", "*"});
  if (std::ranges::any_of(dashes, [&](auto dash) { return line.text.starts_with(dash); })) {
    return "An option starts with a dash and a space: - id: LABEL.";
  }
  if (line.text.starts_with('#') || line.text.starts_with('/')) {
    return "A note for colleagues starts with //.";
  }
  return "If the coach should say this line, write \"Coach: \" before it.";
}

bool read_as_meant(Line& line, std::span<const std::string_view> known) {
  constexpr auto openers = std::to_array<std::string_view>({"ask", "if", "one", "show"});
  const std::string_view word = line.first_word();
  if (word.empty() || is_known(word, known)) {
    return false;
  }
  const auto meant = nearest(word, known);
  if (!meant || !is_known(*meant, openers)) {
    return false;
  }
  line.mended = std::make_shared<const std::string>(
      std::string{*meant} + std::string{line.text.substr(word.size())}
  );
  line.text = *line.mended;
  return true;
}

void join_broken_texts(
    std::vector<Line>& lines, std::span<const std::string_view> known, Findings& findings
) {
  const Line* text = nullptr;  // what stopped in mid-sentence
  std::uint32_t last = 0;      // the number of its last line so far
  bool reported = false;
  std::vector<bool> broken(lines.size(), false);
  bool in_section = false;  // measures and watches have words of their own to start lines with
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (is_section_start(line)) {
      in_section = line.first_word() == "scene" || line.first_word() == "part";
    }
    if (text != nullptr && line.number == last + 1 &&
        goes_on(line, text->text.starts_with('-'), known)) {
      broken[i] = true;
      last = line.number;
      if (!reported) {
        findings.error(
            "A015",
            line.whole(),
            "This line goes on with the one above, which stops in mid-sentence.",
            "A text stands on one line, however long it is: join the two."
        );
        reported = true;
      }
      if (ends_a_sentence(line.text)) {
        text = nullptr;
      }
      continue;
    }
    const bool open = in_section && ends_in_text(line) && !ends_a_sentence(line.text);
    text = open ? &line : nullptr;
    last = line.number;
    reported = false;
  }
  std::size_t i = 0;
  std::erase_if(lines, [&](const Line&) { return broken[i++]; });
}

}  // namespace attune::engine
