#pragma once

#include "transport/server/limits.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

struct Listen {
  std::string address = "127.0.0.1";  // numeric
  std::uint16_t port = 8080;          // 0: the system picks one

  bool operator==(const Listen&) const = default;
};

// How `attune serve` runs: what the command line says, over what --config says, over these.
struct Config {
  Listen listen;
  std::filesystem::path data = "./data";
  std::optional<std::filesystem::path> courses;  // absent: those that come with the program
  bool signed_only = false;                      // refuse a course that not every role has signed
  std::vector<std::string> origins;
  std::optional<std::filesystem::path> web_root;  // absent: the pages in the binary
  std::optional<std::string> exit_site;           // where Exit goes; absent: as the pages have it
  bool behind_proxy = false;                      // X-Forwarded-For and -Proto are to be believed
  bool watch = false;                             // courses are being edited (course_watch.h)
  std::string log_level = "info";
  server::Limits limits;
};

// "127.0.0.1:8080", "[::1]:8080", ":8080" (every address). The error is a sentence.
std::expected<Listen, std::string> parse_listen(std::string_view text);

// A settings file over `base`: a JSON object. Unknown names and values of the wrong kind are
// errors.
std::expected<Config, std::string> parse_config(std::string_view text, Config base);

}  // namespace attune
