#include "engine/script/wording.h"

#include "engine/base/text.h"
#include "engine/script/speech.h"
#include "engine/script/translation/translation.h"
#include "engine/script/walk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace attune::engine {
namespace {

constexpr auto reproaches = std::to_array<std::string_view>(
    {"why did you", "why didn't you", "why didn\u2019t you", "why did you not"}
);

class WordingCheck {
 public:
  WordingCheck(const Symbols& symbols, std::string_view language, Findings& findings)
      : symbols_{symbols}, findings_{findings}, english_{is_english(language)} {}

  void check() {
    for (std::uint32_t i = 0; i < symbols_.dialogues().size(); ++i) {
      for (const ast::Section& section : symbols_.dialogues()[i].dialogue.sections) {
        each_statement(section.block, [&](const ast::Statement& statement) {
          if (const auto* resources = std::get_if<ast::Resources>(&statement.what)) {
            countries_.insert(symbols_.question(i, resources->question.text));
          }
        });
      }
    }
    for (std::uint32_t i = 0; i < symbols_.dialogues().size(); ++i) {
      for (const ast::Section& section : symbols_.dialogues()[i].dialogue.sections) {
        check_section(i, section);
      }
    }
  }

 private:
  void check_section(std::uint32_t dialogue, const ast::Section& section) {
    section_ = Readability{};
    hard_line_ = false;
    each_statement(section.block, [&](const ast::Statement& statement) {
      if (const auto* say = std::get_if<ast::Say>(&statement.what)) {
        check_bubble(say->words);
      } else if (const auto* ask = std::get_if<ast::Ask>(&statement.what)) {
        check_question(dialogue, *ask);
      } else if (const auto* practice = std::get_if<ast::Practice>(&statement.what)) {
        check_bubble(practice->words);
      } else if (const auto* show = std::get_if<ast::Show>(&statement.what)) {
        check_words(show->title);
        check_bubble(show->words);
        for (const ast::PictureRow& row : show->rows) {
          check_words(row.text);
        }
      }
    });
    const int grade = rounded(section_);
    if (english_ && !hard_line_ && section_.words >= limits::grade_section_words_min &&
        grade > limits::grade_max) {
      findings_.warning(
          "W002",
          section.name.span,
          "The coach's words in \"" + section.name.text + "\" read at grade " +
              std::to_string(grade) + " on the whole; grade " + std::to_string(limits::grade_max) +
              " is the most.",
          "Use shorter sentences and shorter words."
      );
    }
  }

  void check_question(std::uint32_t dialogue, const ast::Ask& ask) {
    check_bubble(ask.text);
    for (const std::optional<ast::Words>* note : {&ask.hint, &ask.why}) {
      if (*note) {
        check_words(**note);
      }
    }
    if (ask.required) {
      findings_.warning(
          "W007",
          ask.required_span,
          "This question cannot be skipped, and some people will close the page instead.",
          "Take \"required\" out, and answer a skip kindly."
      );
    }
    if (ask.options.size() > limits::options_readable &&
        !countries_.contains(symbols_.question(dialogue, ask.name.text))) {
      findings_.warning(
          "W004",
          ask.name.span,
          "This question has " + std::to_string(ask.options.size()) +
              " options; more than seven are hard to hold in mind.",
          "Join some, or ask in two steps."
      );
    }
  }

  // What stands in a bubble of its own.
  void check_bubble(const ast::Words& words) {
    const Speech speech = check_words(words);
    const std::vector<SpokenWord> spoken = spoken_words(speech.heard);
    if (spoken.size() > limits::bubble_words) {
      const std::size_t at = spoken[limits::bubble_words].at;
      findings_.warning(
          "W001",
          part_of(words, at, words.raw.size() - at),
          "This bubble has " + std::to_string(spoken.size()) +
              " words; the sixty-first stands here.",
          "Divide it into two."
      );
    }
    const std::vector<std::size_t> questions = questions_in(speech.own);
    if (questions.size() > 1) {
      findings_.warning(
          "W003",
          part_of(words, questions[1], 1),
          "Here a second question is asked in the same breath, and a person can answer only one.",
          "Ask one, and the other one later."
      );
    }
  }

  Speech check_words(const ast::Words& words) {
    Speech speech = speech_of(words.raw);
    check_grade(words, speech.heard);
    if (!english_) {
      return speech;
    }
    const std::string own = lower_ascii(speech.own);
    for (const std::string_view reproach : reproaches) {
      const std::size_t at = own.find(reproach);
      if (at != std::string::npos && (at == 0 || !is_letter(own[at - 1]))) {
        findings_.warning(
            "W005",
            part_of(words, at, reproach.size()),
            "\"Why did you\" sounds like a reproach, however kindly it is meant.",
            "Ask with what, how, who or when."
        );
        break;
      }
    }
    for (const SpokenWord& word : spoken_words(own)) {
      const std::string_view text = std::string_view{own}.substr(word.at, word.length);
      if (text == "always" || text == "never") {
        findings_.warning(
            "W006",
            part_of(words, word.at, word.length),
            "The coach says \"" + std::string{text} +
                "\" here, and can hardly know that of a person.",
            "Write \"often\", \"seldom\" or \"not yet\", or leave it out."
        );
      }
    }
    return speech;
  }

  void check_grade(const ast::Words& words, std::string_view heard) {
    if (!english_) {
      return;
    }
    const Readability readability = readability_of(heard);
    section_ += readability;
    const int grade = rounded(readability);
    if (readability.words >= limits::grade_line_words_min && grade > limits::grade_max) {
      hard_line_ = true;
      findings_.warning(
          "W002",
          words.span,
          "This reads at grade " + std::to_string(grade) + "; grade " +
              std::to_string(limits::grade_max) + " is the most.",
          "Use shorter sentences and shorter words."
      );
    }
  }

  static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

  static int rounded(const Readability& readability) {
    return static_cast<int>(std::lround(readability.grade()));
  }

  static SourceSpan part_of(const ast::Words& words, std::size_t from, std::size_t length) {
    SourceSpan span = words.span;
    const std::string_view raw = words.raw;
    const auto before = static_cast<std::uint32_t>(characters(raw.substr(0, from)));
    const auto width = static_cast<std::uint32_t>(characters(raw.substr(from, length)));
    if (!words.placed.empty()) {
      return span_of(span.file, words.placed, before, width);
    }
    span.column += before;
    span.length = width;
    return span;
  }

  const Symbols& symbols_;
  Findings& findings_;
  bool english_;
  std::set<const QuestionSymbol*> countries_;  // those that `resources for` reads
  Readability section_;
  bool hard_line_ = false;  // some line of the section was reported for its grade
};

}  // namespace

void check_wording(const Symbols& symbols, std::string_view language, Findings& findings) {
  WordingCheck{symbols, language, findings}.check();
}

}  // namespace attune::engine
