#pragma once

#include "engine/base/instant.h"

#include <string>
#include <variant>
#include <vector>

namespace attune::engine {

struct Skipped {
  bool operator==(const Skipped&) const = default;
};

struct Text {
  std::string text;

  bool operator==(const Text&) const = default;
};

// An option of a choice, by the author's id: never by its position.
struct OptionId {
  std::string id;

  bool operator==(const OptionId&) const = default;
};

// Options of a choices question, in the script's order.
struct OptionIds {
  std::vector<std::string> ids;

  bool operator==(const OptionIds&) const = default;
};

// What a person listed, or picked from a list.
struct Items {
  std::vector<std::string> items;

  bool operator==(const Items&) const = default;
};

// What is kept of an answer, and what memory holds. Numbers are IEEE doubles throughout.
using Value = std::variant<Skipped, bool, double, Day, Text, OptionId, OptionIds, Items>;

inline bool is_skipped(const Value& value) {
  return std::holds_alternative<Skipped>(value);
}

}  // namespace attune::engine
