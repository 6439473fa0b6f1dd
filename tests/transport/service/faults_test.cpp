// The storage fails at its nth operation, for every n, in both ways that it can: nothing was
// stored, or it was and the answer got lost. A client that tries again under the same id finds
// everything there once.

#include "tests/support/house.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace attune::service {
namespace {

using test::answer;
using test::Fault;
using test::House;

struct Planned {
  std::string id;
  std::string text;  // empty: go back one
};

const std::vector<Planned>& plan() {
  static const std::vector<Planned> all = {
      {"r1", "gently"}, {"r2", "we talked"}, {"r3", ""}, {"r4", "we talked again"}, {"r5", "x"}
  };
  return all;
}

// As a browser does: the request stays in the outbox, with its id, until it is settled.
std::string settle(House& house, Pass session, const Request& request) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    const SubmitResult result = house.submit(session, request);
    if (result) {
      return "taken";
    }
    if (!result.error().retry) {
      return result.error().code;
    }
  }
  return "never";
}

// A client that is told "try again" asks again until it is told something else.
Page seen(House& house, Pass session) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    const auto page = house.lane.wait<HistoryResult>([&](auto done) {
      house.sessions->history(session, 0, 1 << 20, std::move(done));
    });
    if (page) {
      return *page;
    }
  }
  ADD_FAILURE() << "the history cannot be had";
  return {};
}

std::vector<std::string> labels(const Page& page) {
  std::vector<std::string> all;
  for (const engine::Event& event : page.events) {
    if (const auto* kept = std::get_if<engine::AnswerKept>(&event.body)) {
      all.push_back(kept->label);
    }
  }
  return all;
}

// How many operations a whole conversation takes, with that one going wrong.
std::size_t converse(std::size_t nth, Fault fault) {
  House house;
  const BegunJourney begun = house.begin();
  const Pass session = house.session_of(begun.device);
  house.restart();
  house.faulty.fail_at(nth, fault);
  for (const Planned& each : plan()) {
    if (each.text.empty()) {
      EXPECT_EQ(settle(house, session, Request{.id = each.id, .what = GoBack{}}), "taken");
      continue;
    }
    const engine::Seq asked = seen(house, session).open;
    const std::string outcome = settle(house, session, answer(each.id, asked, each.text));
    // The last answer does not fit its question (a scale).
    EXPECT_EQ(outcome, each.id == "r5" ? "wrong_kind" : "taken");
  }
  const std::size_t operations = house.faulty.operations();
  house.faulty.fail_at(0, Fault::none);
  house.restart();
  EXPECT_EQ(
      labels(house.history(session, 0)),
      (std::vector<std::string>{"With something easy", "we talked again"})
  );
  return operations;
}

TEST(Faults, NothingIsLostAndNothingHappensTwice) {
  const std::size_t operations = converse(0, Fault::none);
  ASSERT_GT(operations, 8U);
  for (const Fault fault : {Fault::refused, Fault::forgotten}) {
    for (std::size_t nth = 1; nth <= operations; ++nth) {
      SCOPED_TRACE(
          std::string{fault == Fault::refused ? "refused" : "forgotten"} + " at operation " +
          std::to_string(nth)
      );
      converse(nth, fault);
    }
  }
}

TEST(Faults, AJourneyThatCouldNotBeKeptDoesNotBegin) {
  House house;
  house.faulty.fail_at(1, Fault::refused);
  const auto begun = house.lane.wait<BeginResult>([&](auto done) {
    house.journeys->begin(
        Beginning{
            .course = "everything", .language = {}, .name = "Sam", .adult = true, .consent = true
        },
        std::move(done)
    );
  });
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, "not_kept");
  EXPECT_TRUE(begun.error().retry);
}

}  // namespace
}  // namespace attune::service
