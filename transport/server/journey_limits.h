#pragma once

#include "transport/server/limits.h"
#include "transport/server/token_bucket.h"
#include "transport/service/session_service.h"

#include <cstddef>
#include <map>
#include <optional>

namespace attune::server {

class JourneyLimits;

// A connection's place among those of its journey; it is free again when this is destroyed.
class JourneyPlace {
 public:
  JourneyPlace(JourneyPlace&& other) noexcept;
  JourneyPlace(const JourneyPlace&) = delete;
  JourneyPlace& operator=(const JourneyPlace&) = delete;
  JourneyPlace& operator=(JourneyPlace&&) = delete;
  ~JourneyPlace();

  // One message of this journey's. False: it says too much, over all its connections.
  bool take(TokenBucket::Clock::time_point now);

 private:
  friend class JourneyLimits;

  struct Entry {
    std::size_t open = 0;
    TokenBucket messages;
  };

  explicit JourneyPlace(Entry& entry) : entry_{&entry} {}

  Entry* entry_ = nullptr;
};

// What one journey may hold and say, however many windows have it open. A journey is remembered
// until its messages count no longer: connecting anew does not make it a new one. Used on the I/O
// thread; must outlive its places.
class JourneyLimits {
 public:
  explicit JourneyLimits(const Limits& limits) : limits_{limits} {}

  // nullopt: too many have it open.
  std::optional<JourneyPlace> enter(storage::SessionId session, TokenBucket::Clock::time_point now);

  std::size_t remembered() const { return journeys_.size(); }

 private:
  void forget(TokenBucket::Clock::time_point now);

  const Limits& limits_;
  std::map<storage::SessionId, JourneyPlace::Entry> journeys_;  // entries stay where they are
  std::size_t forget_above_ = 0;
};

}  // namespace attune::server
