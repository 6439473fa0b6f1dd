#include "transport/serve_command.h"

#include "transport/config.h"
#include "transport/serve.h"
#include "transport/server/origins.h"

#include <CLI/CLI.hpp>
#include <expected>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace attune {
namespace {

constexpr int wrong_use = 2;

// The command line as it was written; what is absent leaves the settings file's value, or the
// default.
struct Given {
  std::optional<std::string> listen;
  std::optional<std::string> data;
  std::optional<std::string> courses;
  std::optional<std::string> web_root;
  std::optional<std::string> config;
  std::vector<std::string> origins;
  bool signed_only = false;
  bool watch = false;
};

std::expected<Config, std::string> read_config_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) {
    return std::unexpected{path + ": cannot be read"};
  }
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto config = parse_config(text, Config{});
  if (!config) {
    return std::unexpected{path + ": " + config.error()};
  }
  return config;
}

std::expected<Config, std::string> settle(const Given& given) {
  Config config;
  if (given.config) {
    auto read = read_config_file(*given.config);
    if (!read) {
      return read;
    }
    config = *std::move(read);
  }
  if (given.listen) {
    const auto listen = parse_listen(*given.listen);
    if (!listen) {
      return std::unexpected{"--listen: " + listen.error()};
    }
    config.listen = *listen;
  }
  if (given.data) {
    config.data = *given.data;
  }
  if (given.courses) {
    config.courses = *given.courses;
  }
  config.signed_only = config.signed_only || given.signed_only;
  if (given.web_root) {
    config.web_root = *given.web_root;
  }
  config.watch = given.watch;
  for (const std::string& text : given.origins) {
    auto origin = server::Origins::parse(text);
    if (!origin) {
      return std::unexpected{"--origin: " + origin.error()};
    }
    config.origins.push_back(*std::move(origin));
  }
  return config;
}

}  // namespace

void add_serve_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("serve", "Serve the coach to browsers");
  const auto given = std::make_shared<Given>();
  command->add_option(
      "--listen", given->listen, "Address and port (127.0.0.1:8080; port 0 picks one)"
  );
  command->add_option("--data", given->data, "Folder for everything that must survive (./data)");
  command->add_option(
      "--courses", given->courses, "Folder of courses (those that come with attune)"
  );
  command->add_flag(
      "--signed-only", given->signed_only, "Refuse a course that not every role has signed"
  );
  command
      ->add_option(
          "--origin", given->origins, "Another origin whose pages may talk with this server"
      )
      ->expected(1)
      ->take_all();
  command->add_option(
      "--web-root", given->web_root, "Serve the pages from this folder, for development"
  );
  command->add_flag(
      "--watch", given->watch, "Take up changed scripts at once, for who is writing them"
  );
  command->add_option("--config", given->config, "Settings in JSON (docs/OPERATIONS.md)");
  command->callback([given, &exit_code] {
    const auto config = settle(*given);
    if (!config) {
      std::cerr << "attune serve: " << config.error() << '\n';
      exit_code = wrong_use;
      return;
    }
    exit_code = serve(*config);
  });
}

}  // namespace attune
