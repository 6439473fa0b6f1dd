#pragma once

#include "transport/server/limits.h"
#include "transport/server/token_bucket.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace attune::server {

enum class Resource : std::uint8_t { sockets, connections };
enum class Trying : std::uint8_t { calls, words, begins };

class AddressLimits;

// One place that is taken; it is free again when this is destroyed.
class AddressSlot {
 public:
  AddressSlot() = default;
  AddressSlot(AddressLimits& limits, Resource what, std::string address);
  AddressSlot(AddressSlot&& other) noexcept;
  AddressSlot& operator=(AddressSlot&& other) noexcept;
  AddressSlot(const AddressSlot&) = delete;
  AddressSlot& operator=(const AddressSlot&) = delete;
  ~AddressSlot();

 private:
  AddressLimits* limits_ = nullptr;
  Resource what_ = Resource::sockets;
  std::string address_;
};

// What one address, and all together, may hold and try. Addresses are kept in memory only, for as
// long as they count. Used on the I/O thread; must outlive its slots.
class AddressLimits {
 public:
  using Clock = std::chrono::steady_clock;

  explicit AddressLimits(const Limits& limits);

  // nullopt: no place is left. An empty address, that of nobody in particular, has no bound of its
  // own.
  std::optional<AddressSlot> enter(Resource what, const std::string& address);
  // nullopt: it may be tried now, and was counted. Else the name of the limit that is reached.
  std::optional<std::string_view> refuses(
      Trying what, const std::string& address, Clock::time_point now
  );

  std::size_t held(Resource what) const { return total_[index(what)]; }

 private:
  friend class AddressSlot;

  static std::size_t index(Resource what) { return what == Resource::sockets ? 0 : 1; }

  // What may be tried how often.
  struct Tries {
    std::string_view per_address;  // names of the limits
    std::string_view of_all;
    double burst = 0;
    double per_s = 0;
    std::unordered_map<std::string, TokenBucket> by_address;
    std::optional<TokenBucket> all;
  };

  void leave(Resource what, const std::string& address);
  void forget_full(Clock::time_point now);

  const Limits& limits_;
  std::array<std::size_t, 2> total_ = {0, 0};
  std::array<std::unordered_map<std::string, std::size_t>, 2> held_;
  std::array<Tries, 3> tries_;
  std::size_t forget_above_;
};

// The address that limits count by: IPv4 as it is, IPv6 by its /64, which is what one household
// has.
std::string limited_address(std::string_view address);

}  // namespace attune::server
