#include "transport/service/session_service.h"

#include "engine/program/limits.h"

#include "transport/service/limits.h"

#include "tests/support/house.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace attune::service {
namespace {

using test::answer;
using test::Ear;
using test::House;

struct Opened {
  House house;
  BegunJourney begun = house.begin();
  Pass session = house.session_of(begun.device);
};

template <class Body>
std::size_t count(const std::vector<engine::Event>& events) {
  return static_cast<std::size_t>(std::ranges::count_if(events, [](const engine::Event& event) {
    return std::holds_alternative<Body>(event.body);
  }));
}

TEST(SessionService, TellsEveryListenerOnceAndInOrder) {
  Opened o;
  Ear one;
  Ear two;
  const Subscription first{*o.house.sessions, o.session, one};
  const Subscription second{*o.house.sessions, o.session, two};
  ASSERT_TRUE(
      o.house.submit(o.session, answer("r1", o.house.asked(o.session), std::string{"gently"}))
  );
  ASSERT_FALSE(one.heard.empty());
  EXPECT_EQ(one.heard, two.heard);
  for (std::size_t i = 1; i < one.heard.size(); ++i) {
    EXPECT_EQ(one.heard[i].seq, one.heard[i - 1].seq + 1);
  }
  EXPECT_EQ(one.heard.front().request, "r1");
}

TEST(SessionService, TheSameRequestHappensOnce) {
  Opened o;
  Ear ear;
  Subscription listening{*o.house.sessions, o.session, ear};
  const Request request = answer("r1", o.house.asked(o.session), std::string{"gently"});
  std::vector<SubmitResult> results;
  for (int i = 0; i < 3; ++i) {
    o.house.sessions->submit(o.session, request, [&](SubmitResult result) {
      results.push_back(std::move(result));
    });
  }
  o.house.lane.run_until([&] { return results.size() == 3; });
  ASSERT_TRUE(results[0] && results[1] && results[2]);
  EXPECT_FALSE(results[0]->repeated);
  ASSERT_TRUE(results[1]->repeated && results[2]->repeated);
  EXPECT_EQ(*results[1]->repeated, *results[2]->repeated);
  EXPECT_TRUE(std::holds_alternative<engine::AnswerKept>(results[1]->repeated->body));
  EXPECT_EQ(count<engine::AnswerKept>(ear.heard), 1U);
  listening = Subscription{};
  o.house.restart();
  const SubmitResult later = o.house.submit(o.session, request);
  ASSERT_TRUE(later && later->repeated);
  EXPECT_EQ(*later->repeated, *results[1]->repeated);
}

TEST(SessionService, OfTwoAnswersToOneQuestionTheLaterIsRefused) {
  Opened o;
  const engine::Seq asked = o.house.asked(o.session);
  ASSERT_TRUE(o.house.submit(o.session, answer("r1", asked, std::string{"gently"})));
  const SubmitResult late = o.house.submit(o.session, answer("r2", asked, std::string{"straight"}));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "not_open");
  EXPECT_FALSE(late.error().retry);
}

TEST(SessionService, ARefusalLeavesNoEvent) {
  Opened o;
  const engine::Seq head = o.house.view(o.session)->head;
  const SubmitResult wrong = o.house.submit(o.session, answer("r1", o.house.asked(o.session), 7.0));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, "wrong_kind");
  EXPECT_EQ(o.house.view(o.session)->head, head);
  EXPECT_TRUE(
      o.house.submit(o.session, answer("r1", o.house.asked(o.session), std::string{"gently"}))
  );
}

TEST(SessionService, WhatIsTakenBackIsLeftOutOfEveryHistory) {
  Opened o;
  const engine::Seq first = o.house.asked(o.session);
  ASSERT_TRUE(o.house.submit(o.session, answer("r1", first, std::string{"gently"})));
  ASSERT_TRUE(
      o.house.submit(o.session, answer("r2", o.house.asked(o.session), std::string{"a secret"}))
  );
  EXPECT_EQ(
      o.house.submit(o.session, Request{.id = "b0", .what = GoBack{9999}}).error().code,
      "nothing_to_take_back"
  );
  ASSERT_TRUE(o.house.submit(o.session, Request{.id = "b1", .what = GoBack{first}}));
  for (engine::Seq after = 0; after < o.house.view(o.session)->head; ++after) {
    const Page page = o.house.history(o.session, after);
    EXPECT_EQ(count<engine::AnswerKept>(page.events), 0U) << after;
    EXPECT_EQ(page.at, page.head);
  }
  EXPECT_EQ(
      o.house.submit(o.session, Request{.id = "b2", .what = GoBack{}}).error().code,
      "nothing_to_take_back"
  );
}

TEST(SessionService, PagesTogetherAreTheWhole) {
  Opened o;
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(
        o.house.submit(
            o.session,
            Request{.id = "s" + std::to_string(i), .what = SkipQuestion{o.house.asked(o.session)}}
        ) ||
        o.house.asked(o.session) == 0
    );
  }
  const Page whole = o.house.history(o.session, 0);
  std::vector<engine::Event> pieces;
  engine::Seq at = 0;
  while (at < whole.head) {
    const Page page = o.house.history(o.session, at, 1);
    ASSERT_GT(page.at, at);
    at = page.at;
    pieces.insert(pieces.end(), page.events.begin(), page.events.end());
  }
  EXPECT_EQ(pieces, whole.events);
}

TEST(SessionService, TwoServersCannotAdvanceOneSessionApart) {
  Opened o;
  ProgramStore programs{o.house.storage};
  SessionService other{o.house.storage, programs, o.house.lane.time()};
  const auto submit = [&](Request request) {
    return o.house.lane.wait<SubmitResult>([&](auto done) {
      other.submit(o.session, std::move(request), std::move(done));
    });
  };
  const engine::Seq asked = o.house.asked(o.session);
  Ear ear;
  const Subscription held{other, o.session, ear};
  ASSERT_FALSE(submit(answer("x", 9999, std::string{"gently"}))) << "loads the session";
  ASSERT_TRUE(o.house.submit(o.session, answer("r1", asked, std::string{"gently"})));
  const SubmitResult late = submit(answer("r2", asked, std::string{"straight"}));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "not_open");
  const SubmitResult repeated = submit(answer("r1", asked, std::string{"gently"}));
  ASSERT_TRUE(repeated && repeated->repeated);
}

TEST(SessionService, ATimedRestEndsByTheClockForThoseWhoAreHere) {
  Opened o;
  Ear ear;
  const Subscription listening{*o.house.sessions, o.session, ear};
  ASSERT_TRUE(
      o.house.submit(o.session, answer("r1", o.house.asked(o.session), std::string{"later"}))
  );
  EXPECT_EQ(o.house.asked(o.session), 0U);
  o.house.lane.move_clock(std::chrono::hours{23});
  EXPECT_EQ(o.house.asked(o.session), 0U);
  for (int i = 0; i < 8; ++i) {
    o.house.lane.move_clock(std::chrono::hours{1});
    o.house.lane.run_ready();
  }
  EXPECT_EQ(count<engine::Resumed>(ear.heard), 1U);
  EXPECT_NE(o.house.asked(o.session), 0U);
}

TEST(SessionService, SomeoneBackAfterDaysIsGreetedAndLooksAreNot) {
  Opened o;
  ASSERT_TRUE(
      o.house.submit(o.session, answer("r1", o.house.asked(o.session), std::string{"gently"}))
  );
  const engine::Seq head = o.house.view(o.session)->head;
  o.house.lane.now += std::chrono::days{3};
  EXPECT_EQ(o.house.view(o.session)->head, head);
  EXPECT_GT(o.house.open(o.session)->head, head);
}

TEST(SessionService, AReloadBetweenAllTurnsChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Opened o;
    test::Random random{seed};
    for (int i = 0; i < 60; ++i) {
      const JourneyView before = *o.house.view(o.session);
      const Page page = o.house.history(o.session, 0);
      o.house.restart();
      EXPECT_EQ(o.house.view(o.session)->head, before.head);
      EXPECT_EQ(o.house.history(o.session, 0).events, page.events);
      EXPECT_EQ(o.house.history(o.session, 0).open, page.open);
      const std::string id = "r" + std::to_string(i);
      if (random.chance(4)) {
        std::vector<engine::Seq> asked;
        for (const engine::Event& event : page.events) {
          if (std::holds_alternative<engine::QuestionAsked>(event.body)) {
            asked.push_back(event.seq);
          }
        }
        (void)o.house.submit(
            o.session, Request{.id = id, .what = GoBack{asked[random.below(asked.size())]}}
        );
      } else if (page.open == 0) {
        (void)o.house.submit(o.session, Request{.id = id, .what = ContinueOn{}});
      } else if (random.chance(5)) {
        (void)o.house.submit(o.session, Request{.id = id, .what = AskForHelp{}});
      } else {
        (void)o.house.submit(o.session, Request{.id = id, .what = SkipQuestion{page.open}});
      }
    }
  }
}

TEST(SessionService, AProgramThatIsNotThereSetsTheSessionAsideUntilItIsOpenedAgain) {
  Opened o;
  ProgramStore empty{o.house.storage};
  storage::MemoryStorage archive{o.house.lane.post()};
  ProgramStore nothing{archive};
  SessionService lost{o.house.storage, nothing, o.house.lane.time()};
  const auto open = [&](SessionService& service) {
    return o.house.lane.wait<OpenResult>([&](auto done) {
      service.open(o.session, std::move(done));
    });
  };
  EXPECT_EQ(open(lost).error().code, "set_aside");
  const auto submitted = o.house.lane.wait<SubmitResult>([&](auto done) {
    lost.submit(o.session, answer("r", 1, true), std::move(done));
  });
  EXPECT_EQ(submitted.error().code, "set_aside");
  SessionService found{o.house.storage, empty, o.house.lane.time()};
  EXPECT_TRUE(open(found)) << "compiled again from its archived sources";
}

TEST(SessionService, IsInMemoryOnlyWhileSomebodyIsHereOrWaits) {
  Opened o;
  EXPECT_EQ(o.house.sessions->held(), 0U);
  ASSERT_TRUE(o.house.open(o.session));
  EXPECT_EQ(o.house.sessions->held(), 0U);
  {
    Ear ear;
    const Subscription listening{*o.house.sessions, o.session, ear};
    EXPECT_EQ(o.house.sessions->held(), 1U);
    ASSERT_TRUE(
        o.house.submit(o.session, answer("r1", o.house.asked(o.session), std::string{"gently"}))
    );
    EXPECT_EQ(o.house.sessions->held(), 1U);
  }
  EXPECT_EQ(o.house.sessions->held(), 0U);
  EXPECT_EQ(o.house.submit(o.session, answer("r2", 1, true)).error().code, "not_open");
  EXPECT_EQ(o.house.sessions->held(), 0U);
}

TEST(SessionService, ADeviceThatIsLeftHearsNoMore) {
  Opened o;
  const auto resumed = o.house.resume(o.begun.words);
  ASSERT_TRUE(resumed);
  const Pass other = o.house.session_of(resumed->device);
  Ear here;
  Ear there;
  {
    const Subscription listening{*o.house.sessions, o.session, here};
    const Subscription elsewhere{*o.house.sessions, other, there};
    ASSERT_TRUE(o.house.lane.wait<PlainResult>([&](auto done) {
      o.house.journeys->leave(o.begun.device, std::move(done));
    }));
    EXPECT_EQ(here.closed, Closing::left);
    EXPECT_FALSE(there.closed);
  }
  // What is left twice, or by nobody, is left.
  for (const std::string& device : {o.begun.device, std::string{"nonsense"}}) {
    EXPECT_TRUE(o.house.lane.wait<PlainResult>([&](auto done) {
      o.house.journeys->leave(device, std::move(done));
    }));
  }
  EXPECT_TRUE(o.house.open(other));
}

TEST(SessionService, AnErasedJourneyIsGoneForEveryone) {
  Opened o;
  Ear ear;
  const Subscription listening{*o.house.sessions, o.session, ear};
  ASSERT_TRUE(o.house.lane.wait<PlainResult>([&](auto done) {
    o.house.journeys->erase(o.session.session, std::move(done));
  }));
  EXPECT_EQ(ear.closed, Closing::erased);
  EXPECT_EQ(o.house.open(o.session).error().code, "erased");
  EXPECT_EQ(o.house.submit(o.session, answer("r", 1, true)).error().code, "erased");
  const auto who = o.house.lane.wait<IdentifyResult>([&](auto done) {
    o.house.journeys->identify(o.begun.device, std::move(done));
  });
  EXPECT_FALSE(who->has_value());
  EXPECT_EQ(o.house.resume(o.begun.words).error().code, "words_wrong");
}

}  // namespace
}  // namespace attune::service
