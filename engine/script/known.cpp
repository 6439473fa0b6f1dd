#include "engine/script/known.h"

#include <algorithm>

namespace attune::engine {
namespace {

constexpr std::size_t bits_max = 63;  // named values; one bit more stands for any other
constexpr std::uint64_t other_text = std::uint64_t{1} << bits_max;

std::uint64_t bit_of(std::size_t index) {
  return index < bits_max ? std::uint64_t{1} << index : other_text;
}

// All of the first `count` bits.
std::uint64_t first_bits(std::size_t count) {
  return count >= bits_max ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace

Known join(const Known& a, const Known& b) {
  if ((a.status & Status::held) == 0 || (b.status & Status::held) == 0) {
    Known one = (a.status & Status::held) == 0 ? b : a;
    one.status = a.status | b.status;
    return one;
  }
  Known both;
  both.status = a.status | b.status;
  both.may = a.may | b.may;
  both.must = a.must & b.must;
  both.low = std::min(a.low, b.low);
  both.high = std::max(a.high, b.high);
  return both;
}

const Known* Values::find(std::uint32_t variable) const {
  const auto it = std::ranges::lower_bound(entries_, variable, {}, &Entry::variable);
  return it != entries_.end() && it->variable == variable ? &it->known : nullptr;
}

void Values::set(std::uint32_t variable, Known known, const Known& any) {
  if ((known.status & Status::held) == 0) {
    // What is not held has no value to speak of: one form for each status.
    const std::uint8_t status = known.status;
    known = any;
    known.status = status;
  }
  if (known == any) {
    forget(variable);
    return;
  }
  const auto it = std::ranges::lower_bound(entries_, variable, {}, &Entry::variable);
  if (it != entries_.end() && it->variable == variable) {
    it->known = known;
  } else {
    entries_.insert(it, Entry{.variable = variable, .known = known});
  }
}

void Values::forget(std::uint32_t variable) {
  const auto it = std::ranges::lower_bound(entries_, variable, {}, &Entry::variable);
  if (it != entries_.end() && it->variable == variable) {
    entries_.erase(it);
  }
}

Variables::Variables(const Program& program) : program_{program} {
  of_node_.assign(program.nodes.size(), none);
  for (std::uint32_t i = 0; i < program.nodes.size(); ++i) {
    add_node(i);
  }
  add_texts();
  bound_memory();
}

std::optional<std::uint32_t> Variables::find(const Index& index, NameId name) {
  const auto it = index.find(name);
  return it != index.end() ? std::optional{it->second} : std::nullopt;
}

std::uint32_t Variables::add(Index& index, NameId name, Variable variable) {
  const auto [it, fresh] = index.try_emplace(name, static_cast<std::uint32_t>(all_.size()));
  if (fresh) {
    all_.push_back(std::move(variable));
  }
  return it->second;
}

void Variables::add_node(std::uint32_t index) {
  const Node& node = program_.nodes[index];
  if (node.op == Op::answer || node.op == Op::count || node.op == Op::is_skipped ||
      node.op == Op::is_answered) {
    of_node_[index] = add(answers_, node.name, answer_variable(node.name));
  } else if (node.op == Op::memory) {
    of_node_[index] = add(memory_, node.name, memory_variable(node.name));
  } else if (node.op == Op::visits || node.op == Op::days_since) {
    const bool visits = node.op == Op::visits;
    Variable variable;
    variable.name = node.name;
    variable.kind = ValueKind::number;
    variable.whole = true;
    variable.passing = !visits;
    variable.any.status = Status::held;
    variable.any.low = visits ? 1 : 0;
    of_node_[index] = add(visits ? visits_ : days_, node.name, std::move(variable));
  }
}

Variable Variables::memory_variable(NameId name) const {
  Variable variable;
  variable.name = name;
  variable.any.status = Status::held;
  const Memory* memory = program_.find_memory(name);
  if (memory != nullptr && std::holds_alternative<double>(memory->initial)) {
    variable.kind = ValueKind::number;
  } else if (memory != nullptr && std::holds_alternative<bool>(memory->initial)) {
    variable.kind = ValueKind::boolean;
    variable.any.may = Known::is_false | Known::is_true;
  } else {
    variable.kind = ValueKind::text;
  }
  return variable;
}

Variable Variables::answer_variable(NameId name) const {
  Variable variable;
  variable.name = name;
  variable.answer = true;
  const Question* question = program_.find_question(name);
  if (question == nullptr) {
    variable.kind = ValueKind::text;
    if (name == name_id("you.name")) {
      variable.any.status = Status::held;  // a journey cannot begin without one
    }
    return variable;
  }
  switch (question->kind) {
    case QuestionKind::choice:
    case QuestionKind::choices: {
      const bool one = question->kind == QuestionKind::choice;
      variable.kind = one ? ValueKind::option : ValueKind::options;
      for (std::uint32_t i = 0; i < question->options_count; ++i) {
        variable.words.push_back(program_.options[question->options_first + i].id);
      }
      variable.any.may = first_bits(question->options_count);
      if (!one) {
        variable.any.low = question->at_least;
        variable.any.high = question->at_most;
      }
      break;
    }
    case QuestionKind::yesno:
      variable.kind = ValueKind::boolean;
      variable.any.may = Known::is_false | Known::is_true;
      break;
    case QuestionKind::scale:
    case QuestionKind::number:
      variable.kind = ValueKind::number;
      variable.whole = question->kind == QuestionKind::scale;
      variable.any.low = question->min;
      variable.any.high = question->max;
      break;
    case QuestionKind::list:
    case QuestionKind::picks:
      variable.kind = ValueKind::items;
      variable.any.low = question->at_least;
      variable.any.high = question->at_most;
      break;
    case QuestionKind::pick:
    case QuestionKind::text:
    case QuestionKind::long_text:
      variable.kind = ValueKind::text;
      break;
    case QuestionKind::date:
      break;
  }
  return variable;
}

// Texts that something is compared with or set to have a bit each.
void Variables::add_texts() {
  const auto note = [this](std::uint32_t variable, std::uint32_t node) {
    if (program_.nodes[node].op == Op::text && all_[variable].kind == ValueKind::text) {
      std::vector<std::string>& words = all_[variable].words;
      const std::string& text = program_.texts[program_.nodes[node].text];
      if (std::ranges::find(words, text) == words.end()) {
        words.push_back(text);
      }
    }
  };
  for (const Node& node : program_.nodes) {
    if ((node.op == Op::equal || node.op == Op::not_equal) && of_node_[node.left] != none) {
      note(of_node_[node.left], node.right);
    }
  }
  for (const Step& step : program_.steps) {
    if (step.kind == StepKind::set) {
      if (const auto variable = memory(program_.memory[step.b].id)) {
        note(*variable, step.a);
      }
    }
  }
  for (const auto& [name, variable] : memory_) {
    const Memory* declared = program_.find_memory(name);
    const auto* text = std::get_if<Text>(&declared->initial);
    if (text != nullptr &&
        std::ranges::find(all_[variable].words, text->text) == all_[variable].words.end()) {
      all_[variable].words.push_back(text->text);
    }
  }
}

Known Variables::initial(const Memory& memory, std::uint32_t variable) const {
  Known known = all_[variable].any;
  if (const auto* number = std::get_if<double>(&memory.initial)) {
    known.low = known.high = *number;
  } else if (const auto* boolean = std::get_if<bool>(&memory.initial)) {
    known.may = *boolean ? Known::is_true : Known::is_false;
  } else if (const auto* text = std::get_if<Text>(&memory.initial)) {
    known.may = text_bit(variable, text->text);
  }
  return known;
}

// All that memory can ever be: what it begins with, and whatever it is set to.
void Variables::bound_memory() {
  std::vector<std::optional<Known>> bounds(all_.size());
  for (const auto& [name, variable] : memory_) {
    bounds[variable] = initial(*program_.find_memory(name), variable);
  }
  // While all else may be anything.
  for (const Step& step : program_.steps) {
    if (step.kind == StepKind::set) {
      if (const auto variable = memory(program_.memory[step.b].id)) {
        std::optional<Known>& bound = bounds[*variable];
        if (bound) {
          bound = engine::join(*bound, evaluate(Values{}, step.a, *variable));
        }
      }
    }
  }
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    if (const std::optional<Known>& bound = bounds[i]) {
      all_[i].any = *bound;
    }
  }
}

const Known& Variables::known(const Values& values, std::uint32_t variable) const {
  const Known* found = values.find(variable);
  return found != nullptr ? *found : all_[variable].any;
}

std::uint64_t Variables::text_bit(std::uint32_t variable, std::string_view text) const {
  const std::vector<std::string>& words = all_[variable].words;
  const auto it = std::ranges::find(words, text);
  return bit_of(static_cast<std::size_t>(it - words.begin()));
}

std::uint64_t Variables::constant_bit(std::uint32_t variable, std::uint32_t index) const {
  const Node& node = program_.nodes[index];
  switch (all_[variable].kind) {
    case ValueKind::option:
    case ValueKind::options:
      return node.op == Op::option ? text_bit(variable, program_.texts[node.text]) : 0;
    case ValueKind::text: {
      const std::uint64_t bit =
          node.op == Op::text ? text_bit(variable, program_.texts[node.text]) : 0;
      return bit == other_text ? 0 : bit;  // too many texts to tell apart
    }
    case ValueKind::boolean:
      return node.op != Op::boolean ? 0 : (node.number != 0 ? Known::is_true : Known::is_false);
    case ValueKind::number:
    case ValueKind::items:
    case ValueKind::other:
      break;
  }
  return 0;
}

Values Variables::join(const Values& a, const Values& b, bool widen) const {
  Values made;
  auto it = b.entries_.begin();
  for (const Values::Entry& entry : a.entries_) {
    while (it != b.entries_.end() && it->variable < entry.variable) {
      ++it;
    }
    if (it == b.entries_.end() || it->variable != entry.variable) {
      continue;
    }
    const Known& any = all_[entry.variable].any;
    Known known = engine::join(entry.known, it->known);
    if (widen && known.low < entry.known.low) {
      known.low = any.low;
    }
    if (widen && known.high > entry.known.high) {
      known.high = any.high;
    }
    if (!(known == any)) {
      made.entries_.push_back(Values::Entry{.variable = entry.variable, .known = known});
    }
  }
  return made;
}

}  // namespace attune::engine
