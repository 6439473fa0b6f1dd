#include "tools/prove/knowledge.h"

#include "engine/base/bytes.h"

#include <cmath>
#include <limits>
#include <variant>

namespace attune::tools {

using engine::Known;
using engine::none;
using engine::Status;
using engine::ValueKind;
using engine::Values;

KnowledgeBase::KnowledgeBase(
    const engine::Program& program,
    const engine::Promise& promise,
    const engine::Variables& variables,
    std::vector<bool> followed
)
    : program_{program}, promise_{promise}, variables_{variables}, followed_{std::move(followed)} {
  for (std::uint32_t variable = 0; variable < variables.size(); ++variable) {
    if (followed_[variable]) {
      followed_list_.push_back(variable);
    }
  }
  note_ends();
}

void KnowledgeBase::note_ends() {
  const auto note = [this](std::uint32_t variable, double number) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    ends_[variable].insert(
        {std::nextafter(number, -infinity), number, std::nextafter(number, infinity)}
    );
  };
  for (const engine::Memory& memory : program_.memory) {
    const auto variable = variables_.memory(memory.id);
    const auto* initial = std::get_if<double>(&memory.initial);
    if (variable && initial != nullptr) {
      note(*variable, *initial);
    }
  }
  for (const engine::Node& node : program_.nodes) {
    const bool compares = node.op >= engine::Op::equal && node.op <= engine::Op::greater_equal;
    for (const auto& [side, other] :
         {std::pair{node.left, node.right}, std::pair{node.right, node.left}}) {
      if (compares && program_.nodes[side].op == engine::Op::memory &&
          program_.nodes[other].op == engine::Op::number) {
        if (const auto variable = variables_.memory(program_.nodes[side].name)) {
          note(*variable, program_.nodes[other].number);
        }
      }
    }
  }
}

Known KnowledgeBase::between_ends(Known known, std::uint32_t variable) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto ends = ends_.find(variable);
  if (variables_[variable].kind != ValueKind::number || ends == ends_.end()) {
    return known;
  }
  const std::set<double>& all = ends->second;
  const auto above_low = all.upper_bound(known.low);
  known.low = above_low == all.begin() ? -infinity : *std::prev(above_low);
  const auto high = all.lower_bound(known.high);
  known.high = high == all.end() ? infinity : *high;
  return known;
}

std::string KnowledgeBase::key(const Knowledge& knowledge) const {
  engine::ByteWriter bytes;
  bytes.varint(knowledge.latched ? 1 : 0);
  for (const std::uint32_t variable : followed_list_) {
    const Known& known = variables_.known(knowledge.values, variable);
    bytes.varint(known.status);
    bytes.varint(known.may);
    bytes.varint(known.must);
    bytes.real(known.low);
    bytes.real(known.high);
  }
  return std::move(bytes).take();
}

KnowledgeId KnowledgeBase::number(Knowledge knowledge) {
  knowledge.values.keep_if([&](std::uint32_t variable) { return is_followed(variable); });
  const auto [it, fresh] =
      numbers_.try_emplace(key(knowledge), static_cast<KnowledgeId>(all_.size()));
  if (fresh) {
    all_.push_back(std::move(knowledge));
  }
  return it->second;
}

std::vector<KnowledgeId> KnowledgeBase::settle(Knowledge knowledge) {
  if (promise_.condition == none || (promise_.latched && knowledge.latched)) {
    return {number(std::move(knowledge))};
  }
  std::vector<KnowledgeId> made;
  for (const bool outcome : {true, false}) {
    if (auto values = variables_.refine(knowledge.values, promise_.condition, outcome)) {
      made.push_back(number({.values = *std::move(values), .latched = outcome}));
    }
  }
  return made;
}

std::vector<KnowledgeId> KnowledgeBase::at_start() {
  Knowledge knowledge;
  for (const std::uint32_t variable : followed_list_) {
    const engine::Variable& followed = variables_[variable];
    Known known = followed.any;
    if (followed.answer) {
      if ((followed.any.status & Status::unasked) != 0) {
        known.status = Status::unasked;
      }
    } else if (const engine::Memory* memory = program_.find_memory(followed.name)) {
      known = variables_.initial(*memory, variable);
    }
    knowledge.values.set(variable, known, followed.any);
  }
  return settle(std::move(knowledge));
}

KnowledgeId KnowledgeBase::with_latch(KnowledgeId id, bool latched) {
  if (all_[id].latched == latched) {
    return id;
  }
  Knowledge knowledge = all_[id];
  knowledge.latched = latched;
  return number(std::move(knowledge));
}

std::vector<KnowledgeId> KnowledgeBase::when(KnowledgeId id, std::uint32_t node, bool outcome) {
  const Knowledge before = all_[id];
  auto values = variables_.refine(before.values, node, outcome);
  if (!values) {
    return {};
  }
  return settle({.values = *std::move(values), .latched = before.latched});
}

std::vector<KnowledgeId> KnowledgeBase::answered(
    KnowledgeId id, engine::NameId question, std::uint8_t status, std::uint64_t may
) {
  const auto variable = variables_.answer(question);
  if (!variable || !is_followed(*variable)) {
    return {id};
  }
  Knowledge after = all_[id];
  Known known = variables_[*variable].any;
  known.status = status;
  known.may &= may;
  after.values.set(*variable, known, variables_[*variable].any);
  return settle(std::move(after));
}

std::vector<KnowledgeId> KnowledgeBase::set(KnowledgeId id, const engine::Step& step) {
  const auto variable = variables_.memory(program_.memory[step.b].id);
  if (!variable || !is_followed(*variable)) {
    return {id};
  }
  Knowledge after = all_[id];
  const Known value = between_ends(variables_.evaluate(after.values, step.a, *variable), *variable);
  after.values.set(*variable, value, variables_[*variable].any);
  return settle(std::move(after));
}

std::vector<KnowledgeId> KnowledgeBase::forget_texts(KnowledgeId id) {
  Knowledge after = all_[id];
  after.values.keep_if([&](std::uint32_t variable) {
    const engine::Variable& followed = variables_[variable];
    return !followed.answer ||
           (followed.kind != ValueKind::text && followed.kind != ValueKind::items);
  });
  return settle(std::move(after));
}

}  // namespace attune::tools
