#pragma once

#include "storage/journal.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace attune::tools {

// For a command that has nothing else to do: runs what storage posts on its own thread, until the
// one call it waits for is done.
class WaitingLane {
 public:
  storage::Post post() {
    return [this](std::move_only_function<void()> work) {
      {
        const std::lock_guard lock{mutex_};
        posted_.push_back(std::move(work));
      }
      wake_.notify_one();
    };
  }

  // The result of `call(done)`.
  template <class T, class Call>
  T wait(Call call) {
    std::optional<T> result;
    call([&result](T value) { result.emplace(std::move(value)); });
    while (!result) {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return !posted_.empty(); });
      std::move_only_function<void()> work = std::move(posted_.front());
      posted_.pop_front();
      lock.unlock();
      work();
    }
    return *std::move(result);
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::move_only_function<void()>> posted_;
};

}  // namespace attune::tools
