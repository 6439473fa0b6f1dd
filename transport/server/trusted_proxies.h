#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace attune::server {

// An address, or all that begin with the same bits: "127.0.0.1", "10.0.0.0/8", "fd00::/8".
struct AddressRange {
  std::array<std::uint8_t, 16> first{};  // IPv4 as IPv6 maps it, ::ffff:0:0/96
  unsigned bits = 128;                   // that an address must share with it

  // The error is a sentence.
  static std::expected<AddressRange, std::string> parse(std::string_view text);

  bool holds(std::string_view address) const;

  bool operator==(const AddressRange&) const = default;
};

// The peers that may say, in X-Forwarded-For and -Proto, who is behind them. What anybody else says
// there is passed over: they would choose the address that limits count them by.
class TrustedProxies {
 public:
  TrustedProxies() = default;

  explicit TrustedProxies(std::vector<AddressRange> ranges) : ranges_{std::move(ranges)} {}

  bool trusts(std::string_view peer) const;
  // Who asks: from the right of the list, the first that is no proxy of ours. The peer itself when
  // it is none, or when the list names nobody else.
  std::string client(std::string_view peer, std::string_view forwarded_for) const;

 private:
  std::vector<AddressRange> ranges_;
};

}  // namespace attune::server
