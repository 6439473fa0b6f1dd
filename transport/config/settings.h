#pragma once

#include "transport/config/config.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Every setting there is, once: from here come the names in the file, in the environment and on the
// command line, their help, and what --check-config prints.
namespace attune {

using SettingValue =
    std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

enum class SettingKind : std::uint8_t { truth, whole, number, text, texts };

struct Setting {
  std::string name;  // in the file: "listen"; in its table: "limits.warnings"
  std::string flag;  // "--listen", "--limits.warnings"
  std::string help;
  std::string if_absent;  // what holds then; empty: there always is a value
  SettingKind kind = SettingKind::text;
  // The error is what the value must be: "must be true or false".
  std::function<std::expected<void, std::string>(Config&, const SettingValue&)> set;
  std::function<std::optional<SettingValue>(const Config&)> get;
};

std::span<const Setting> settings();

// "ATTUNE_LIMITS_WARNINGS"
std::string environment_name(const Setting& setting);

// The same, for people.
std::string text_of(const SettingValue& value);

// How a value is written in the environment and on the command line: texts with commas between.
std::expected<SettingValue, std::string> value_from_text(SettingKind kind, std::string_view text);

}  // namespace attune
