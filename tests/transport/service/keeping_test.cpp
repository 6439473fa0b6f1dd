// How long journeys stay that nobody opens.
#include "transport/service/keeping.h"

#include "tests/support/house.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace attune::test {
namespace {

using service::Erased;
using service::Keeping;
using service::KeepingRule;
using service::months_after;
using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): 2026y

constexpr auto day = std::chrono::days{1};

TEST(Keeping, MonthsAreThoseOfTheCalendar) {
  const auto date = [](auto ymd) { return engine::Day{ymd}; };
  EXPECT_EQ(months_after(date(2026y / 11 / 25), 24), date(2028y / 11 / 25));
  EXPECT_EQ(months_after(date(2026y / 11 / 30), 3), date(2027y / 2 / 28));
  EXPECT_EQ(months_after(date(2028y / 2 / 29), 12), date(2029y / 2 / 28));
  EXPECT_EQ(months_after(date(2026y / 3 / 31), -1), date(2026y / 2 / 28));
  EXPECT_EQ(months_after(date(2026y / 1 / 15), -2), date(2025y / 11 / 15));
}

// A house whose journeys are kept by a rule, for as long as one run of the server.
class KeepingTest : public ::testing::Test {
 protected:
  void run(KeepingRule rule) {
    keeping_ = std::make_unique<Keeping>(house.storage, house.lane.time(), rule);
    const bool settled =
        house.lane.wait<bool>([&](auto done) { keeping_->settle(std::move(done)); });
    EXPECT_TRUE(settled);
    house.sessions->keep_by(*keeping_);
    keeping_->start(
        [this](storage::SessionId session) { house.sessions->forget(session); },
        [this](const Erased& erased) { erased_ += erased.journeys; }
    );
    house.lane.run_ready();
  }

  void let_days_pass(std::chrono::days days) {
    for (; days > std::chrono::days{0}; days -= day) {
      house.lane.move_clock(day);
      house.lane.run_ready();
    }
  }

  engine::Day today() const { return std::chrono::floor<std::chrono::days>(house.lane.now); }

  bool is_there(const std::string& device) {
    return house.lane
        .wait<service::IdentifyResult>([&](auto done) {
          house.journeys->identify(device, std::move(done));
        })
        ->has_value();
  }

  House house;
  std::unique_ptr<Keeping> keeping_;
  std::size_t erased_ = 0;
};

TEST_F(KeepingTest, WithoutARuleNothingIsErasedAndNothingSaid) {
  run({.months = 0});
  const auto begun = house.begin();
  EXPECT_EQ(begun.journey.kept_until, std::nullopt);
  let_days_pass(std::chrono::days{4000});
  EXPECT_TRUE(is_there(begun.device));
  EXPECT_EQ(erased_, 0U);
}

TEST_F(KeepingTest, WhoBeginsIsToldUntilWhenAndThatDayHolds) {
  run({.months = 2, .notice_days = 30});
  const auto begun = house.begin();
  const engine::Day until = months_after(today(), 2);
  ASSERT_EQ(begun.journey.kept_until, until);
  let_days_pass(until - today());
  EXPECT_TRUE(is_there(begun.device)) << "on the day itself it is there still";
  let_days_pass(day);
  EXPECT_FALSE(is_there(begun.device));
  EXPECT_EQ(house.resume(begun.words).error().code, "words_wrong");
  EXPECT_EQ(erased_, 1U);
}

TEST_F(KeepingTest, WhoComesBackMovesTheDay) {
  run({.months = 2, .notice_days = 30});
  const auto stays = house.begin();
  const auto goes = house.begin();
  let_days_pass(std::chrono::days{50});
  const auto view = house.open(house.session_of(stays.device));
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->kept_until, months_after(today(), 2));
  let_days_pass(std::chrono::days{20});
  EXPECT_TRUE(is_there(stays.device));
  EXPECT_FALSE(is_there(goes.device));
  let_days_pass(std::chrono::days{50});
  EXPECT_FALSE(is_there(stays.device));
  EXPECT_EQ(erased_, 2U);
}

TEST_F(KeepingTest, SwitchedOnItErasesNobodyBeforeTheNoticeIsOver) {
  run({.months = 0});
  const auto begun = house.begin();
  let_days_pass(std::chrono::days{400});
  run({.months = 1, .notice_days = 30});
  let_days_pass(std::chrono::days{29});
  EXPECT_TRUE(is_there(begun.device));
  let_days_pass(day);
  EXPECT_FALSE(is_there(begun.device));
}

TEST_F(KeepingTest, ShortenedItGivesNoticeAnewAndLengthenedItDoesNot) {
  run({.months = 24, .notice_days = 30});
  const auto first = house.begin();
  let_days_pass(std::chrono::days{100});
  run({.months = 1, .notice_days = 30});
  EXPECT_EQ(keeping_->kept_until(), std::max(months_after(today(), 1), today() + 30 * day));
  let_days_pass(std::chrono::days{29});
  EXPECT_TRUE(is_there(first.device));
  let_days_pass(day);
  EXPECT_FALSE(is_there(first.device));
  const auto second = house.begin();
  let_days_pass(std::chrono::days{70});
  EXPECT_FALSE(is_there(second.device));
  const auto third = house.begin();
  let_days_pass(std::chrono::days{20});
  run({.months = 2, .notice_days = 30});
  run({.months = 2, .notice_days = 30});
  let_days_pass(std::chrono::days{50});
  EXPECT_FALSE(is_there(third.device)) << "a restart with the same rule begins no notice";
}

TEST_F(KeepingTest, ManyGoInSeveralCommitsAndAllOfThem) {
  run({.months = 1, .notice_days = 0});
  std::vector<std::string> devices;
  for (int i = 0; i < 120; ++i) {
    devices.push_back(house.begin().device);
  }
  let_days_pass(std::chrono::days{40});
  EXPECT_EQ(erased_, 120U);
  for (const std::string& device : devices) {
    EXPECT_FALSE(is_there(device));
  }
}

}  // namespace
}  // namespace attune::test
