#include "engine/script/known.h"

#include <algorithm>
#include <bit>
#include <cmath>

// What a condition tells of the values that it looks at, when it holds and when it does not.
namespace attune::engine {
namespace {

// The comparison that holds where this one does not.
Op opposite(Op op) {
  return op == Op::less         ? Op::greater_equal
         : op == Op::less_equal ? Op::greater
         : op == Op::greater    ? Op::less_equal
                                : Op::less;
}

// The same comparison, read from right to left.
Op mirrored(Op op) {
  return op == Op::less         ? Op::greater
         : op == Op::less_equal ? Op::greater_equal
         : op == Op::greater    ? Op::less
                                : Op::less_equal;
}

}  // namespace

Variables::Range Variables::range(const Values& values, std::uint32_t index) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Node& node = program_.nodes[index];
  const auto corners = [&](auto combine) {
    const Range a = range(values, node.left);
    const Range b = range(values, node.right);
    Range made{.low = infinity, .high = -infinity};
    for (const double x : {a.low, a.high}) {
      for (const double y : {b.low, b.high}) {
        const double value = combine(x, y);
        if (std::isnan(value)) {
          return Range{.low = -infinity, .high = infinity};
        }
        made.low = std::min(made.low, value);
        made.high = std::max(made.high, value);
      }
    }
    return made;
  };
  if (of_node_[index] != none) {
    const Known& found = known(values, of_node_[index]);
    if ((found.status & Status::held) == 0) {
      return Range{};  // what is not there counts as 0
    }
    const bool there = found.status == Status::held;
    return Range{
        .low = there ? found.low : std::min(found.low, 0.0),
        .high = there ? found.high : std::max(found.high, 0.0)
    };
  }
  if (node.op == Op::number) {
    return Range{.low = node.number, .high = node.number};
  }
  if (node.op == Op::negate) {
    const Range inner = range(values, node.left);
    return Range{.low = -inner.high, .high = -inner.low};
  }
  if (node.op == Op::add) {
    return corners([](double x, double y) { return x + y; });
  }
  if (node.op == Op::subtract) {
    return corners([](double x, double y) { return x - y; });
  }
  if (node.op == Op::multiply) {
    return corners([](double x, double y) { return x * y; });
  }
  if (node.op == Op::divide) {
    const Range divisor = range(values, node.right);
    if (divisor.low > 0 || divisor.high < 0) {
      return corners([](double x, double y) { return x / y; });
    }
  }
  return Range{.low = -infinity, .high = infinity};
}

bool Variables::surely_there(const Values& values, std::uint32_t index) const {
  return program_.nodes[index].op != Op::answer ||
         known(values, of_node_[index]).status == Status::held;
}

Known Variables::evaluate(const Values& values, std::uint32_t node, std::uint32_t variable) const {
  Known made = all_[variable].any;
  made.status = Status::held;
  switch (all_[variable].kind) {
    case ValueKind::number: {
      const Range value = range(values, node);
      made.low = value.low;
      made.high = value.high;
      return made;
    }
    case ValueKind::boolean:
      made.may = (refine(values, node, false) ? Known::is_false : 0) |
                 (refine(values, node, true) ? Known::is_true : 0);
      return made;
    case ValueKind::text: {
      const std::uint64_t bit = constant_bit(variable, node);
      made.may = bit != 0 ? bit : ~std::uint64_t{0};
      return made;
    }
    case ValueKind::option:
    case ValueKind::options:
    case ValueKind::items:
    case ValueKind::other:
      return made;
  }
  return made;
}

Variables::Range Variables::range_when_there(Values values, std::uint32_t node) const {
  each_read(node, [&](std::uint32_t variable) {
    if (auto there = allowed(values, variable, Status::held)) {
      values = *std::move(there);
    }
  });
  return range(values, node);
}

std::optional<Values> Variables::allowed(
    const Values& values, std::uint32_t variable, std::uint8_t statuses
) const {
  Known known = this->known(values, variable);
  known.status &= statuses;
  if (known.status == 0) {
    return std::nullopt;
  }
  Values made = values;
  made.set(variable, known, all_[variable].any);
  return made;
}

// It is one of these, or (`outcome` false) none of them: what is not there is none of them.
std::optional<Values> Variables::bits(
    const Values& values, std::uint32_t variable, std::uint64_t bits, bool outcome
) const {
  Known known = this->known(values, variable);
  known.may &= outcome ? bits : ~bits;
  // Another text than the named ones may be any text.
  if (known.may == 0) {
    known.status &= static_cast<std::uint8_t>(~Status::held);
    known.may = all_[variable].any.may;
  }
  if (outcome) {
    known.status &= Status::held;
  }
  if (known.status == 0) {
    return std::nullopt;
  }
  Values made = values;
  made.set(variable, known, all_[variable].any);
  return made;
}

std::optional<Values> Variables::included(
    const Values& values, std::uint32_t variable, std::uint64_t bit, bool outcome
) const {
  Known known = this->known(values, variable);
  const bool possible = outcome ? (known.may & bit) != 0 : (known.must & bit) == 0;
  if (outcome) {
    known.status &= Status::held;
    known.must |= bit;
    known.low = std::max(known.low, static_cast<double>(std::popcount(known.must)));
  } else {
    known.may &= ~bit;
    known.high = std::min(known.high, static_cast<double>(std::popcount(known.may)));
  }
  if (!possible || known.low > known.high) {
    known = this->known(values, variable);
    known.status &= outcome ? std::uint8_t{0} : static_cast<std::uint8_t>(~Status::held);
  }
  if (known.status == 0) {
    return std::nullopt;
  }
  Values made = values;
  made.set(variable, known, all_[variable].any);
  return made;
}

std::optional<Values> Variables::equality(const Values& values, const Node& node, bool outcome)
    const {
  const std::uint32_t variable = of_node_[node.left];
  const Op left = program_.nodes[node.left].op;
  if (variable != none && (left == Op::answer || left == Op::memory)) {
    if (const std::uint64_t bit = constant_bit(variable, node.right)) {
      return bits(values, variable, bit, outcome);
    }
  }
  const bool numbers =
      variable != none && (all_[variable].kind == ValueKind::number || left == Op::count);
  if (!numbers) {
    return values;
  }
  if (outcome) {
    const auto at_least = order(values, Op::greater_equal, node, true);
    return at_least ? order(*at_least, Op::less_equal, node, true) : std::nullopt;
  }
  // It differs: what surely is that number is not here.
  const Range a = range(values, node.left);
  const Range b = range(values, node.right);
  const bool same = a.low == a.high && b.low == b.high && a.low == b.low &&
                    surely_there(values, node.left) && surely_there(values, node.right);
  return same ? std::nullopt : std::optional{values};
}

std::optional<Values> Variables::bounded(
    const Values& values, std::uint32_t index, Op op, const Range& other, bool outcome
) const {
  const std::uint32_t variable = of_node_[index];
  const Op read = program_.nodes[index].op;
  if (variable == none) {
    return values;
  }
  const Variable& whose = all_[variable];
  const bool counted = read == Op::count;
  Known known = this->known(values, variable);
  if (!counted && whose.kind != ValueKind::number) {
    return values;
  }
  const bool whole = whose.whole || counted;
  const auto below = [&](double bound) {
    return whole ? std::ceil(bound) - 1 : std::nextafter(bound, -HUGE_VAL);
  };
  const auto above = [&](double bound) {
    return whole ? std::floor(bound) + 1 : std::nextafter(bound, HUGE_VAL);
  };
  bool zero_fits = true;  // what is not there counts as 0 when it is counted
  if (op == Op::less || op == Op::less_equal) {
    const double most = op == Op::less ? below(other.high) : other.high;
    known.high = std::min(known.high, most);
    zero_fits = most >= 0;
  } else {
    const double least = op == Op::greater ? above(other.low) : other.low;
    known.low = std::max(known.low, least);
    zero_fits = least <= 0;
  }
  if (known.low > known.high) {
    known.low = whose.any.low;
    known.high = whose.any.high;
    known.status &= static_cast<std::uint8_t>(~Status::held);
  }
  // Nothing that is not there is less, or more.
  const bool others_stay = counted ? zero_fits : !outcome;
  if (!others_stay) {
    known.status &= Status::held;
  }
  if (known.status == 0) {
    return std::nullopt;
  }
  Values made = values;
  made.set(variable, known, whose.any);
  return made;
}

std::optional<Values> Variables::order(const Values& values, Op op, const Node& node, bool outcome)
    const {
  const Op holds = outcome ? op : opposite(op);
  const Range a = range(values, node.left);
  const Range b = range(values, node.right);
  const bool both_there = surely_there(values, node.left) && surely_there(values, node.right);
  if (outcome || both_there) {
    const bool possible = holds == Op::less         ? a.low < b.high
                          : holds == Op::less_equal ? a.low <= b.high
                          : holds == Op::greater    ? a.high > b.low
                                                    : a.high >= b.low;
    if (!possible) {
      return std::nullopt;
    }
  }
  std::optional<Values> made = values;
  // That it does not hold tells of one side only when the other is there.
  if (outcome || surely_there(values, node.right)) {
    made = bounded(*made, node.left, holds, b, outcome);
  }
  if (made && (outcome || surely_there(values, node.left))) {
    made = bounded(*made, node.right, mirrored(holds), a, outcome);
  }
  return made;
}

// "and" that holds, "or" that does not: both sides. Otherwise the left one alone, or the right one
// after it.
std::optional<Values> Variables::both(const Values& values, const Node& node, bool outcome) const {
  const bool whole = node.op == Op::logical_and;
  const std::optional<Values> left = refine(values, node.left, whole);
  std::optional<Values> made = left ? refine(*left, node.right, outcome) : std::nullopt;
  if (outcome == whole) {
    return made;
  }
  std::optional<Values> alone = refine(values, node.left, outcome);
  if (alone && made) {
    return join(*alone, *made, false);
  }
  return alone ? alone : made;
}

std::optional<Values> Variables::refine(const Values& values, std::uint32_t index, bool outcome)
    const {
  const Node& node = program_.nodes[index];
  const std::uint32_t variable = of_node_[index];
  switch (node.op) {
    case Op::boolean:
      return (node.number != 0) == outcome ? std::optional{values} : std::nullopt;
    case Op::answer:
    case Op::memory:
      return bits(values, variable, Known::is_true, outcome);
    case Op::is_skipped:
      return allowed(values, variable, outcome ? Status::skipped : Status::any & ~Status::skipped);
    case Op::is_answered:
      return allowed(values, variable, outcome ? Status::held : Status::any & ~Status::held);
    case Op::equal:
      return equality(values, node, outcome);
    case Op::not_equal:
      return equality(values, node, !outcome);
    case Op::includes: {
      const std::uint32_t list = of_node_[node.left];
      const std::uint64_t bit = list != none ? constant_bit(list, node.right) : 0;
      if (list != none && all_[list].kind == ValueKind::options && bit != 0) {
        return included(values, list, bit, outcome);
      }
      return list != none && outcome ? allowed(values, list, Status::held) : values;
    }
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return order(values, node.op, node, outcome);
    case Op::logical_and:
    case Op::logical_or:
      return both(values, node, outcome);
    case Op::logical_not:
      return refine(values, node.left, !outcome);
    case Op::number:
    case Op::text:
    case Op::option:
    case Op::visits:
    case Op::days_since:
    case Op::count:
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
      break;
  }
  return values;
}

}  // namespace attune::engine
