#include "transport/config.h"

#include "transport/server/origins.h"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

namespace attune {
namespace {

using nlohmann::json;
using server::Limits;

struct Problem {
  std::string sentence;
};

[[noreturn]] void refuse(const std::string& name, const std::string& wanted) {
  throw Problem{"\"" + name + "\" must be " + wanted};
}

std::string text_of(const std::string& name, const json& value) {
  if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
    refuse(name, "a text that is not empty");
  }
  return value.get<std::string>();
}

bool truth_of(const std::string& name, const json& value) {
  if (!value.is_boolean()) {
    refuse(name, "true or false");
  }
  return value.get<bool>();
}

using LimitMember = std::variant<double Limits::*, std::uint32_t Limits::*, std::size_t Limits::*>;

const std::array limit_members{
    std::pair<std::string_view, LimitMember>{"messages_burst", &Limits::messages_burst},
    std::pair<std::string_view, LimitMember>{"messages_per_s", &Limits::messages_per_s},
    std::pair<std::string_view, LimitMember>{"warnings", &Limits::warnings},
    std::pair<std::string_view, LimitMember>{"connections_max", &Limits::connections_max},
    std::pair<std::string_view, LimitMember>{
        "connections_per_address", &Limits::connections_per_address
    },
    std::pair<std::string_view, LimitMember>{"sockets_max", &Limits::sockets_max},
    std::pair<std::string_view, LimitMember>{"sockets_per_address", &Limits::sockets_per_address},
    std::pair<std::string_view, LimitMember>{"tries_burst", &Limits::tries_burst},
    std::pair<std::string_view, LimitMember>{"tries_per_minute", &Limits::tries_per_minute},
    std::pair<std::string_view, LimitMember>{"begins_burst", &Limits::begins_burst},
    std::pair<std::string_view, LimitMember>{"begins_per_minute", &Limits::begins_per_minute},
    std::pair<std::string_view, LimitMember>{"outbox_bytes_max", &Limits::outbox_bytes_max},
    std::pair<std::string_view, LimitMember>{"page_bytes", &Limits::page_bytes},
    std::pair<std::string_view, LimitMember>{"header_bytes_max", &Limits::header_bytes_max},
    std::pair<std::string_view, LimitMember>{"hello_timeout_s", &Limits::hello_timeout_s},
    std::pair<std::string_view, LimitMember>{"header_timeout_s", &Limits::header_timeout_s},
    std::pair<std::string_view, LimitMember>{"body_timeout_s", &Limits::body_timeout_s},
    std::pair<std::string_view, LimitMember>{"write_timeout_s", &Limits::write_timeout_s},
    std::pair<std::string_view, LimitMember>{"keep_alive_s", &Limits::keep_alive_s},
    std::pair<std::string_view, LimitMember>{"idle_timeout_s", &Limits::idle_timeout_s},
    std::pair<std::string_view, LimitMember>{"close_timeout_s", &Limits::close_timeout_s},
    std::pair<std::string_view, LimitMember>{"drain_timeout_s", &Limits::drain_timeout_s},
    std::pair<std::string_view, LimitMember>{"drain_batch", &Limits::drain_batch},
    std::pair<std::string_view, LimitMember>{"drain_pause_ms", &Limits::drain_pause_ms},
    std::pair<std::string_view, LimitMember>{"accept_pause_ms", &Limits::accept_pause_ms},
};

template <class T>
void set_limit(Limits& limits, T Limits::* member, const std::string& name, const json& value) {
  if constexpr (std::same_as<T, double>) {
    if (!value.is_number() || value.get<double>() <= 0) {
      refuse(name, "a number above 0");
    }
    limits.*member = value.get<double>();
  } else {
    const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() > 0 &&
                      value.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
    if (!fits) {
      refuse(name, "a whole number above 0");
    }
    limits.*member = value.get<T>();
  }
}

void read_limits(Limits& limits, const json& object) {
  if (!object.is_object()) {
    refuse("limits", "an object");
  }
  for (const auto& [name, value] : object.items()) {
    const std::string full = "limits." + name;
    bool known = false;
    for (const auto& [word, member] : limit_members) {
      if (word == name) {
        known = true;
        std::visit([&](auto m) { set_limit(limits, m, full, value); }, member);
      }
    }
    if (!known) {
      std::string names;
      for (const auto& [word, member] : limit_members) {
        names += names.empty() ? "" : ", ";
        names += word;
      }
      throw Problem{"there is no limit \"" + name + "\"; there are " + names};
    }
  }
}

std::vector<std::string> read_origins(const json& list) {
  if (!list.is_array()) {
    refuse("origins", "a list of texts");
  }
  std::vector<std::string> origins;
  for (const json& item : list) {
    auto origin = server::Origins::parse(text_of("origins", item));
    if (!origin) {
      throw Problem{"\"origins\": " + origin.error()};
    }
    origins.push_back(*std::move(origin));
  }
  return origins;
}

void read_member(Config& config, const std::string& name, const json& value) {
  if (name == "listen") {
    const auto listen = parse_listen(text_of(name, value));
    if (!listen) {
      throw Problem{"\"listen\": " + listen.error()};
    }
    config.listen = *listen;
  } else if (name == "data") {
    config.data = text_of(name, value);
  } else if (name == "courses") {
    config.courses = text_of(name, value);
  } else if (name == "signed_only") {
    config.signed_only = truth_of(name, value);
  } else if (name == "web_root") {
    config.web_root = text_of(name, value);
  } else if (name == "exit_site") {
    config.exit_site = text_of(name, value);
    if (!config.exit_site->starts_with("https://") ||
        config.exit_site->find_first_of("\"<>& '") != std::string::npos) {
      refuse(name, "an https:// address");
    }
  } else if (name == "origins") {
    config.origins = read_origins(value);
  } else if (name == "behind_proxy") {
    config.behind_proxy = truth_of(name, value);
  } else if (name == "log_level") {
    config.log_level = text_of(name, value);
    const std::string& level = config.log_level;
    if (level != "debug" && level != "info" && level != "warn" && level != "error") {
      refuse(name, "debug, info, warn or error");
    }
  } else if (name == "limits") {
    read_limits(config.limits, value);
  } else {
    throw Problem{
        "there is no setting \"" + name +
        "\"; there are listen, data, courses, signed_only, origins, web_root, exit_site, "
        "behind_proxy, "
        "log_level and limits"
    };
  }
}

}  // namespace

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

std::expected<Config, std::string> parse_config(std::string_view text, Config base) {
  try {
    const json object = json::parse(text, nullptr, true, true);  // comments are allowed
    if (!object.is_object()) {
      return std::unexpected{std::string{"settings are a JSON object"}};
    }
    for (const auto& [name, value] : object.items()) {
      read_member(base, name, value);
    }
  } catch (const json::parse_error& error) {
    return std::unexpected{"not JSON, near character " + std::to_string(error.byte)};
  } catch (const Problem& problem) {
    return std::unexpected{problem.sentence};
  }
  return base;
}

}  // namespace attune
