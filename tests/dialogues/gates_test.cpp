// The gates of the course that comes with Attune: who has told of fear, force or harm is asked
// nothing about their own part, and is led into nothing that is done by two. Nor is anyone of whom
// it is not known that all is well.

#include "engine/base/name_id.h"
#include "engine/script/compiler.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "tools/conversation.h"
#include "tools/walk/person.h"
#include "tools/walk/random.h"
#include "tools/walk/values.h"

namespace attune {
namespace {

using engine::Program;
using engine::QuestionAsked;
using engine::State;
using tools::Conversation;

constexpr int turns_max = 260;

// What the four later stages may ask of anyone. A question that is new to them stands behind the
// gate, until a clinician puts it here.
const std::set<std::string, std::less<>> before_the_gate{
    "repair.ready",
    "repair.away_to",
    "repair.kind_people",
    "repair.does_good",
    "repair.could_use",
    "repair.who_hears",
    "repair.quiet_line",
    "repair.voice",
    "repair.quiet_try",
    "repair.quiet_went",
    "empowerment.ready",
    "empowerment.kept_going",
    "empowerment.kept_safe",
    "empowerment.good_sense",
    "empowerment.not_yours_line",
    "empowerment.safer_step",
    "empowerment.strong_note",
    "empowerment.quiet_try",
    "empowerment.quiet_went",
    "alternatives.ready",
    "alternatives.made_sense",
    "alternatives.sense",
    "alternatives.to_younger",
    "alternatives.accepting",
    "alternatives.own_limit",
    "alternatives.safe_words",
    "alternatives.safe_road",
    "alternatives.with_whom",
    "alternatives.what_to_try",
    "alternatives.when_try",
    "alternatives.predicted",
    "alternatives.predict_words",
    "alternatives.done_it",
    "alternatives.happened",
    "alternatives.actual",
    "alternatives.second",
    "alternatives.own_promise",
    "mutuality.ready",
    "mutuality.giving",
    "mutuality.receiving",
    "mutuality.received",
    "mutuality.long_for",
    "mutuality.gladly",
    "mutuality.safe_with",
    "mutuality.offer",
    "mutuality.request",
    "mutuality.good",
    "mutuality.rite",
    "mutuality.try_week",
    "mutuality.got",
    "mutuality.landed",
    "mutuality.gave_away",
    "mutuality.lean_on",
    "mutuality.apart",
    "mutuality.sentence_new",
    "mutuality.sentence_new_made",
    "mutuality.letter_words",
};

bool behind_the_gate(std::string_view question) {
  const bool later = question.starts_with("repair.") || question.starts_with("empowerment.") ||
                     question.starts_with("alternatives.") || question.starts_with("mutuality.");
  return later && !before_the_gate.contains(question);
}

// An answer to one of the private questions that shuts the gate.
struct Flag {
  std::string_view question;
  std::string_view option;
};

constexpr auto flags = std::to_array<Flag>(
    {{.question = "gate.fear", .option = "scares"},
     {.question = "gate.fear", .option = "rules"},
     {.question = "gate.fear", .option = "hurts"},
     {.question = "gate.own_hand", .option = "yes"},
     {.question = "gate.own_hand", .option = "happened"},
     {.question = "gate.since", .option = "afraid"},
     {.question = "gate.since", .option = "mine"}}
);

bool remembered_true(const State& state, std::string_view name) {
  const engine::Value* value = state.remembered(engine::name_id(name));
  return value != nullptr && *value == engine::Value{true};
}

bool open_road(const State& state) {
  const engine::Value* road = state.remembered(engine::name_id("gate.road"));
  return road != nullptr && *road == engine::Value{engine::Text{"open"}};
}

class Gates : public testing::Test {
 protected:
  void SetUp() override {
    const auto sources =
        storage::read_course_folder(std::string{ATTUNE_SOURCE_DIR} + "/dialogues/dream");
    ASSERT_TRUE(sources.has_value());
    program_ = engine::compile(*sources, storage::program_hash).program;
    ASSERT_NE(program_, nullptr);
  }

  // Somebody who goes to and fro between stages, takes answers back, asks for help, and comes
  // through every gate, until from some turn on they give the answer of `flag`.
  void walk(std::uint64_t seed, const Flag* flag) {
    tools::Random random{seed};
    const tools::Values values{*program_};
    Conversation talk{
        *program_, {.stage = {}, .scene = {}, .name = "Sam", .seed = seed, .language = {}}
    };
    const std::size_t honest_from = random.below(turns_max);
    std::string last;
    for (std::size_t turn = 0; turn < turns_max; ++turn) {
      look_at(talk, seed, last);
      const QuestionAsked* asked = talk.open_question();
      last = asked == nullptr ? next_stage(talk, random)
                              : deed(*asked, random, values, turn >= honest_from ? flag : nullptr);
      talk.type(last);
    }
  }

  std::string some_stage(tools::Random& random) const {
    return "(begin " + program_->stages[random.below(program_->stages.size())].name + ")";
  }

  std::string next_stage(const Conversation& talk, tools::Random& random) const {
    return talk.over() ? some_stage(random) : "(30 days later)";
  }

  std::string deed(
      const QuestionAsked& asked,
      tools::Random& random,
      const tools::Values& values,
      const Flag* flag
  ) const {
    if (random.chance(25)) {
      return some_stage(random);
    }
    if (random.chance(40)) {
      return "(back)";
    }
    if (random.chance(60)) {
      return "(help)";
    }
    if (random.chance(60)) {
      return "(2 days later)";
    }
    if (flag != nullptr && asked.question == flag->question) {
      return std::string{flag->option};
    }
    // What stands first in the gate's questions is that all is well.
    if (asked.question.starts_with("gate.") && random.below(16) < 15) {
      return asked.options.front().id;
    }
    if (random.chance(8) || !tools::can_be_answered(asked)) {
      return "(skip)";
    }
    return tools::typed(asked.kind, values.at_random(asked, random));
  }

  void look_at(Conversation& talk, std::uint64_t seed, const std::string& last) {
    for (const tools::SpokenLine& line : talk.take_lines()) {
      led_out_ +=
          line.text.starts_with("Coach: Something has changed since you were here.") ? 1 : 0;
    }
    const State& state = talk.state();
    const bool shut = remembered_true(state, "gate.shut");
    EXPECT_FALSE(shut && open_road(state)) << "seed " << seed;
    const QuestionAsked* asked = talk.open_question();
    if (asked == nullptr) {
      return;
    }
    if (!behind_the_gate(asked->question)) {
      asked_when_shut_ += shut ? 1 : 0;
      return;
    }
    asked_.insert(asked->question);
    EXPECT_TRUE(open_road(state)) << asked->question << " after \"" << last << "\", seed " << seed;
  }

  std::shared_ptr<const Program> program_;
  std::set<std::string, std::less<>> asked_;  // of what lies behind the gate
  int asked_when_shut_ = 0;
  int led_out_ = 0;
};

TEST_F(Gates, WhatTheyLetThroughIsAskedSomewhere) {
  for (const std::string& name : before_the_gate) {
    EXPECT_NE(program_->find_question(engine::name_id(name)), nullptr) << name;
  }
  for (const Flag& flag : flags) {
    const engine::Question* question = program_->find_question(engine::name_id(flag.question));
    ASSERT_NE(question, nullptr) << flag.question;
    EXPECT_NE(program_->find_option(*question, flag.option), nullptr) << flag.option;
    EXPECT_TRUE(question->is_private) << flag.question;
  }
}

TEST_F(Gates, AreOpenForThoseWhoAreSafe) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    walk(seed, nullptr);
  }
  std::size_t behind = 0;
  for (const engine::Question& question : program_->questions) {
    if (behind_the_gate(question.name)) {
      ++behind;
      EXPECT_TRUE(asked_.contains(question.name))
          << question.name << " was not seen in these walks";
    }
  }
  EXPECT_GT(behind, 60U);
}

TEST_F(Gates, NoRoadLeadsFromFearOrHarmToOnesOwnPartOrToTheOther) {
  for (const Flag& flag : flags) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      walk(seed, &flag);
    }
  }
  EXPECT_GT(asked_when_shut_, 5'000);
  EXPECT_GT(led_out_, 10) << "nobody was led out of the middle of a stage";
}

}  // namespace
}  // namespace attune
