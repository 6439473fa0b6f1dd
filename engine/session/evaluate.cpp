#include "engine/session/evaluate.h"

#include "engine/base/check.h"
#include "engine/base/overloaded.h"

#include <algorithm>
#include <cmath>

namespace attune::engine {
namespace {

struct Evaluation {
  const Program& program;
  const State& state;
  Instant now;

  Value value(std::uint32_t index) const;

  double number(std::uint32_t index) const {
    const Value found = value(index);
    const auto* held = std::get_if<double>(&found);
    return held != nullptr ? *held : 0.0;
  }

  bool truth(std::uint32_t index) const {
    const Value found = value(index);
    const auto* held = std::get_if<bool>(&found);
    return held != nullptr && *held;
  }

  Value memory(NameId name) const {
    if (const Value* set = state.remembered(name)) {
      return *set;
    }
    const Memory* declared = program.find_memory(name);
    ATTUNE_CHECK(declared != nullptr);
    return declared->initial;
  }

  // A stage that was left or done, or a practice that was offered; 0 for what was not.
  double days_since(NameId name) const {
    if (const OfferedPractice* practice = state.practice(name)) {
      return days(practice->at);
    }
    const StagePlace* place = state.stage(name);
    if (place == nullptr || place->last == Instant{}) {
      return 0;
    }
    return days(place->last);
  }

  double days(Instant then) const {
    return static_cast<double>(std::chrono::floor<std::chrono::days>(now - then).count());
  }

  double count(NameId name) const {
    const Value* answer = state.answer(name);
    if (answer == nullptr) {
      return 0;
    }
    if (const auto* items = std::get_if<Items>(answer)) {
      return static_cast<double>(items->items.size());
    }
    if (const auto* ids = std::get_if<OptionIds>(answer)) {
      return static_cast<double>(ids->ids.size());
    }
    return is_skipped(*answer) ? 0 : 1;
  }

  bool includes(const Value& all, const Value& one) const {
    if (const auto* ids = std::get_if<OptionIds>(&all)) {
      const auto* id = std::get_if<OptionId>(&one);
      return id != nullptr && std::ranges::find(ids->ids, id->id) != ids->ids.end();
    }
    if (const auto* items = std::get_if<Items>(&all)) {
      const auto* text = std::get_if<Text>(&one);
      return text != nullptr && std::ranges::find(items->items, text->text) != items->items.end();
    }
    return false;
  }

  // Numbers and days have an order; nothing else does, and what is not there is not less.
  template <class Compare>
  bool ordered(const Node& node, Compare compare) const {
    const Value left = value(node.left);
    const Value right = value(node.right);
    if (const auto *a = std::get_if<double>(&left), *b = std::get_if<double>(&right); a && b) {
      return compare(*a, *b);
    }
    if (const auto *a = std::get_if<Day>(&left), *b = std::get_if<Day>(&right); a && b) {
      return compare(*a, *b);
    }
    return false;
  }
};

Value Evaluation::value(std::uint32_t index) const {
  const Node& node = program.nodes[index];
  switch (node.op) {
    case Op::number:
      return node.number;
    case Op::boolean:
      return node.number != 0;
    case Op::text:
      return Text{program.texts[node.text]};
    case Op::option:
      return OptionId{program.texts[node.text]};
    case Op::answer: {
      const Value* answer = state.answer(node.name);
      return answer != nullptr ? *answer : Value{Skipped{}};
    }
    case Op::memory:
      return memory(node.name);
    case Op::visits:
      return static_cast<double>(state.visits_of(node.name));
    case Op::days_since:
      return days_since(node.name);
    case Op::count:
      return count(node.name);
    case Op::is_skipped: {
      const Value* answer = state.answer(node.name);
      return answer != nullptr && is_skipped(*answer);
    }
    case Op::is_answered: {
      const Value* answer = state.answer(node.name);
      return answer != nullptr && !is_skipped(*answer);
    }
    case Op::equal:
      return value(node.left) == value(node.right);
    case Op::not_equal:
      return !(value(node.left) == value(node.right));
    case Op::includes:
      return includes(value(node.left), value(node.right));
    case Op::less:
      return ordered(node, [](auto a, auto b) { return a < b; });
    case Op::less_equal:
      return ordered(node, [](auto a, auto b) { return a <= b; });
    case Op::greater:
      return ordered(node, [](auto a, auto b) { return a > b; });
    case Op::greater_equal:
      return ordered(node, [](auto a, auto b) { return a >= b; });
    case Op::logical_and:
      return truth(node.left) && truth(node.right);
    case Op::logical_or:
      return truth(node.left) || truth(node.right);
    case Op::logical_not:
      return !truth(node.left);
    case Op::negate:
      return -number(node.left);
    case Op::add:
      return number(node.left) + number(node.right);
    case Op::subtract:
      return number(node.left) - number(node.right);
    case Op::multiply:
      return number(node.left) * number(node.right);
    case Op::divide: {
      const double divisor = number(node.right);
      return divisor == 0 ? 0.0 : number(node.left) / divisor;
    }
  }
  return Skipped{};
}

}  // namespace

Value evaluate(const Program& program, const State& state, Instant now, std::uint32_t node) {
  return Evaluation{.program = program, .state = state, .now = now}.value(node);
}

bool holds(const Program& program, const State& state, Instant now, std::uint32_t node) {
  return node == none || Evaluation{.program = program, .state = state, .now = now}.truth(node);
}

}  // namespace attune::engine
