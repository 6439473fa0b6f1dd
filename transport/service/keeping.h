#pragma once

#include "storage/retention.h"

#include "transport/service/session_service.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace attune::service {

// How long journeys stay that nobody opens.
struct KeepingRule {
  std::uint32_t months = 0;  // after the last day that somebody was there; 0: for good
  std::uint32_t notice_days =
      30;  // nothing is erased so soon after the rule was made, or shortened
};

// What was erased in one round.
struct Erased {
  std::size_t journeys = 0;
  bool failed = false;  // it could not be stored; the next round goes on
};

// Keeps each journey's last day, tells a person until when theirs stays, and erases those that
// nobody has opened in time. The retention and the time must outlive it.
class Keeping final : public LastDays {
 public:
  Keeping(storage::Retention& retention, TimeSource time, KeepingRule rule);

  // Makes the rule the one that holds; before anything else. `done` tells whether it could be kept.
  void settle(Done<bool> done);
  // Erases now what is due, and again every few hours. `on_erased` is called when something was, or
  // went wrong; `forget` for each journey, after it is gone.
  void start(
      std::function<void(storage::SessionId)> forget, std::function<void(const Erased&)> on_erased
  );

  void touch(storage::SessionId session) override;
  std::optional<engine::Day> kept_until() const override;

 private:
  engine::Day today() const;
  void erase_due();
  void erase_next(engine::Day day, Erased erased);
  void end_round(const Erased& erased);

  storage::Retention& retention_;
  TimeSource time_;
  KeepingRule rule_;
  storage::RetentionPolicy policy_;
  std::function<void(storage::SessionId)> forget_;
  std::function<void(const Erased&)> on_erased_;
  engine::Day touched_on_;
  std::set<storage::SessionId> touched_;  // on that day
  // What runs later finds out by it that this is gone.
  std::shared_ptr<Keeping*> self_ = std::make_shared<Keeping*>(this);
};

// The same day so many months later or earlier; the last of the month where there is none.
engine::Day months_after(engine::Day day, int months);

}  // namespace attune::service
