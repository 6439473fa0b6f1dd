#pragma once

#include "engine/base/name_id.h"

#include <cstdint>

namespace attune::engine {

// A typed, checked expression: a node in Program::nodes whose operands are earlier nodes.
enum class Op : std::uint8_t {
  number,       // Node::number
  boolean,      // Node::number != 0
  text,         // Node::text
  option,       // Node::text is the option's id
  answer,       // Node::name
  memory,       // Node::name
  visits,       // Node::name is the scene
  days_since,   // Node::name is the stage, or the practice
  count,        // of the answer Node::name
  is_skipped,   // Node::name
  is_answered,  // Node::name
  equal,
  not_equal,
  includes,  // left: answer of choices or list; right: option or text
  less,
  less_equal,
  greater,
  greater_equal,
  logical_and,
  logical_or,
  logical_not,
  negate,
  add,
  subtract,
  multiply,
  divide,  // x / 0 is 0: a script cannot fail while a person is talking
};

struct Node {
  Op op = Op::number;
  std::uint32_t left = 0;   // index of a node
  std::uint32_t right = 0;  // index of a node
  std::uint32_t text = 0;   // index of an interned text
  NameId name;
  double number = 0;
};

}  // namespace attune::engine
