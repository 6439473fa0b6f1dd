#include "transport/server/origins.h"

#include <algorithm>
#include <utility>

namespace attune::server {
namespace {

constexpr std::string_view plain = "http://";
constexpr std::string_view secure = "https://";

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

// Browsers leave a scheme's own port out of the Origin they send.
std::string without_usual_port(std::string origin) {
  const auto drop = [&](std::string_view scheme, std::string_view port) {
    if (origin.starts_with(scheme) && origin.ends_with(port)) {
      origin.resize(origin.size() - port.size());
    }
  };
  drop(plain, ":80");
  drop(secure, ":443");
  return origin;
}

}  // namespace

std::expected<std::string, std::string> Origins::parse(std::string_view text) {
  std::string origin = lower(text);
  const bool known = origin.starts_with(plain) || origin.starts_with(secure);
  if (origin.ends_with('/')) {
    origin.pop_back();
  }
  const std::size_t host = origin.find("://");
  const std::string_view rest =
      known ? std::string_view{origin}.substr(host + 3) : std::string_view{};
  if (rest.empty() || rest.find_first_of("/?#@ *,") != std::string_view::npos) {
    return std::unexpected{
        "an origin is a scheme, a host and maybe a port, like https://coach.example; \"" +
        std::string{text} + "\" is not"
    };
  }
  return without_usual_port(std::move(origin));
}

Origins::Origins(std::uint16_t port, std::vector<std::string> more, bool tls)
    : allowed_{std::move(more)} {
  for (const char* host : {"localhost", "127.0.0.1", "[::1]"}) {
    allowed_.push_back(
        without_usual_port(std::string{tls ? secure : plain} + host + ":" + std::to_string(port))
    );
  }
}

bool Origins::allows(std::string_view origin) const {
  return std::ranges::find(allowed_, origin) != allowed_.end();
}

}  // namespace attune::server
