// What is said where somebody may be in distress or in fear reads at grade 5 or less, as SCRIPT.md
// asks: stricter than the checker is with every course, and with its own measure.

#include "engine/program/limits.h"
#include "engine/script/speech.h"
#include "engine/script/tree.h"
#include "engine/script/walk.h"

#include "storage/course_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {
namespace {

constexpr int grade_where_somebody_may_be_in_distress = 5;

struct HardPlace {
  std::string place;  // "safety.dialogue:12"
  long grade = 0;
  std::string text;
};

// All that the coach says in a statement: what a person says (options, examples) is theirs.
void each_spoken(const engine::ast::Statement& statement, const auto& visit) {
  if (const auto* say = std::get_if<engine::ast::Say>(&statement.what)) {
    visit(say->words);
  } else if (const auto* practice = std::get_if<engine::ast::Practice>(&statement.what)) {
    visit(practice->words);
  } else if (const auto* ask = std::get_if<engine::ast::Ask>(&statement.what)) {
    visit(ask->text);
    for (const std::optional<engine::ast::Words>* note : {&ask->hint, &ask->why}) {
      if (*note) {
        visit(**note);
      }
    }
  }
}

// "Thank you. You may stop at any time." in two.
std::vector<std::string_view> sentences_of(std::string_view heard) {
  std::vector<std::string_view> sentences;
  std::size_t from = 0;
  for (std::size_t i = 0; i + 1 < heard.size(); ++i) {
    if (std::string_view{".?!:;"}.contains(heard[i]) && heard[i + 1] == ' ') {
      sentences.push_back(heard.substr(from, i + 1 - from));
      from = i + 1;
    }
  }
  sentences.push_back(heard.substr(from));
  return sentences;
}

// What is measured beside whole scenes: bubbles, as the checker does, or each sentence by itself
// too.
enum class By : std::uint8_t { bubble, sentence };

// A few words say nothing: a short sentence counts together with the rest of its bubble, and a
// short bubble with the rest of its scene.
std::vector<HardPlace> hard_places(const engine::Tree& tree, std::string_view name, By by) {
  std::vector<HardPlace> found;
  const auto dialogue = std::ranges::find(tree.dialogues, name, [](const auto& each) {
    return std::string_view{each.name.text};
  });
  if (dialogue == tree.dialogues.end()) {
    return {{.place = std::string{name} + " is not there", .grade = 0, .text = {}}};
  }
  const auto measure = [&](const engine::Readability& readability,
                           std::size_t words_min,
                           std::uint32_t line,
                           std::string_view text) {
    const long grade = std::lround(readability.grade());
    if (readability.words >= words_min && grade > grade_where_somebody_may_be_in_distress) {
      found.push_back(
          {.place = std::string{name} + ".dialogue:" + std::to_string(line),
           .grade = grade,
           .text = std::string{text}}
      );
    }
  };
  for (const engine::ast::Section& section : dialogue->sections) {
    engine::Readability whole;
    engine::each_statement(section.block, [&](const engine::ast::Statement& statement) {
      each_spoken(statement, [&](const engine::ast::Words& words) {
        const std::string heard = engine::speech_of(words.raw).heard;
        const engine::Readability bubble = engine::readability_of(heard);
        whole += bubble;
        measure(bubble, engine::limits::grade_line_words_min, words.span.line, words.raw);
        for (const std::string_view sentence : sentences_of(heard)) {
          const engine::Readability alone = engine::readability_of(sentence);
          if (by == By::sentence && alone.words < bubble.words) {
            measure(alone, engine::limits::grade_line_words_min, words.span.line, sentence);
          }
        }
      });
    });
    measure(
        whole,
        engine::limits::grade_section_words_min,
        section.name.span.line,
        section.name.text + ", on the whole"
    );
  }
  return found;
}

engine::CourseSources dream() {
  return storage::read_course_folder(std::string{ATTUNE_SOURCE_DIR} + "/dialogues/dream").value();
}

std::vector<HardPlace> hard_places_of(
    const engine::CourseSources& sources, std::string_view name, By by
) {
  engine::Findings findings;
  return hard_places(engine::parse_tree(sources, findings), name, by);
}

void expect_easy(std::string_view name, By by) {
  for (const HardPlace& each : hard_places_of(dream(), name, by)) {
    ADD_FAILURE() << each.place << " reads at grade " << each.grade << ": " << each.text;
  }
}

TEST(ReadingGrade, OfSafetyIsFiveOrLess) {
  expect_easy("safety", By::bubble);
}

TEST(ReadingGrade, OfEachSentenceOfThePrivateQuestionsIsFiveOrLess) {
  expect_easy("gate", By::sentence);
}

TEST(ReadingGrade, OfOneHardSentenceAmongEasyOnesIsSeen) {
  engine::CourseSources sources = dream();
  const auto file = std::ranges::find_if(sources.files, [](const engine::SourceFile& each) {
    return each.path.ends_with("gate.dialogue");
  });
  ASSERT_NE(file, sources.files.end());
  file->text +=
      "\npart planted\n"
      "Coach: Stay. Sit down. Here is a cup. If you feel uneasy about it, remember that nobody is "
      "watching this conversation. Go. Eat. Sleep.\n"
      "return\n";
  const std::vector<HardPlace> found = hard_places_of(sources, "gate", By::sentence);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found.front().text.contains("remember that nobody")) << found.front().text;
  EXPECT_GT(found.front().grade, grade_where_somebody_may_be_in_distress);
  EXPECT_EQ(
      found.front().place,
      "gate.dialogue:" + std::to_string(std::ranges::count(file->text, '\n') - 1)
  );
}

}  // namespace
}  // namespace attune
