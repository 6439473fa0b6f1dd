#include "transport/service/keeping.h"

#include "transport/service/limits.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace attune::service {

Keeping::Keeping(storage::Retention& retention, TimeSource time, KeepingRule rule)
    : retention_{retention}, time_{std::move(time)}, rule_{rule} {}

engine::Day Keeping::today() const {
  return std::chrono::floor<std::chrono::days>(time_.now());
}

void Keeping::settle(Done<bool> done) {
  retention_.settle_policy(
      rule_.months,
      today(),
      [this, done = std::move(done)](storage::Stored<storage::RetentionPolicy> policy) mutable {
        if (policy) {
          policy_ = *policy;
        }
        done(policy.has_value());
      }
  );
}

void Keeping::start(
    std::function<void(storage::SessionId)> forget, std::function<void(const Erased&)> on_erased
) {
  forget_ = std::move(forget);
  on_erased_ = std::move(on_erased);
  if (policy_.months > 0) {
    erase_due();
  }
}

void Keeping::touch(storage::SessionId session) {
  const engine::Day day = today();
  if (day != touched_on_) {
    touched_.clear();
    touched_on_ = day;
  }
  if (!touched_.insert(session).second) {
    return;
  }
  auto touched = [self = std::weak_ptr{self_}, session](const storage::Stored<void>& stored) {
    if (const auto keeping = self.lock(); keeping && !stored) {
      (*keeping)->touched_.erase(session);  // tried again when they say something more
    }
  };
  retention_.touch(session, day, std::move(touched));
}

std::optional<engine::Day> Keeping::kept_until() const {
  if (policy_.months == 0) {
    return std::nullopt;
  }
  const engine::Day told = policy_.since + std::chrono::days{rule_.notice_days};
  return std::max(months_after(today(), static_cast<int>(policy_.months)), told);
}

void Keeping::erase_due() {
  const engine::Day day = today();
  if (day < policy_.since + std::chrono::days{rule_.notice_days}) {
    end_round({});
    return;
  }
  erase_next(months_after(day, -static_cast<int>(policy_.months)), {});
}

void Keeping::erase_next(engine::Day day, Erased erased) {
  retention_.erase_untouched(
      day,
      limits::erased_at_once,
      [this, day, erased](const storage::Stored<std::vector<storage::SessionId>>& gone) mutable {
        if (!gone) {
          erased.failed = true;
          end_round(erased);
          return;
        }
        for (const storage::SessionId& session : *gone) {
          forget_(session);
        }
        erased.journeys += gone->size();
        if (gone->size() < limits::erased_at_once) {
          end_round(erased);
        } else {
          erase_next(day, erased);
        }
      }
  );
}

void Keeping::end_round(const Erased& erased) {
  if (erased.journeys > 0 || erased.failed) {
    on_erased_(erased);
  }
  time_.after(limits::retention_round, [self = std::weak_ptr{self_}] {
    if (const auto keeping = self.lock()) {
      (*keeping)->erase_due();
    }
  });
}

engine::Day months_after(engine::Day day, int months) {
  const std::chrono::year_month_day date{day};
  const std::chrono::year_month month = date.year() / date.month() + std::chrono::months{months};
  const std::chrono::year_month_day same = month / date.day();
  return same.ok() ? engine::Day{same} : engine::Day{month / std::chrono::last};
}

}  // namespace attune::service
