#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace attune::server {

// The pages that may talk with this server: an exact allow-list.
class Origins {
 public:
  // What `--origin` was given, as "https://coach.example" or "http://192.168.1.7:8080".
  static std::expected<std::string, std::string> parse(std::string_view text);

  // `more` as parse() gave them; this machine's own names on the bound port are always among them.
  Origins(std::uint16_t port, std::vector<std::string> more, bool tls = false);

  // `origin` is the header's value; a request without one does not come from a page.
  bool allows(std::string_view origin) const;

 private:
  std::vector<std::string> allowed_;
};

}  // namespace attune::server
