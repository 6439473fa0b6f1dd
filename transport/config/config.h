#pragma once

#include "transport/server/limits.h"
#include "transport/server/trusted_proxies.h"

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

// "127.0.0.1:8080", "[::1]:8080", ":8080" (every address). The error is a sentence.
std::expected<Listen, std::string> parse_listen(std::string_view text);
std::string listen_text(const Listen& listen);

// How `attune serve` runs. The settings that lead here are in settings.h, each with its name.
struct Config {
  Listen listen;
  std::filesystem::path data = "./data";
  std::optional<std::filesystem::path> courses;  // absent: those that come with the program
  bool signed_only = false;                      // refuse a course that not every role has signed
  std::vector<std::string> origins;
  std::optional<std::filesystem::path> web_root;  // absent: the pages in the binary
  std::optional<std::string> exit_site;           // where Exit goes; absent: as the pages have it
  std::vector<std::string> trusted_proxies;       // as AddressRange::parse takes them
  std::optional<std::filesystem::path> tls_cert;  // both, or neither
  std::optional<std::filesystem::path> tls_key;
  std::uint32_t retention_months = 0;  // 0: journeys stay for good
  std::uint32_t retention_notice_days = 30;
  bool watch = false;  // courses are being edited (course_watch.h)
  std::string log_level = "info";
  server::Limits limits;
};

}  // namespace attune
