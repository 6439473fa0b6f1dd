#include "transport/server/trusted_proxies.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstddef>
#include <optional>

namespace attune::server {
namespace {

constexpr unsigned all_bits = 128;
constexpr unsigned mapped_bits = 96;  // in front of an IPv4 address

struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool is_four = false;
};

std::optional<Address> parsed(std::string_view text) {
  const std::string address{text.substr(0, text.find('%'))};
  Address found;
  if (inet_pton(AF_INET, address.c_str(), &found.bytes[12]) == 1) {
    found.bytes[10] = 0xff;
    found.bytes[11] = 0xff;
    found.is_four = true;
    return found;
  }
  if (inet_pton(AF_INET6, address.c_str(), found.bytes.data()) == 1) {
    return found;
  }
  return std::nullopt;
}

// The first `bits` bits of an address; the others are 0.
std::array<std::uint8_t, 16> beginning(std::array<std::uint8_t, 16> bytes, unsigned bits) {
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = std::clamp(bits, 8 * i, 8 * i + 8) - 8 * i;
    bytes.at(i) = static_cast<std::uint8_t>(bytes.at(i) & (0xff00U >> kept));
  }
  return bytes;
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::expected<AddressRange, std::string> AddressRange::parse(std::string_view text) {
  const auto wrong = [&](const std::string& why) {
    return std::unexpected{"\"" + std::string{text} + "\" " + why};
  };
  const std::size_t slash = text.find('/');
  const auto address = parsed(text.substr(0, slash));
  if (!address) {
    return wrong("is no address; write one like 127.0.0.1, ::1, 10.0.0.0/8 or fd00::/8");
  }
  const unsigned before = address->is_four ? mapped_bits : 0;
  unsigned bits = all_bits - before;
  if (slash != std::string_view::npos) {
    const std::string_view count = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), bits);
    if (error != std::errc{} || end != count.data() + count.size() || bits > all_bits - before) {
      return wrong(
          "needs a number from 0 to " + std::to_string(all_bits - before) + " after its slash"
      );
    }
  }
  AddressRange range{.first = address->bytes, .bits = before + bits};
  if (beginning(range.first, range.bits) != range.first) {
    return wrong(
        "has bits after its first " + std::to_string(bits) +
        "; write the first address of the range, or one address without a slash"
    );
  }
  return range;
}

bool AddressRange::holds(std::string_view address) const {
  const auto other = parsed(address);
  return other && beginning(other->bytes, bits) == first;
}

bool TrustedProxies::trusts(std::string_view peer) const {
  return std::ranges::any_of(ranges_, [peer](const AddressRange& range) {
    return range.holds(peer);
  });
}

std::string TrustedProxies::client(std::string_view peer, std::string_view forwarded_for) const {
  std::string_view found = peer;
  while (trusts(found) && !forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    const std::string_view last = without_blanks(
        comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1)
    );
    if (!parsed(last)) {
      break;  // a proxy's word for somebody it cannot name
    }
    found = last;
    forwarded_for =
        comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
  }
  return std::string{found};
}

}  // namespace attune::server
