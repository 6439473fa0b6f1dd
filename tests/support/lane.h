#pragma once

#include "engine/base/instant.h"

#include "storage/journal.h"

#include "transport/service/session_service.h"

#include "tests/support/walker.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>

namespace attune::test {

// The service's thread, led by the test: functions that were posted run when the test says so, on
// its own thread; the clock stands until it is moved.
class Lane {
 public:
  storage::Post post();
  service::TimeSource time();

  // Runs what was posted, and waits for other threads to post, until `done`.
  void run_until(const std::function<bool()>& done);
  // Runs what is there and nothing more.
  void run_ready();

  // Waits for a call's result.
  template <class T, class Call>
  T wait(Call call) {
    std::optional<T> result;
    call([&result](T value) { result.emplace(std::move(value)); });
    run_until([&result] { return result.has_value(); });
    if (!result) {
      throw std::logic_error{"the wait ended without a result"};
    }
    return *std::move(result);
  }

  void move_clock(std::chrono::milliseconds time);

  engine::Instant now = day_zero();

 private:
  bool run_one();

  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<std::move_only_function<void()>> waiting_;
  std::multimap<engine::Instant, std::move_only_function<void()>> timers_;
};

}  // namespace attune::test
