// The gates of the course that comes with Attune: who has told of fear, force or harm, or in whose
// words it was heard and not taken back, is asked nothing about their own part, and is led into
// nothing that is done by two. Nor is anyone of whom it is not known that all is well.

#include "engine/base/name_id.h"
#include "engine/script/compiler.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

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
    "alternatives.what_stopped",
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
    "mutuality.week_went",
    "mutuality.got",
    "mutuality.landed",
    "mutuality.gave_away",
    "mutuality.with_sentences",
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

// Something that is written, and what is then answered: it stands, or was not meant.
struct Spoken {
  std::string_view words;
  std::string_view question;
  std::string_view stands;
  std::string_view memory;  // in which safety.dialogue counts it
};

constexpr auto spoken = std::to_array<Spoken>(
    {{.words = "my husband hits me",
      .question = "safety.partner_now",
      .stands = "hurt",
      .memory = "safety.afraid"},
     {.words = "i am going to kill him",
      .question = "safety.others_now",
      .stands = "fear",
      .memory = "safety.may_harm"},
     {.words = "he hits my son",
      .question = "safety.child_now",
      .stands = "mine",
      .memory = "safety.child"},
     {.words = "i want to kill myself",
      .question = "safety.self_now",
      .stands = "thoughts",
      .memory = "safety.crisis"},
     {.words = "they are watching me through the tv",
      .question = "safety.reality_now",
      .stands = "no",
      .memory = "safety.unreal"}}
);

double remembered_number(const State& state, std::string_view name) {
  const engine::Value* value = state.remembered(engine::name_id(name));
  return value == nullptr ? 0 : std::get<double>(*value);
}

bool remembered_true(const State& state, std::string_view name) {
  const engine::Value* value = state.remembered(engine::name_id(name));
  return value != nullptr && *value == engine::Value{true};
}

// Told in an answer of the gate, or heard and not taken back.
bool barred(const State& state) {
  return remembered_true(state, "gate.told") ||
         std::ranges::any_of(spoken, [&](const Spoken& each) {
           return remembered_number(state, each.memory) > 0;
         });
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
  // through every gate, until from some turn on they give the answer of `flag`, or write what is
  // `heard` now and then.
  void walk(std::uint64_t seed, const Flag* flag, const Spoken* heard = nullptr) {
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
                              : deed(*asked, random, values, turn >= honest_from, flag, heard);
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
      bool honest,
      const Flag* flag,
      const Spoken* heard
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
    if (honest && flag != nullptr && asked.question == flag->question) {
      return std::string{flag->option};
    }
    const bool in_words =
        asked.kind == engine::QuestionKind::text || asked.kind == engine::QuestionKind::long_text;
    if (honest && heard != nullptr && in_words && random.chance(6)) {
      return std::string{heard->words};
    }
    if (heard != nullptr && asked.question == heard->question) {
      return random.chance(3) ? "not_meant" : std::string{heard->stands};
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
      led_out_ += line.text.starts_with("Coach: From here we take the quiet road.") ? 1 : 0;
    }
    const State& state = talk.state();
    const bool shut = barred(state);
    EXPECT_FALSE(remembered_true(state, "gate.told") && open_road(state)) << "seed " << seed;
    const QuestionAsked* asked = talk.open_question();
    if (asked == nullptr) {
      return;
    }
    if (!behind_the_gate(asked->question)) {
      asked_when_shut_ += shut ? 1 : 0;
      return;
    }
    asked_.insert(asked->question);
    EXPECT_TRUE(open_road(state) && !shut)
        << asked->question << " after \"" << last << "\", seed " << seed;
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
    if (behind_the_gate(question.name) && !question.scored) {
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

TEST_F(Gates, NoRoadLeadsFromWhatWasHeardToOnesOwnPartOrToTheOther) {
  for (const Spoken& heard : spoken) {
    const engine::Question* question = program_->find_question(engine::name_id(heard.question));
    ASSERT_NE(question, nullptr) << heard.question;
    EXPECT_NE(program_->find_option(*question, heard.stands), nullptr) << heard.stands;
    EXPECT_NE(program_->find_option(*question, "not_meant"), nullptr) << heard.question;
    const int before = asked_when_shut_;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      walk(seed, nullptr, &heard);
    }
    EXPECT_GT(asked_when_shut_ - before, 500) << heard.words;
  }
  EXPECT_GT(led_out_, 50) << "nobody was led out of the middle of a stage";
}

// Up to what somebody writes about their own part, behind the gate.
std::string question_after(Conversation& talk, std::initializer_list<std::string_view> answers) {
  for (const std::string_view answer : answers) {
    talk.type(answer);
  }
  return talk.open_question() == nullptr ? "" : talk.open_question()->question;
}

constexpr std::initializer_list<std::string_view> to_the_tactic{
    "now", "yes", "none", "no", "no", "I ring my brother", "I shout", "silence"
};

TEST_F(Gates, WhatIsHeardBehindThemLeadsOutAtOnce) {
  for (const Spoken& heard : spoken) {
    Conversation talk{
        *program_, {.stage = "empowerment", .scene = {}, .name = "Sam", .seed = 1, .language = {}}
    };
    ASSERT_EQ(question_after(talk, to_the_tactic), "empowerment.last_used");
    talk.type(heard.words);
    ASSERT_NE(talk.open_question(), nullptr) << heard.words;
    ASSERT_EQ(talk.open_question()->question, heard.question);
    talk.type(heard.stands);
    // Through all that is said and asked about it, by its first answers.
    for (int turn = 0; turn < 12; ++turn) {
      const QuestionAsked* asked = talk.open_question();
      if (asked != nullptr && asked->question.starts_with("empowerment.")) {
        break;
      }
      talk.type(asked == nullptr ? "(2 days later)" : asked->options.front().id);
    }
    ASSERT_NE(talk.open_question(), nullptr) << heard.words;
    EXPECT_EQ(talk.open_question()->question, "empowerment.kept_going") << heard.words;
  }
}

TEST_F(Gates, StayOpenForWhatWasNotMeant) {
  for (const Spoken& heard : spoken) {
    Conversation talk{
        *program_, {.stage = "empowerment", .scene = {}, .name = "Sam", .seed = 1, .language = {}}
    };
    ASSERT_EQ(question_after(talk, to_the_tactic), "empowerment.last_used");
    EXPECT_EQ(question_after(talk, {heard.words, "not_meant"}), "empowerment.last_used")
        << heard.words;
    EXPECT_EQ(remembered_number(talk.state(), heard.memory), 0) << heard.words;
    EXPECT_EQ(question_after(talk, {heard.words}), "empowerment.effect_on_them") << heard.words;
    EXPECT_TRUE(open_road(talk.state())) << heard.words;
  }
}

}  // namespace
}  // namespace attune
