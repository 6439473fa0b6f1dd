#pragma once

#include "storage/journal.h"

#include <cstddef>
#include <cstdint>
#include <vector>

// Journeys that nobody has opened for a long time. A journey's last day is kept beside it, by the
// day and no finer, so that it can be found without its key.
namespace attune::storage {

// How many months a journey stays after its last day; 0: for good.
struct RetentionPolicy {
  std::uint32_t months = 0;
  engine::Day since;  // the day from which it is this short

  bool operator==(const RetentionPolicy&) const = default;
};

class Retention {
 public:
  Retention() = default;
  Retention(const Retention&) = delete;
  Retention& operator=(const Retention&) = delete;
  virtual ~Retention() = default;

  // Somebody was there on that day.
  virtual void touch(SessionId session, engine::Day day, Done<Stored<void>> done) = 0;
  // What is to hold from `today` on. It keeps its `since` when it was at least as short before.
  virtual void settle_policy(
      std::uint32_t months, engine::Day today, Done<Stored<RetentionPolicy>> done
  ) = 0;
  // Erases journeys whose last day lies before `day`, as Directory::erase does, at most so many at
  // once; gives those that were.
  virtual void erase_untouched(
      engine::Day day, std::size_t most, Done<Stored<std::vector<SessionId>>> done
  ) = 0;
};

// The policy that holds from `today` on, when `before` was the one until now.
RetentionPolicy next_policy(const RetentionPolicy& before, std::uint32_t months, engine::Day today);

}  // namespace attune::storage
