#pragma once

#include "engine/program/program.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What can be known of a value at a place of the script: which options, which numbers, whether it
// is there at all. An upper bound: what it leaves out cannot be on any road.
namespace attune::engine {

enum class ValueKind : std::uint8_t { option, options, boolean, text, number, items, other };

// Statuses of an answer. Memory and counters are always `held`.
struct Status {
  static constexpr std::uint8_t unasked = 1;
  static constexpr std::uint8_t skipped = 2;
  static constexpr std::uint8_t held = 4;
  static constexpr std::uint8_t any = unasked | skipped | held;
};

struct Known {
  // Bits of `may` for yes and no.
  static constexpr std::uint64_t is_false = 1;
  static constexpr std::uint64_t is_true = 2;

  std::uint8_t status = Status::any;
  // Of a held value: options, false and true, or texts that it may be (or include).
  std::uint64_t may = ~std::uint64_t{0};
  std::uint64_t must = 0;  // options that several chosen ones surely include
  // A number, or how many there are of several.
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  bool operator==(const Known&) const = default;
};

// Either may be.
Known join(const Known& a, const Known& b);

struct Variable {
  NameId name;
  ValueKind kind = ValueKind::other;
  bool whole = false;              // a number without fractions
  bool answer = false;             // it can be skipped or not yet asked
  bool passing = false;            // it changes while the script waits (days since)
  Known any;                       // all that it can be
  std::vector<std::string> words;  // what the bits of `may` stand for; the last bit: another text
};

// What is known beyond Variable::any, sorted by variable.
class Values {
 public:
  const Known* find(std::uint32_t variable) const;
  void set(std::uint32_t variable, Known known, const Known& any);
  void forget(std::uint32_t variable);

  template <class Keep>
  void keep_if(const Keep& keep) {
    std::erase_if(entries_, [&](const Entry& entry) { return !keep(entry.variable); });
  }

  bool operator==(const Values&) const = default;

  friend class Variables;

 private:
  struct Entry {
    std::uint32_t variable = 0;
    Known known;

    bool operator==(const Entry&) const = default;
  };

  std::vector<Entry> entries_;
};

// Everything that conditions look at, and what they tell of it.
class Variables {
 public:
  struct Range {
    double low = 0;
    double high = 0;
  };

  explicit Variables(const Program& program);

  std::size_t size() const { return all_.size(); }

  const Variable& operator[](std::uint32_t variable) const { return all_[variable]; }

  // nullopt when no expression looks at it.
  std::optional<std::uint32_t> answer(NameId name) const { return find(answers_, name); }

  std::optional<std::uint32_t> memory(NameId name) const { return find(memory_, name); }

  std::optional<std::uint32_t> visits(NameId scene) const { return find(visits_, scene); }

  // Calls `visit` with each variable that the expression reads.
  template <class Visit>
  void each_read(std::uint32_t index, const Visit& visit) const {
    const Node& node = program_.nodes[index];
    const bool constant = node.op == Op::number || node.op == Op::boolean || node.op == Op::text ||
                          node.op == Op::option;
    if (of_node_[index] != none) {
      visit(of_node_[index]);
    } else if (!constant) {
      each_read(node.left, visit);
      if (node.op != Op::logical_not && node.op != Op::negate) {
        each_read(node.right, visit);
      }
    }
  }

  const Known& known(const Values& values, std::uint32_t variable) const;

  // What a memory begins with; `variable` is its own.
  Known initial(const Memory& memory, std::uint32_t variable) const;

  // What is known when the condition turns out so; nullopt when it cannot.
  std::optional<Values> refine(const Values& values, std::uint32_t index, bool outcome) const;

  // What the expression can be, as a value of this variable.
  Known evaluate(const Values& values, std::uint32_t node, std::uint32_t variable) const;

  // The numbers that the expression can be where every answer that it reads is there.
  Range range_when_there(Values values, std::uint32_t node) const;

  // Either may be. `widen`: a bound that still moves is given up, so that loops come to an end.
  Values join(const Values& a, const Values& b, bool widen) const;

 private:
  using Index = std::map<NameId, std::uint32_t>;

  static std::optional<std::uint32_t> find(const Index& index, NameId name);

  std::uint32_t add(Index& index, NameId name, Variable variable);
  void add_node(std::uint32_t index);
  void add_texts();
  void bound_memory();
  Variable answer_variable(NameId name) const;
  Variable memory_variable(NameId name) const;

  std::uint64_t text_bit(std::uint32_t variable, std::string_view text) const;
  // The bit that a constant stands for; 0 when it is none of this variable.
  std::uint64_t constant_bit(std::uint32_t variable, std::uint32_t index) const;
  Range range(const Values& values, std::uint32_t index) const;
  bool surely_there(const Values& values, std::uint32_t index) const;

  std::optional<Values> allowed(const Values& values, std::uint32_t variable, std::uint8_t statuses)
      const;
  std::optional<Values> bits(
      const Values& values, std::uint32_t variable, std::uint64_t bits, bool outcome
  ) const;
  std::optional<Values> included(
      const Values& values, std::uint32_t variable, std::uint64_t bit, bool outcome
  ) const;
  std::optional<Values> equality(const Values& values, const Node& node, bool outcome) const;
  std::optional<Values> order(const Values& values, Op op, const Node& node, bool outcome) const;
  // One side of a comparison, against what the other can be.
  std::optional<Values> bounded(
      const Values& values, std::uint32_t index, Op op, const Range& other, bool outcome
  ) const;
  std::optional<Values> both(const Values& values, const Node& node, bool outcome) const;

  const Program& program_;
  std::vector<Variable> all_;
  Index answers_;
  Index memory_;
  Index visits_;
  Index days_;
  std::vector<std::uint32_t> of_node_;
};

}  // namespace attune::engine
