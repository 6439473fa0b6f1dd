#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace attune::service {

// A few threads for work that is too slow for the lane. What they run must carry all it needs.
class Workers {
 public:
  explicit Workers(std::size_t threads);

  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  // Finishes what waits, then stops.
  ~Workers();

  // False when too much waits already.
  bool submit(std::move_only_function<void()> work);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::move_only_function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace attune::service
