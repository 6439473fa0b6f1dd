// Promises of a course are shown to hold on every road, or a road that breaks them is shown.

#include "engine/base/overloaded.h"
#include "engine/session/evaluate.h"

#include "tests/support/courses.h"
#include "tests/support/scripts.h"
#include "tests/support/walker.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tools/prove/proof.h"

namespace attune::tools {
namespace {

using engine::Program;
using engine::Promise;

// Two stages and what is asked in both; `promise` is the line of the course file.
std::shared_ptr<const Program> course(
    const std::string& promise, const std::string& talk, const std::string& more = {}
) {
  return test::compiled(test::course_of(
      {{"course",
        "course small\nstages: talk, later\neverywhere: safety\nprofile: name\n" + promise + "\n"},
       {"talk",
        "dialogue talk\nremember shut = false\nremember road = \"quiet\"\n" + talk +
            "part shutting\nset shut = true\nreturn\n"},
       {"later",
        "dialogue later\nscene later_on\nask choice fear: Is someone scaring you?\n- no: No\n"
        "- yes: Yes\n  do talk.shutting\nend\nCoach: Thank you.\nfinish\n"},
       {"safety", "dialogue safety\n" + (more.empty() ? "part help\nCoach: Call.\nreturn\n" : more)}
      }
  ));
}

Proof proof_of(const std::shared_ptr<const Program>& program) {
  return prove(*program, program->promises.front());
}

constexpr const char* asks_fear = R"(scene arriving
ask choice fear: Are you safe?
- yes: Yes
- no: No
  set shut = true
end
)";

TEST(Prove, HoldsWhereAConditionBarsTheWay) {
  const auto program =
      course("never while talk.fear is no: talk.own_part", std::string{asks_fear} + R"(
if fear is no or fear is skipped
  go quiet
end
ask text own_part: What was your part?
go quiet
scene quiet
Coach: Rest.
finish
)");
  const Proof proof = proof_of(program);
  EXPECT_EQ(proof.verdict, Verdict::holds);
  EXPECT_EQ(proof.followed, std::vector<std::string>{"talk.fear"});
  EXPECT_GT(proof.places, 10U);
}

TEST(Prove, ShowsAPlantedRoad) {
  const auto program =
      course("never after talk.fear is no: talk.own_part", std::string{asks_fear} + R"(
ask text own_part: What was your part?
Coach: Rest.
finish
)");
  const Proof proof = proof_of(program);
  EXPECT_EQ(proof.verdict, Verdict::broken);
  EXPECT_EQ(proof.target, "talk.own_part");
  EXPECT_EQ(proof.road, (std::vector<std::string>{"begins talk", "talk.fear? > no"}));
}

TEST(Prove, FollowsWhatTheRoadHangsOn) {
  const auto program =
      course("never after talk.fear is no: talk.own_part", std::string{asks_fear} + R"(
if not shut
  set road = "open"
end
do looking
if road is "open"
  ask text own_part: What was your part?
end
Coach: Rest.
finish
part looking
one of
  Coach: Let us look.
or
  Coach: Let us see.
end
return
)");
  const Proof proof = proof_of(program);
  // It may be answered again later, in another round through the stage, when the road stands open.
  EXPECT_EQ(proof.verdict, Verdict::broken);
  EXPECT_EQ(proof.followed, (std::vector<std::string>{"talk.fear", "talk.road", "talk.shut"}));
}

TEST(Prove, HoldsWhenTheRoadIsShutAgain) {
  const auto program = course("never after talk.shut: talk.own_part", std::string{asks_fear} + R"(
set road = "quiet"
if fear is yes and not shut
  set road = "open"
end
if road is "open"
  ask text own_part: What was your part?
end
Coach: Rest.
finish
part welcome_back
if shut
  go away
end
return
scene away
Coach: Another time.
finish
)");
  EXPECT_EQ(proof_of(program).verdict, Verdict::holds);
}

constexpr const char* two_parts = R"(scene arriving
if shut
  go quiet
end
ask text first_part: What happened?
if shut
  go quiet
end
ask text own_part: What was your part?
go quiet
scene quiet
Coach: Rest.
finish
)";

TEST(Prove, KnowsThatAnotherStageMayBeTakenUpAtAnyQuestion) {
  const auto program = course("never after talk.shut: talk.own_part", two_parts);
  const Proof proof = proof_of(program);
  EXPECT_EQ(proof.verdict, Verdict::broken);
  EXPECT_EQ(
      proof.road,
      (std::vector<std::string>{
          "begins talk",
          "talk.first_part? > an answer",
          "meanwhile, in later: later.fear? > yes",
          "comes back"
      })
  );
}

TEST(Prove, KnowsThatAWelcomeBackLooksFirst) {
  const auto program = course(
      "never after talk.shut: talk.own_part",
      std::string{two_parts} + "part welcome_back\nif shut\n  go quiet\nend\nreturn\n"
  );
  EXPECT_EQ(proof_of(program).verdict, Verdict::holds);
}

constexpr const char* listens = R"(part help
Coach: Call.
return
part heard
Coach: I read that.
ask choice meant: Did you mean it?
- yes: Yes
- no: No
  retract
end
return
watch fear
clear: he scares me
when clear do heard
when unclear do heard
end
)";

TEST(Prove, HearsAWatchInAnyTextUntilItIsTakenBack) {
  const std::string talk = R"(scene arriving
ask long text moment: What happened?
Coach: Thank you.
ask choice next: What now?
- rest: Rest
- part: My part
  ask text own_part: What was it?
end
Coach: Rest.
finish
)";
  const Proof broken = proof_of(course("never after safety.fear: talk.own_part", talk, listens));
  EXPECT_EQ(broken.verdict, Verdict::broken);
  EXPECT_EQ(std::ranges::count(broken.road, "fear hears something in what was written"), 1)
      << testing::PrintToString(broken.road);
  EXPECT_EQ(std::ranges::count(broken.road, "safety.meant? > no"), 0);

  const std::string stops = std::string{listens}.replace(
      std::string{listens}.find("- yes: Yes\n"), 11, "- yes: Yes\n  go stopped\n"
  );
  const std::string end = "scene stopped\nCoach: Let us stop.\npause\ngo stopped\n";
  // A skip of the kind question goes on too, and nobody took anything back.
  EXPECT_EQ(
      proof_of(course("never after safety.fear: talk.own_part", talk, stops + end)).verdict,
      Verdict::broken
  );
}

TEST(Prove, WhileLooksAtWhatIsSoNow) {
  const std::string talk = R"(scene arriving
ask choice fear: Are you safe?
- yes: Yes
  set shut = false
- no: No
  set shut = true
end
if not shut
  ask text own_part: What was your part?
end
Coach: Rest.
finish
part welcome_back
go arriving
)";
  EXPECT_EQ(proof_of(course("never while talk.shut: talk.own_part", talk)).verdict, Verdict::holds);
  EXPECT_EQ(
      proof_of(course("never after talk.shut: talk.own_part", talk)).verdict, Verdict::broken
  );
}

TEST(Prove, KnowsThatAGuardLooksBeforeAQuestionIsAskedAgain) {
  const std::string guarded = R"(part heard
do counting.note_it
return
watch fear
clear: he scares me
when clear do heard
when unclear do heard
end
)";
  const std::string talk = R"(dialogue talk
scene arriving
if counting.afraid > 0
  go quiet
end
ask text own_part: What was your part?
Coach: Your part: {own_part or "nothing"}.
go quiet
scene quiet
Coach: Rest.
finish
)";
  const auto with = [&](const std::string& guard) {
    return test::compiled(test::course_of(
        {{"course",
          "course small\nstages: talk\neverywhere: safety\n"
          "never while counting.afraid > 0: talk.own_part\n"},
         {"talk", talk + guard},
         {"safety", "dialogue safety\n" + guarded},
         {"counting",
          "dialogue counting\nremember afraid = 0\npart note_it\nset afraid = afraid + 1\n"
          "Coach: Let us stop.\nreturn\n"}}
    ));
  };
  const Proof broken = proof_of(with(""));
  EXPECT_EQ(broken.verdict, Verdict::broken);
  EXPECT_EQ(
      broken.road,
      (std::vector<std::string>{"begins talk", "fear hears something in what was written"})
  );
  EXPECT_EQ(
      proof_of(with("part guard\nif counting.afraid > 0\n  go quiet\nend\nreturn\n")).verdict,
      Verdict::holds
  );
}

TEST(Prove, FollowsACounterAsFarAsConditionsTellItApart) {
  const std::string talk = R"(scene arriving
do counting.heed
if counting.afraid > 0
  go quiet
end
ask text own_part: What was your part?
go quiet
scene quiet
Coach: Rest.
finish
part welcome_back
if counting.afraid > 0
  go quiet
end
return
)";
  const auto with = [&](const std::string& ask) {
    return test::compiled(test::course_of(
        {{"course", "course small\nstages: talk\nnever while counting.afraid > 0: talk.own_part\n"},
         {"talk", "dialogue talk\n" + talk},
         {"counting", "dialogue counting\nremember afraid = 0\npart heed\n" + ask + "return\n"}}
    ));
  };
  const std::string asks = R"(ask choice fear: Is someone scaring you?
- no: No
- more: Yes
  set afraid = afraid + 1
- less: Not any more
  set afraid = afraid - 1
end
)";
  EXPECT_EQ(proof_of(with(asks)).verdict, Verdict::holds);
}

// Scripts at random, walked at random: what a walk comes to after what it has come through, the
// proof must not deny.
class Walked {
 public:
  Walked(const Program& program, const Promise& promise) : program_{program}, promise_{promise} {}

  void see(const test::Walk& walk, std::size_t fresh) {
    for (std::size_t i = fresh; i < walk.events.size(); ++i) {
      std::visit(
          engine::Overloaded{
              [&](const engine::QuestionAsked& asked) { come_to(asked.question); },
              [&](const engine::SceneEntered& entered) { enter(entered.scene); },
              // What was taken back did not happen: where the promise stands then is not worked
              // out.
              [&](const engine::TookBack&) { lost_ = true; },
              [](const auto&) {}
          },
          walk.events[i].body
      );
    }
    latched_ |= promise_.condition != engine::none &&
                engine::holds(program_, walk.state, walk.state.last, promise_.condition);
  }

  bool broke() const { return broke_; }

 private:
  void enter(engine::NameId scene) {
    const auto it = std::ranges::find(program_.scenes, scene, &engine::Scene::id);
    come_to(it->name);
  }

  void come_to(const std::string& name) {
    broke_ |= latched_ && !lost_ && promise_.targets.front().name == name;
    latched_ |= promise_.trigger && promise_.trigger->name == name;
  }

  const Program& program_;
  const Promise& promise_;
  bool latched_ = false;
  bool lost_ = false;
  bool broke_ = false;
};

engine::PromisedPlace some_place(const Program& program, test::Random& random) {
  if (random.below(2) == 0) {
    const engine::Question& question = program.questions[random.below(program.questions.size())];
    return {.name = question.name, .step = question.step};
  }
  const engine::Scene& scene = program.scenes[random.below(program.scenes.size())];
  return {.name = scene.name, .step = scene.step};
}

Promise some_promise(const Program& program, test::Random& random) {
  Promise promise;
  promise.targets.push_back(some_place(program, random));
  std::vector<std::uint32_t> conditions;
  for (const engine::Step& step : program.steps) {
    if (step.kind == engine::StepKind::branch) {
      conditions.push_back(step.a);
    }
  }
  if (!conditions.empty() && random.below(2) == 0) {
    promise.condition = conditions[random.below(conditions.size())];
  } else {
    promise.trigger = some_place(program, random);
  }
  return promise;
}

TEST(Prove, DeniesNoRoadThatAWalkHasTaken) {
  int kept = 0;
  int broken = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto program = test::compiled(test::random_course(seed));
    test::Random random{seed};
    for (int nth = 0; nth < 4; ++nth) {
      const Promise promise = some_promise(*program, random);
      const Proof proof = prove(*program, promise);
      kept += proof.verdict == Verdict::holds ? 1 : 0;
      for (std::uint64_t walk = 1; walk <= 6; ++walk) {
        Walked walked{*program, promise};
        test::random_walk(
            *program,
            seed * 100 + walk,
            60,
            [&](const test::Walk& so_far, const engine::State&, std::size_t fresh) {
              walked.see(so_far, fresh);
            }
        );
        broken += walked.broke() ? 1 : 0;
        ASSERT_FALSE(walked.broke() && proof.verdict == Verdict::holds)
            << "seed " << seed << ", promise " << nth << ", walk " << walk << ": "
            << (promise.trigger ? promise.trigger->name : "a condition") << " -> "
            << promise.targets.front().name;
      }
    }
  }
  EXPECT_GT(kept, 20);
  EXPECT_GT(broken, 50);
}

}  // namespace
}  // namespace attune::tools
