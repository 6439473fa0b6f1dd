#include "transport/config/config.h"

#include <arpa/inet.h>
#include <array>
#include <charconv>

namespace attune {

std::expected<Listen, std::string> parse_listen(std::string_view text) {
  const auto wrong = [&] {
    return std::unexpected{
        "expected an address and a port, like 127.0.0.1:8080, [::1]:8080 or :8080, and found \"" +
        std::string{text} + "\""
    };
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return wrong();
  }
  std::string_view address = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  Listen listen;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
  if (error != std::errc{} || end != port.data() + port.size()) {
    return wrong();
  }
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) {
    address = address.substr(1, address.size() - 2);
  }
  if (address.empty()) {
    address = "::";  // takes IPv4 as well
  } else if (address == "localhost") {
    address = "127.0.0.1";
  }
  listen.address = std::string{address};
  std::array<unsigned char, 16> bytes{};
  const bool four = inet_pton(AF_INET, listen.address.c_str(), bytes.data()) == 1;
  const bool six = inet_pton(AF_INET6, listen.address.c_str(), bytes.data()) == 1;
  const bool fits = bracketed || address == "::" ? six : four;
  if (!fits) {
    return wrong();
  }
  return listen;
}

std::string listen_text(const Listen& listen) {
  const bool six = listen.address.find(':') != std::string::npos;
  return (six ? "[" + listen.address + "]" : listen.address) + ":" + std::to_string(listen.port);
}

}  // namespace attune
