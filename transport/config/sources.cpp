#include "transport/config/sources.h"

#include "engine/base/text.h"

#include <algorithm>
#include <span>
#include <sstream>
#include <toml++/toml.h>

namespace attune {
namespace {

constexpr std::string_view environment_prefix = "ATTUNE_";

// Names that there were once.
constexpr std::pair<std::string_view, std::string_view> replaced[] = {
    {"behind_proxy",
     "it is trusted_proxies now: the addresses whose word is believed, like [\"127.0.0.1\"]"},
};

const Setting* setting_named(std::string_view name) {
  const auto all = settings();
  const auto found = std::ranges::find(all, name, &Setting::name);
  return found == all.end() ? nullptr : &*found;
}

std::optional<std::string> nearest_of(std::string_view word, const std::vector<std::string>& all) {
  const std::vector<std::string_view> views{all.begin(), all.end()};
  const auto found = engine::nearest(word, views);
  return found ? std::optional{std::string{*found}} : std::nullopt;
}

std::vector<std::string> names() {
  std::vector<std::string> all{"limits"};
  for (const Setting& setting : settings()) {
    all.push_back(setting.name);
  }
  return all;
}

class Settling {
 public:
  void read_file(const std::string& text, const std::string& called) {
    try {
      read_table(toml::parse(text), {}, called);
    } catch (const toml::parse_error& error) {
      problems_.push_back(at(called, error.source().begin.line) + std::string{error.description()});
    }
  }

  void read_environment(const std::vector<std::pair<std::string, std::string>>& variables) {
    std::vector<std::string> known{"ATTUNE_CONFIG"};
    for (const Setting& setting : settings()) {
      known.push_back(environment_name(setting));
    }
    for (const auto& [name, text] : variables) {
      const auto all = settings();
      const auto found = std::ranges::find(all, name, environment_name);
      if (found != all.end()) {
        take_text(*found, text, name);
      } else if (std::ranges::find(known, name) == known.end()) {
        note_unknown(name, known);
      }
    }
  }

  void read_flags(const std::map<std::string, std::vector<std::string>>& flags) {
    for (const auto& [name, texts] : flags) {
      const Setting* setting = setting_named(name);
      if (setting == nullptr || texts.empty()) {
        continue;
      }
      if (setting->kind == SettingKind::texts) {
        take(*setting, texts, setting->flag, setting->flag);
      } else {
        take_text(*setting, texts.back(), setting->flag);
      }
    }
  }

  void look_at_the_whole() {
    const Config& config = settled_.config;
    if (config.tls_cert.has_value() != config.tls_key.has_value()) {
      problems_.push_back("tls_cert and tls_key go together: say both, or neither");
    }
  }

  std::expected<Settled, std::vector<std::string>> result() && {
    if (problems_.empty()) {
      return std::move(settled_);
    }
    return std::unexpected{std::move(problems_)};
  }

 private:
  static std::string at(const std::string& called, toml::source_index line) {
    return called + ":" + std::to_string(line) + ": ";
  }

  // An error that goes on from the name of what was said: "must be ...", ": expected ...".
  void take(
      const Setting& setting,
      const SettingValue& value,
      const std::string& by,
      const std::string& named
  ) {
    const auto taken = setting.set(settled_.config, value);
    if (taken) {
      settled_.said_by[setting.name] = by;
    } else {
      complain(named, taken.error());
    }
  }

  void take_text(const Setting& setting, const std::string& text, const std::string& by) {
    const auto value = value_from_text(setting.kind, text);
    if (value) {
      take(setting, *value, by, by);
    } else {
      complain(by, value.error());
    }
  }

  void complain(const std::string& named, const std::string& error) {
    problems_.push_back(named + (error.starts_with(':') ? "" : " ") + error);
  }

  void note_unknown(const std::string& name, const std::vector<std::string>& known) {
    if (const auto near = nearest_of(name.substr(environment_prefix.size()), shortened(known))) {
      problems_.push_back(
          "the environment has " + name + ", which is no setting; did you mean ATTUNE_" + *near +
          "?"
      );
    } else {
      settled_.notes.push_back("the environment has " + name + ", which is no setting");
    }
  }

  static std::vector<std::string> shortened(const std::vector<std::string>& known) {
    std::vector<std::string> all;
    for (const std::string& name : known) {
      all.push_back(name.substr(environment_prefix.size()));
    }
    return all;
  }

  void read_table(const toml::table& table, const std::string& prefix, const std::string& called) {
    for (const auto& [key, node] : table) {
      const std::string name = prefix + std::string{key.str()};
      const std::string where = at(called, key.source().begin.line);
      if (name == "limits") {
        if (const toml::table* limits = node.as_table()) {
          read_table(*limits, "limits.", called);
        } else {
          problems_.push_back(
              where + "\"limits\" is a table: a line [limits], and its settings below"
          );
        }
        continue;
      }
      const Setting* setting = setting_named(name);
      if (setting == nullptr) {
        problems_.push_back(where + unknown(name));
        continue;
      }
      take(*setting, value_of(node), called, where + "\"" + name + "\"");
    }
  }

  static std::string unknown(const std::string& name) {
    std::string text = "there is no setting \"" + name + "\"";
    for (const auto& [old, now] : replaced) {
      if (name == old) {
        return text + "; " + std::string{now};
      }
    }
    if (const auto near = nearest_of(name, names())) {
      return text + "; did you mean \"" + *near + "\"?";
    }
    return text + "; attune serve --check-config shows them all";
  }

  // What no setting takes, a date say, becomes an empty text: each then says what it must be.
  static SettingValue value_of(const toml::node& node) {
    if (const auto* yes = node.as_boolean()) {
      return yes->get();
    }
    if (const auto* whole = node.as_integer()) {
      return whole->get();
    }
    if (const auto* number = node.as_floating_point()) {
      return number->get();
    }
    if (const auto* text = node.as_string()) {
      return text->get();
    }
    std::vector<std::string> texts;
    const toml::array* list = node.as_array();
    if (list == nullptr) {
      return std::string{};
    }
    for (const toml::node& item : *list) {
      const auto* text = item.as_string();
      if (text == nullptr) {
        return std::string{};
      }
      texts.push_back(text->get());
    }
    return texts;
  }

  Settled settled_;
  std::vector<std::string> problems_;
};

std::string as_toml(const SettingValue& value) {
  std::ostringstream out;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    toml::array list;
    for (const std::string& text : *texts) {
      list.push_back(text);
    }
    out << list;
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    out << toml::value<std::string>{*text};
  } else if (const auto* yes = std::get_if<bool>(&value)) {
    out << (*yes ? "true" : "false");
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    out << *whole;
  } else if (const auto* number = std::get_if<double>(&value)) {
    out << toml::value<double>{*number};
  }
  return out.str();
}

}  // namespace

std::expected<Settled, std::vector<std::string>> settle(const Spoken& spoken) {
  Settling settling;
  if (spoken.file) {
    settling.read_file(spoken.file->first, spoken.file->second);
  }
  settling.read_environment(spoken.environment);
  settling.read_flags(spoken.flags);
  settling.look_at_the_whole();
  return std::move(settling).result();
}

std::string in_force(const Settled& settled) {
  constexpr std::string_view table = "limits.";
  std::string out;
  bool in_table = false;
  for (const Setting& setting : settings()) {
    std::string name = setting.name;
    if (name.starts_with(table)) {
      out += in_table ? "" : "\n[limits]\n";
      in_table = true;
      name = name.substr(table.size());
    }
    const auto by = settled.said_by.find(setting.name);
    const std::string from = by == settled.said_by.end() ? "default" : by->second;
    const auto value = setting.get(settled.config);
    out += value ? name + " = " + as_toml(*value) + "  # " + from + "\n"
                 : "# " + name + ": " + setting.if_absent + "\n";
  }
  return out;
}

}  // namespace attune
