#include "transport/config/settings.h"

#include "engine/base/overloaded.h"

#include "transport/server/origins.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <limits>
#include <utility>

namespace attune {
namespace {

using server::Limits;

constexpr std::uint32_t retention_months_max = 1200;
constexpr std::uint32_t retention_days_max = 3650;

using Outcome = std::expected<void, std::string>;
using Path = std::filesystem::path;

std::unexpected<std::string> must_be(std::string_view what) {
  return std::unexpected{"must be " + std::string{what}};
}

// A text that is not empty, or nullptr.
const std::string* text_in(const SettingValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr || text->empty() ? nullptr : text;
}

constexpr std::string_view some_text = "a text that is not empty";
constexpr std::string_view some_texts = "a list of texts";

Setting text_setting(std::string name, std::string help, auto set, auto get) {
  Setting setting;
  setting.name = std::move(name);
  setting.help = std::move(help);
  setting.set = [set](Config& config, const SettingValue& value) -> Outcome {
    const std::string* text = text_in(value);
    if (text == nullptr) {
      return must_be(some_text);
    }
    return set(config, *text);
  };
  setting.get = get;
  return setting;
}

Setting path_setting(
    std::string name, std::string help, std::optional<Path> Config::* member, std::string if_absent
) {
  Setting setting = text_setting(
      std::move(name),
      std::move(help),
      [member](Config& config, const std::string& text) -> Outcome {
        config.*member = text;
        return {};
      },
      [member](const Config& config) -> std::optional<SettingValue> {
        return (config.*member).transform([](const Path& path) {
          return SettingValue{path.string()};
        });
      }
  );
  setting.if_absent = std::move(if_absent);
  return setting;
}

Setting truth_setting(std::string name, std::string help, bool Config::* member) {
  Setting setting;
  setting.name = std::move(name);
  setting.help = std::move(help);
  setting.kind = SettingKind::truth;
  setting.set = [member](Config& config, const SettingValue& value) -> Outcome {
    const bool* yes = std::get_if<bool>(&value);
    if (yes == nullptr) {
      return must_be("true or false");
    }
    config.*member = *yes;
    return {};
  };
  setting.get = [member](const Config& config) {
    return std::optional{SettingValue{config.*member}};
  };
  return setting;
}

// A list of which each item is read by `parse`, whose error is a sentence.
Setting texts_setting(
    std::string name, std::string help, std::vector<std::string> Config::* member, auto parse
) {
  Setting setting;
  setting.name = std::move(name);
  setting.help = std::move(help);
  setting.kind = SettingKind::texts;
  setting.set = [member, parse](Config& config, const SettingValue& value) -> Outcome {
    const auto* texts = std::get_if<std::vector<std::string>>(&value);
    if (texts == nullptr) {
      return must_be(some_texts);
    }
    std::vector<std::string> read;
    for (const std::string& text : *texts) {
      std::expected<std::string, std::string> item = parse(text);
      if (!item) {
        return std::unexpected{": " + item.error()};
      }
      read.push_back(*std::move(item));
    }
    config.*member = std::move(read);
    return {};
  };
  setting.get = [member](const Config& config) {
    return std::optional{SettingValue{config.*member}};
  };
  return setting;
}

template <class T>
Setting limit(std::string name, T Limits::* member, std::string help) {
  Setting setting;
  setting.name = "limits." + std::move(name);
  setting.help = std::move(help);
  if constexpr (std::same_as<T, double>) {
    setting.kind = SettingKind::number;
    setting.set = [member](Config& config, const SettingValue& value) -> Outcome {
      const auto* whole = std::get_if<std::int64_t>(&value);
      const auto* number = std::get_if<double>(&value);
      const double given = whole != nullptr    ? static_cast<double>(*whole)
                           : number != nullptr ? *number
                                               : 0;
      if (!(given > 0) || given > std::numeric_limits<std::uint32_t>::max()) {
        return must_be("a number above 0");
      }
      config.limits.*member = given;
      return {};
    };
  } else {
    setting.kind = SettingKind::whole;
    setting.set = [member](Config& config, const SettingValue& value) -> Outcome {
      const auto* whole = std::get_if<std::int64_t>(&value);
      if (whole == nullptr || *whole <= 0 || *whole > std::numeric_limits<std::uint32_t>::max()) {
        return must_be("a whole number above 0");
      }
      config.limits.*member = static_cast<T>(*whole);
      return {};
    };
  }
  setting.get = [member](const Config& config) -> std::optional<SettingValue> {
    if constexpr (std::same_as<T, double>) {
      return config.limits.*member;
    } else {
      return static_cast<std::int64_t>(config.limits.*member);
    }
  };
  return setting;
}

Setting listen_setting() {
  return text_setting(
      "listen",
      "Address and port; port 0 picks one, \":8080\" is every address",
      [](Config& config, const std::string& text) -> Outcome {
        const auto listen = parse_listen(text);
        if (!listen) {
          return std::unexpected{": " + listen.error()};
        }
        config.listen = *listen;
        return {};
      },
      [](const Config& config) { return std::optional{SettingValue{listen_text(config.listen)}}; }
  );
}

Setting data_setting() {
  return text_setting(
      "data",
      "Folder for everything that must survive",
      [](Config& config, const std::string& text) -> Outcome {
        config.data = text;
        return {};
      },
      [](const Config& config) { return std::optional{SettingValue{config.data.string()}}; }
  );
}

Setting exit_site_setting() {
  Setting setting = text_setting(
      "exit_site",
      "Where Exit goes: an https:// address",
      [](Config& config, const std::string& text) -> Outcome {
        if (!text.starts_with("https://") || text.find_first_of("\"<>& '") != std::string::npos) {
          return must_be("an https:// address");
        }
        config.exit_site = text;
        return {};
      },
      [](const Config& config) -> std::optional<SettingValue> {
        return config.exit_site.transform([](const std::string& site) { return SettingValue{site}; }
        );
      }
  );
  setting.if_absent = "as the pages have it";
  return setting;
}

// A whole number from 0 to `most`.
Setting count_setting(
    std::string name, std::string help, std::uint32_t Config::* member, std::uint32_t most
) {
  Setting setting;
  setting.name = std::move(name);
  setting.help = std::move(help);
  setting.kind = SettingKind::whole;
  setting.set = [member, most](Config& config, const SettingValue& value) -> Outcome {
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (whole == nullptr || *whole < 0 || *whole > most) {
      return must_be("a whole number from 0 to " + std::to_string(most));
    }
    config.*member = static_cast<std::uint32_t>(*whole);
    return {};
  };
  setting.get = [member](const Config& config) {
    return std::optional{SettingValue{std::int64_t{config.*member}}};
  };
  return setting;
}

Setting log_level_setting() {
  return text_setting(
      "log_level",
      "debug (a line for each HTTP request), info, warn or error",
      [](Config& config, const std::string& text) -> Outcome {
        if (text != "debug" && text != "info" && text != "warn" && text != "error") {
          return must_be("debug, info, warn or error");
        }
        config.log_level = text;
        return {};
      },
      [](const Config& config) { return std::optional{SettingValue{config.log_level}}; }
  );
}

void add_limits(std::vector<Setting>& all) {
  all.insert(
      all.end(),
      {
          limit("messages_burst", &Limits::messages_burst, "Messages of one connection at once"),
          limit("messages_per_s", &Limits::messages_per_s, "and then a second"),
          limit("warnings", &Limits::warnings, "Refused messages in a row until it is closed"),
          limit(
              "journey_messages_burst",
              &Limits::journey_messages_burst,
              "Messages of one journey at once, over all its windows"
          ),
          limit("journey_messages_per_s", &Limits::journey_messages_per_s, "and then a second"),
          limit(
              "connections_per_journey",
              &Limits::connections_per_journey,
              "Windows that have one journey open"
          ),
          limit("connections_max", &Limits::connections_max, "Open conversations"),
          limit(
              "connections_per_address",
              &Limits::connections_per_address,
              "Open conversations from one address"
          ),
          limit("sockets_max", &Limits::sockets_max, "TCP connections of every kind"),
          limit(
              "sockets_per_address",
              &Limits::sockets_per_address,
              "TCP connections from one address that is no trusted proxy"
          ),
          limit("calls_burst", &Limits::calls_burst, "Calls of /api/ from one address at once"),
          limit("calls_per_s", &Limits::calls_per_s, "and then a second"),
          limit("tries_burst", &Limits::tries_burst, "Tries of six words from one address at once"),
          limit("tries_per_minute", &Limits::tries_per_minute, "and then a minute"),
          limit("tries_all_burst", &Limits::tries_all_burst, "Tries of six words from everywhere"),
          limit("tries_all_per_minute", &Limits::tries_all_per_minute, "and then a minute"),
          limit("begins_burst", &Limits::begins_burst, "New journeys from one address at once"),
          limit("begins_per_minute", &Limits::begins_per_minute, "and then a minute"),
          limit("begins_all_burst", &Limits::begins_all_burst, "New journeys from everywhere"),
          limit("begins_all_per_minute", &Limits::begins_all_per_minute, "and then a minute"),
          limit("outbox_bytes_max", &Limits::outbox_bytes_max, "Bytes that may wait for a client"),
          limit("page_bytes", &Limits::page_bytes, "Bytes of the journal read at a time"),
          limit("header_bytes_max", &Limits::header_bytes_max, "Bytes of a request's header"),
          limit("hello_timeout_s", &Limits::hello_timeout_s, "From the upgrade to its hello"),
          limit("header_timeout_s", &Limits::header_timeout_s, "For a request's header"),
          limit("body_timeout_s", &Limits::body_timeout_s, "For a request's body"),
          limit("write_timeout_s", &Limits::write_timeout_s, "For an answer to be taken"),
          limit("keep_alive_s", &Limits::keep_alive_s, "Between two requests"),
          limit(
              "idle_timeout_s", &Limits::idle_timeout_s, "Of a conversation; pings at half of it"
          ),
          limit("close_timeout_s", &Limits::close_timeout_s, "For a client to answer a close"),
          limit(
              "read_off_bytes_max", &Limits::read_off_bytes_max, "Bytes read away after a goodbye"
          ),
          limit("drain_timeout_s", &Limits::drain_timeout_s, "For everything to end at a stop"),
          limit("drain_batch", &Limits::drain_batch, "Conversations closed at a time at a stop"),
          limit("drain_pause_ms", &Limits::drain_pause_ms, "between them"),
          limit("accept_pause_ms", &Limits::accept_pause_ms, "After running out of descriptors"),
      }
  );
}

std::string flag_of(const std::string& name) {
  if (name == "origins") {
    return "--origin";
  }
  if (name == "trusted_proxies") {
    return "--trusted-proxy";
  }
  std::string flag = "--" + name;
  std::ranges::replace(flag, '_', '-');
  return flag;
}

std::vector<Setting> made() {
  std::vector<Setting> all{
      listen_setting(),
      data_setting(),
      path_setting(
          "courses", "Folder of courses", &Config::courses, "those that come with the program"
      ),
      truth_setting(
          "signed_only", "Refuse a course that not every role has signed", &Config::signed_only
      ),
      texts_setting(
          "origins",
          "Other origins whose pages may talk with this server",
          &Config::origins,
          [](const std::string& text) { return server::Origins::parse(text); }
      ),
      texts_setting(
          "trusted_proxies",
          "Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed",
          &Config::trusted_proxies,
          [](const std::string& text) -> std::expected<std::string, std::string> {
            const auto range = server::AddressRange::parse(text);
            if (!range) {
              return std::unexpected{range.error()};
            }
            return text;
          }
      ),
      path_setting(
          "tls_cert",
          "Certificate (PEM, with those up to its root): speak TLS",
          &Config::tls_cert,
          "HTTP in the clear"
      ),
      path_setting(
          "tls_key", "Key of the certificate (PEM)", &Config::tls_key, "HTTP in the clear"
      ),
      count_setting(
          "retention_months",
          "Erase journeys that nobody has opened for so many months; 0: never",
          &Config::retention_months,
          retention_months_max
      ),
      count_setting(
          "retention_notice_days",
          "Nothing is erased so soon after that was switched on, or shortened",
          &Config::retention_notice_days,
          retention_days_max
      ),
      exit_site_setting(),
      log_level_setting(),
      path_setting(
          "web_root",
          "Serve the pages from this folder, for development",
          &Config::web_root,
          "the pages in the program"
      ),
  };
  add_limits(all);
  for (Setting& setting : all) {
    setting.flag = flag_of(setting.name);
  }
  return all;
}

template <class T>
std::optional<SettingValue> number_in(std::string_view text) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::span<const Setting> settings() {
  static const std::vector<Setting> all = made();
  return all;
}

std::string text_of(const SettingValue& value) {
  return std::visit(
      engine::Overloaded{
          [](bool yes) -> std::string { return yes ? "true" : "false"; },
          [](std::int64_t whole) { return std::to_string(whole); },
          [](double number) {
            std::array<char, 32> digits{};
            return std::string{
                digits.data(),
                std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr
            };
          },
          [](const std::string& text) { return text; },
          [](const std::vector<std::string>& texts) {
            std::string all;
            for (const std::string& text : texts) {
              all += (all.empty() ? "" : ",") + text;
            }
            return all;
          },
      },
      value
  );
}

std::string environment_name(const Setting& setting) {
  std::string name = "ATTUNE_" + setting.name;
  std::ranges::transform(name, name.begin(), [](char c) {
    return c == '.' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  });
  return name;
}

std::expected<SettingValue, std::string> value_from_text(SettingKind kind, std::string_view text) {
  switch (kind) {
    case SettingKind::text:
      return std::string{text};
    case SettingKind::texts: {
      std::vector<std::string> texts;
      while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(", "), text.size());
        if (end > 0) {
          texts.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
      }
      return texts;
    }
    case SettingKind::truth:
      if (text == "true" || text == "false") {
        return text == "true";
      }
      return must_be("true or false");
    case SettingKind::whole:
      if (auto number = number_in<std::int64_t>(text)) {
        return *std::move(number);
      }
      return must_be("a whole number above 0");
    case SettingKind::number:
      if (auto number = number_in<double>(text)) {
        return *std::move(number);
      }
      return must_be("a number above 0");
  }
  return std::string{text};
}

}  // namespace attune
