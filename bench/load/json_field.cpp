#include "bench/load/json_field.h"

#include <cstddef>

namespace attune::bench {

namespace {

// `at` is on the opening quote; returns the place after the closing one.
std::size_t after_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') {
      ++at;
    }
  }
  return at + 1;
}

std::size_t after_value(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = after_string(text, at);
      if (depth == 0) {
        return at;
      }
      continue;
    }
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) {
        return at;
      }
      if (--depth == 0) {
        return at + 1;
      }
    } else if (c == ',' && depth == 0) {
      return at;
    }
    ++at;
  }
  return at;
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) {
    ++at;
  }
  return at;
}

}  // namespace

std::string_view json_field(std::string_view object, std::string_view key) {
  std::size_t at = skip_space(object, 0);
  if (at >= object.size() || object[at] != '{') {
    return {};
  }
  at = skip_space(object, at + 1);
  while (at < object.size() && object[at] == '"') {
    const std::size_t name_end = after_string(object, at);
    if (name_end > object.size()) {
      return {};
    }
    const std::string_view name = object.substr(at + 1, name_end - at - 2);
    at = skip_space(object, name_end);
    if (at >= object.size() || object[at] != ':') {
      return {};
    }
    at = skip_space(object, at + 1);
    const std::size_t value_end = after_value(object, at);
    if (name == key) {
      return object.substr(at, value_end - at);
    }
    at = skip_space(object, value_end);
    if (at < object.size() && object[at] == ',') {
      at = skip_space(object, at + 1);
    }
  }
  return {};
}

std::string_view unquoted(std::string_view json_string) {
  if (json_string.size() < 2 || json_string.front() != '"') {
    return {};
  }
  return json_string.substr(1, json_string.size() - 2);
}

}  // namespace attune::bench
