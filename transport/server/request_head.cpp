#include "transport/server/request_head.h"

#include <algorithm>
#include <cstddef>
#include <ranges>

namespace attune::server {
namespace {

constexpr std::string_view line_end = "\r\n";

bool same_name(std::string_view left, std::string_view lower) {
  const auto lowered = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(left, lower, {}, lowered);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_length(std::string_view text) {
  constexpr std::size_t digits_max = 10;
  return !text.empty() && text.size() <= digits_max &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A line that ends in anything but CRLF, or a byte that no field may hold.
bool has_stray_control(std::string_view line) {
  return std::ranges::any_of(line, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

// What a field's name is made of (RFC 9110, 5.6.2). Whoever takes more for a name, or less, sees
// other fields than the server before or behind it.
bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.contains(c);
  });
}

struct Seen {
  std::size_t hosts = 0;
  std::size_t lengths = 0;
};

std::optional<std::string_view> fault_in_field(std::string_view line, Seen& seen) {
  if (line.front() == ' ' || line.front() == '\t') {
    return "a folded header line";
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return "a header line without a name";
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!is_token(name)) {
    return "a header's name that is none";
  }
  if (same_name(name, "transfer-encoding")) {
    return "a Transfer-Encoding: send a Content-Length";
  }
  if (same_name(name, "host")) {
    ++seen.hosts;
  }
  if (same_name(name, "content-length")) {
    ++seen.lengths;
    if (!is_length(value)) {
      return "a Content-Length that is not a number";
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> fault_in_head(std::string_view head) {
  Seen seen;
  bool first = true;
  while (true) {
    const std::size_t end = head.find(line_end);
    if (end == std::string_view::npos) {
      return "a header that does not end";
    }
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + line_end.size());
    if (line.empty()) {
      break;
    }
    if (has_stray_control(line)) {
      return "a control character in the header";
    }
    if (!first) {
      if (const auto fault = fault_in_field(line, seen)) {
        return fault;
      }
    }
    first = false;
  }
  if (first) {
    return "no request line";
  }
  if (seen.hosts != 1) {
    return "not exactly one Host";
  }
  if (seen.lengths > 1) {
    return "more than one Content-Length";
  }
  return std::nullopt;
}

}  // namespace attune::server
