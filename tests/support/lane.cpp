#include "tests/support/lane.h"

namespace attune::test {

storage::Post Lane::post() {
  return [this](std::move_only_function<void()> work) {
    {
      const std::lock_guard lock{mutex_};
      waiting_.push_back(std::move(work));
    }
    posted_.notify_one();
  };
}

service::TimeSource Lane::time() {
  return service::TimeSource{
      .now = [this] { return now; },
      .after = [this](
                   std::chrono::milliseconds delay, std::move_only_function<void()> work
               ) { timers_.emplace(now + delay, std::move(work)); }
  };
}

bool Lane::run_one() {
  std::move_only_function<void()> work;
  {
    const std::lock_guard lock{mutex_};
    if (waiting_.empty()) {
      return false;
    }
    work = std::move(waiting_.front());
    waiting_.pop_front();
  }
  work();
  return true;
}

void Lane::run_ready() {
  while (run_one()) {
  }
}

void Lane::run_until(const std::function<bool()>& done) {
  while (!done()) {
    if (run_one()) {
      continue;
    }
    std::unique_lock lock{mutex_};
    // Only a test that is broken waits this long.
    if (!posted_.wait_for(lock, std::chrono::seconds{30}, [this] { return !waiting_.empty(); })) {
      throw std::runtime_error{"nothing more happens"};
    }
  }
}

void Lane::move_clock(std::chrono::milliseconds time) {
  now += time;
  while (!timers_.empty() && timers_.begin()->first <= now) {
    std::move_only_function<void()> work = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    work();
    run_ready();
  }
}

}  // namespace attune::test
