#include "transport/serve_command.h"

#include "transport/config/sources.h"
#include "transport/serve.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace attune {
namespace {

constexpr int wrong_use = 2;

struct Given {
  std::map<std::string, std::vector<std::string>> flags;
  std::string config;
  bool check_config = false;
  bool watch = false;
};

std::vector<std::pair<std::string, std::string>> environment() {
  std::vector<std::pair<std::string, std::string>> found;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const std::size_t equals = variable.find('=');
    if (variable.starts_with("ATTUNE_") && equals != std::string_view::npos) {
      found.emplace_back(variable.substr(0, equals), variable.substr(equals + 1));
    }
  }
  return found;
}

std::expected<Settled, std::vector<std::string>> settle_given(const Given& given) {
  Spoken spoken{.flags = given.flags, .environment = environment(), .file = std::nullopt};
  std::string path = given.config;
  if (const char* named = std::getenv("ATTUNE_CONFIG"); path.empty() && named != nullptr) {
    path = named;
  }
  if (!path.empty()) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
      return std::unexpected{std::vector{path + ": cannot be read"}};
    }
    spoken.file.emplace(std::string{std::istreambuf_iterator<char>{file}, {}}, path);
  }
  auto settled = settle(spoken);
  if (settled) {
    settled->config.watch = given.watch;
  }
  return settled;
}

int run(const Given& given) {
  const auto settled = settle_given(given);
  if (!settled) {
    for (const std::string& problem : settled.error()) {
      std::cerr << "attune serve: " << problem << '\n';
    }
    return wrong_use;
  }
  if (!given.check_config) {
    return serve(settled->config);
  }
  for (const std::string& note : settled->notes) {
    std::cerr << "attune serve: " << note << '\n';
  }
  std::cout << in_force(*settled);
  return 0;
}

// One option for each setting, so that none can be forgotten.
void add_setting(CLI::App& command, const Setting& setting, Given& given) {
  std::vector<std::string>& texts = given.flags[setting.name];
  std::string help = setting.help + " [" + environment_name(setting) + "]";
  CLI::Option* option = nullptr;
  if (setting.kind == SettingKind::truth) {
    const auto say = [&texts](std::int64_t count) { texts = {count > 0 ? "true" : "false"}; };
    option = command.add_flag_function(setting.flag, say, help);
  } else {
    option = command.add_option(setting.flag, texts, help)->expected(1);
    if (setting.kind == SettingKind::texts) {
      option->take_all();
    }
  }
  option->type_name(setting.kind == SettingKind::truth ? "" : "VALUE");
  if (setting.name.starts_with("limits.")) {
    option->group("Limits");
  }
}

}  // namespace

void add_serve_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("serve", "Serve the coach to browsers");
  const auto given = std::make_shared<Given>();
  command->add_option(
      "--config", given->config, "Settings in TOML (docs/OPERATIONS.md) [ATTUNE_CONFIG]"
  );
  command->add_flag(
      "--check-config", given->check_config, "Say what is in force and who said it, and end"
  );
  command->add_flag(
      "--watch", given->watch, "Take up changed scripts at once, for who is writing them"
  );
  for (const Setting& setting : settings()) {
    add_setting(*command, setting, *given);
  }
  command->footer(
      "The command line has the last word, then the environment, then the file given with --config."
  );
  command->callback([given, &exit_code] { exit_code = run(*given); });
}

}  // namespace attune
