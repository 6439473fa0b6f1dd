#include "transport/server/address_limits.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <utility>

namespace attune::server {
namespace {

// Above this many remembered addresses those that no longer count are dropped.
constexpr std::size_t remembered_max = 4096;
constexpr double seconds_a_minute = 60;

}  // namespace

AddressLimits::AddressLimits(const Limits& limits)
    : limits_{limits}, forget_above_{remembered_max} {
  const auto now = Clock::now();
  Tries& calls = tries_.at(static_cast<std::size_t>(Trying::calls));
  calls.per_address = "calls";
  calls.burst = limits.calls_burst;
  calls.per_s = limits.calls_per_s;
  Tries& words = tries_.at(static_cast<std::size_t>(Trying::words));
  words.per_address = "tries";
  words.of_all = "tries_all";
  words.burst = limits.tries_burst;
  words.per_s = limits.tries_per_minute / seconds_a_minute;
  words.all.emplace(limits.tries_all_burst, limits.tries_all_per_minute / seconds_a_minute, now);
  Tries& begins = tries_.at(static_cast<std::size_t>(Trying::begins));
  begins.per_address = "begins";
  begins.of_all = "begins_all";
  begins.burst = limits.begins_burst;
  begins.per_s = limits.begins_per_minute / seconds_a_minute;
  begins.all.emplace(limits.begins_all_burst, limits.begins_all_per_minute / seconds_a_minute, now);
}

AddressSlot::AddressSlot(AddressLimits& limits, Resource what, std::string address)
    : limits_{&limits}, what_{what}, address_{std::move(address)} {}

AddressSlot::AddressSlot(AddressSlot&& other) noexcept
    : limits_{std::exchange(other.limits_, nullptr)},
      what_{other.what_},
      address_{std::move(other.address_)} {}

AddressSlot& AddressSlot::operator=(AddressSlot&& other) noexcept {
  if (this != &other) {
    if (limits_ != nullptr) {
      limits_->leave(what_, address_);
    }
    limits_ = std::exchange(other.limits_, nullptr);
    what_ = other.what_;
    address_ = std::move(other.address_);
  }
  return *this;
}

AddressSlot::~AddressSlot() {
  if (limits_ != nullptr) {
    limits_->leave(what_, address_);
  }
}

std::optional<AddressSlot> AddressLimits::enter(Resource what, const std::string& address) {
  const bool sockets = what == Resource::sockets;
  const std::size_t all_max = sockets ? limits_.sockets_max : limits_.connections_max;
  const std::size_t one_max =
      sockets ? limits_.sockets_per_address : limits_.connections_per_address;
  auto& held = held_[index(what)];
  if (total_[index(what)] >= all_max) {
    return std::nullopt;
  }
  const auto found = held.find(address);
  if (!address.empty() && found != held.end() && found->second >= one_max) {
    return std::nullopt;
  }
  ++held[address];
  ++total_[index(what)];
  return AddressSlot{*this, what, address};
}

void AddressLimits::leave(Resource what, const std::string& address) {
  auto& held = held_[index(what)];
  const auto found = held.find(address);
  if (found != held.end() && --found->second == 0) {
    held.erase(found);
  }
  --total_[index(what)];
}

std::optional<std::string_view> AddressLimits::refuses(
    Trying what, const std::string& address, Clock::time_point now
) {
  Tries& tries = tries_.at(static_cast<std::size_t>(what));
  forget_full(now);
  const auto [entry, fresh] = tries.by_address.try_emplace(address, tries.burst, tries.per_s, now);
  if (!entry->second.take(now)) {
    return tries.per_address;
  }
  if (tries.all && !tries.all->take(now)) {
    return tries.of_all;
  }
  return std::nullopt;
}

// Only when there are twice as many as were left the last time: looking through them all costs more
// than the attempt that is counted.
void AddressLimits::forget_full(Clock::time_point now) {
  std::size_t count = 0;
  for (const Tries& tries : tries_) {
    count += tries.by_address.size();
  }
  if (count <= forget_above_) {
    return;
  }
  count = 0;
  for (Tries& tries : tries_) {
    std::erase_if(tries.by_address, [now](const auto& entry) { return entry.second.is_full(now); });
    count += tries.by_address.size();
  }
  forget_above_ = std::max(remembered_max, 2 * count);
}

std::string limited_address(std::string_view address) {
  std::string text{address.substr(0, address.find('%'))};
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
    return text;
  }
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
    inet_ntop(AF_INET, bytes.data() + mapped.size(), out.data(), out.size());
    return out.data();
  }
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  return std::string{out.data()} + "/64";
}

}  // namespace attune::server
