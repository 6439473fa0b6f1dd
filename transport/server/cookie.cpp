#include "transport/server/cookie.h"

#include <algorithm>

namespace attune::server {
namespace {

constexpr std::string_view name = "attune=";
constexpr std::string_view attributes = "; HttpOnly; SameSite=Strict; Path=/; Max-Age=";
constexpr std::string_view kept_s = "34560000";  // 400 days: the most that browsers keep

std::string cookie(std::string_view value, std::string_view age_s, bool secure) {
  std::string text{name};
  text += value;
  text += attributes;
  text += age_s;
  if (secure) {
    text += "; Secure";
  }
  return text;
}

}  // namespace

std::string device_of(std::string_view header) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (pair.starts_with(' ')) {
      pair.remove_prefix(1);
    }
    while (pair.ends_with(' ')) {
      pair.remove_suffix(1);
    }
    if (pair.starts_with(name)) {
      return std::string{pair.substr(name.size())};
    }
  }
  return {};
}

std::string set_device(std::string_view device, bool secure) {
  return cookie(device, kept_s, secure);
}

std::string forget_device(bool secure) {
  return cookie("", "0", secure);
}

}  // namespace attune::server
