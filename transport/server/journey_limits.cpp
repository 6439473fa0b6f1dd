#include "transport/server/journey_limits.h"

#include <algorithm>
#include <utility>

namespace attune::server {
namespace {

// Above this many remembered journeys those that nobody has open, and that count no longer, are
// dropped.
constexpr std::size_t remembered_max = 4096;

}  // namespace

JourneyPlace::JourneyPlace(JourneyPlace&& other) noexcept
    : entry_{std::exchange(other.entry_, nullptr)} {}

JourneyPlace::~JourneyPlace() {
  if (entry_ != nullptr) {
    --entry_->open;
  }
}

bool JourneyPlace::take(TokenBucket::Clock::time_point now) {
  return entry_->messages.take(now);
}

std::optional<JourneyPlace> JourneyLimits::enter(
    storage::SessionId session, TokenBucket::Clock::time_point now
) {
  forget(now);
  const TokenBucket fresh{limits_.journey_messages_burst, limits_.journey_messages_per_s, now};
  auto& entry = journeys_.try_emplace(session, JourneyPlace::Entry{.open = 0, .messages = fresh})
                    .first->second;
  if (entry.open >= limits_.connections_per_journey) {
    return std::nullopt;
  }
  ++entry.open;
  return JourneyPlace{entry};
}

void JourneyLimits::forget(TokenBucket::Clock::time_point now) {
  if (journeys_.size() <= std::max(remembered_max, forget_above_)) {
    return;
  }
  std::erase_if(journeys_, [now](const auto& journey) {
    return journey.second.open == 0 && journey.second.messages.is_full(now);
  });
  forget_above_ = 2 * journeys_.size();
}

}  // namespace attune::server
