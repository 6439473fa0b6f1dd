#include "transport/server/address_limits.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <utility>

namespace attune::server {
namespace {

// Above this many remembered addresses those that no longer count are dropped.
constexpr std::size_t remembered_max = 4096;

}  // namespace

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

bool AddressLimits::may_try(Trying what, const std::string& address, Clock::time_point now) {
  const bool words = what == Trying::words;
  auto& tries = tries_[words ? 0 : 1];
  if (tries.size() > remembered_max) {
    forget_full(now);
  }
  const double burst = words ? limits_.tries_burst : limits_.begins_burst;
  const double per_minute = words ? limits_.tries_per_minute : limits_.begins_per_minute;
  const auto [entry, fresh] = tries.try_emplace(address, burst, per_minute / 60, now);
  return entry->second.take(now);
}

void AddressLimits::forget_full(Clock::time_point now) {
  for (auto& tries : tries_) {
    std::erase_if(tries, [now](const auto& entry) { return entry.second.is_full(now); });
  }
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
