#include "tools/walk/live.h"

#include "engine/base/overloaded.h"
#include "engine/session/render.h"

#include <algorithm>

#include "tools/limits.h"

namespace attune::tools {

using namespace engine;

namespace {

// Separates the pieces of a key; no name and no number holds it.
constexpr char between = '\x1f';

bool is_in(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

}  // namespace

Live::Live(const Program& program, const Flow& flow, const std::string& stage, Of of)
    : program_{program}, reads_(program.steps.size()) {
  for (std::size_t i = 1; i < program.stages.size() && stage.empty(); ++i) {
    if (program.stages[i].written) {
      later_.push_back(program.scenes[program.stages[i].scene].step);
    }
  }
  collect(of);
  solve(flow);
}

bool Live::Fact::is(NameId other, Kind other_kind, std::string_view other_id) const {
  return name == other && kind == other_kind && id == other_id;
}

std::size_t Live::fact(NameId name, Fact::Kind kind, std::string_view id) {
  for (const std::size_t at : facts_of_[name]) {
    if (facts_[at].is(name, kind, id)) {
      return at;
    }
  }
  facts_of_[name].push_back(facts_.size());
  facts_.push_back(Fact{.name = name, .kind = kind, .id = std::string{id}, .visits_max = 0});
  return facts_.size() - 1;
}

void Live::read_operands(const Node& node, std::vector<std::size_t>& reads) {
  const Node& left = program_.nodes[node.left];
  const Node& right = program_.nodes[node.right];
  for (const auto& [asked, against] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
    if (asked->op == Op::answer && against->op == Op::option) {
      reads.push_back(fact(asked->name, Fact::Kind::holds, program_.texts[against->text]));
      return;
    }
    if (asked->op == Op::visits && against->op == Op::number) {
      reads.push_back(fact(asked->name, Fact::Kind::visits));
      double& most = facts_[reads.back()].visits_max;
      most = std::max(most, against->number + 1);
      return;
    }
  }
  read_node(node.left, reads);
  read_node(node.right, reads);
}

void Live::read_node(std::uint32_t index, std::vector<std::size_t>& reads) {
  const Node& node = program_.nodes[index];
  switch (node.op) {
    case Op::number:
    case Op::boolean:
    case Op::text:
    case Op::option:
    case Op::days_since:
      return;
    case Op::answer:
      reads.push_back(fact(node.name, Fact::Kind::answer));
      return;
    case Op::memory:
      reads.push_back(fact(node.name, Fact::Kind::memory));
      return;
    case Op::visits:
      reads.push_back(fact(node.name, Fact::Kind::visits));
      facts_[reads.back()].visits_max = limits::walk_turns_max;
      return;
    case Op::count:
      reads.push_back(fact(node.name, Fact::Kind::count));
      return;
    case Op::is_skipped:
    case Op::is_answered:
      reads.push_back(fact(node.name, Fact::Kind::answered));
      return;
    case Op::logical_not:
    case Op::negate:
      read_node(node.left, reads);
      return;
    case Op::equal:
    case Op::not_equal:
    case Op::includes:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::logical_and:
    case Op::logical_or:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
      read_operands(node, reads);
      return;
  }
}

// Whether nothing can happen within [from, to) but lines that are said. Parts do not do themselves.
bool Live::only_speaks(std::uint32_t from, std::uint32_t to) const {
  for (std::uint32_t at = from; at < to; ++at) {
    const Step& step = program_.steps[at];
    switch (step.kind) {
      case StepKind::say:
      case StepKind::resources:
      case StepKind::practice:
      case StepKind::show:
      case StepKind::retract:
      case StepKind::one_of:
      case StepKind::branch:
      case StepKind::jump:
      case StepKind::give_back:
      case StepKind::run_off:
        break;
      case StepKind::call: {
        const std::uint32_t part = section_of(program_, step.a);
        const bool is_last = part + 1 == program_.scenes.size();
        const auto end = static_cast<std::uint32_t>(program_.steps.size());
        if (!only_speaks(step.a, is_last ? end : program_.scenes[part + 1].step)) {
          return false;
        }
        break;
      }
      case StepKind::ask:
      case StepKind::enter:
      case StepKind::finish:
      case StepKind::set:
      case StepKind::score:
      case StepKind::pause:
        return false;
    }
  }
  return true;
}

void Live::collect(Of of) {
  for (std::uint32_t at = 0; at < program_.steps.size(); ++at) {
    const Step& step = program_.steps[at];
    if (step.kind == StepKind::branch && of == Of::roads) {
      // Each arm ends in a jump to the end of the whole.
      const std::uint32_t end = program_.steps[step.b - 1].a;
      const auto returns = [&](std::uint32_t inside) {
        return program_.steps[inside].kind == StepKind::give_back;
      };
      bool decides = !only_speaks(at + 1, end);
      for (std::uint32_t inside = at + 1; inside < end; ++inside) {
        decides = decides || returns(inside);
      }
      if (!decides) {
        continue;
      }
    }
    if (step.kind == StepKind::branch || step.kind == StepKind::set) {
      read_node(step.a, reads_[at]);
    } else if (step.kind == StepKind::ask) {
      const Question& question = program_.questions[step.a];
      for (std::uint32_t i = 0; i < question.options_count; ++i) {
        const std::uint32_t condition = program_.options[question.options_first + i].condition;
        if (condition != none) {
          read_node(condition, reads_[at]);
        }
      }
      if (question.source != NameId{}) {
        reads_[at].push_back(fact(question.source, Fact::Kind::count));
      }
    }
  }
}

void Live::solve(const Flow& flow) {
  live_.assign(program_.steps.size(), Set(facts_.size()));
  const auto join = [](Set& into, const Set& from) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      into[i] = into[i] || from[i];
    }
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t back = program_.steps.size(); back > 0; --back) {
      const auto at = static_cast<std::uint32_t>(back - 1);
      const Step& step = program_.steps[at];
      Set live(facts_.size());
      for (const std::uint32_t next : step.kind == StepKind::finish ? later_ : flow.after(at)) {
        join(live, live_[next]);
      }
      const NameId set = step.kind == StepKind::ask   ? program_.questions[step.a].id
                         : step.kind == StepKind::set ? program_.memory[step.b].id
                                                      : NameId{};
      bool is_wanted = step.kind != StepKind::set;
      if (const auto it = facts_of_.find(set); it != facts_of_.end()) {
        for (const std::size_t known : it->second) {
          is_wanted = is_wanted || live[known];
          live[known] = false;
        }
      }
      // What nobody looks at later need not be known to set it.
      if (is_wanted) {
        for (const std::size_t read : reads_[at]) {
          live[read] = true;
        }
      }
      if (live != live_[at]) {
        live_[at] = std::move(live);
        changed = true;
      }
    }
  }
}

void Live::add_at(const Wait& wait, Set& live) const {
  const auto add = [&](std::uint32_t step) {
    for (std::size_t i = 0; i < live.size(); ++i) {
      live[i] = live[i] || live_[step][i];
    }
  };
  if (wait.kind == WaitKind::question) {
    add(program_.find_question(wait.id)->step);
  } else if (wait.kind == WaitKind::pause) {
    add(program_.find_point(wait.id)->step);
  } else {
    for (const std::uint32_t start : later_) {
      add(start);
    }
  }
}

void Live::put(const Fact& fact, const State& state, std::string& key) const {
  if (fact.kind == Fact::Kind::visits) {
    key += number_text(std::min<double>(state.visits_of(fact.name), fact.visits_max));
    return;
  }
  const Value* value =
      fact.kind == Fact::Kind::memory ? state.remembered(fact.name) : state.answer(fact.name);
  if (fact.kind == Fact::Kind::holds && (value == nullptr || is_skipped(*value))) {
    key += '-';
    return;
  }
  if (value == nullptr) {
    key += '?';
    return;
  }
  if (fact.kind == Fact::Kind::answered) {
    key += is_skipped(*value) ? 's' : '+';
    return;
  }
  const auto list = [&](const std::vector<std::string>& things) {
    if (fact.kind == Fact::Kind::holds) {
      key += is_in(things, fact.id) ? '+' : '-';
    } else if (fact.kind == Fact::Kind::count) {
      key += std::to_string(things.size());
    } else {
      for (const std::string& thing : things) {
        key += thing + ",";
      }
    }
  };
  std::visit(
      Overloaded{
          [&](const Skipped&) { key += 's'; },
          [&](bool yes) { key += yes ? "yes" : "no"; },
          [&](double number) { key += number_text(number); },
          [&](Day day) { key += std::to_string(day.time_since_epoch().count()); },
          [&](const Text& text) { key += text.text; },
          [&](const OptionId& id) {
            key += fact.kind != Fact::Kind::holds ? id.id : id.id == fact.id ? "+" : "-";
          },
          [&](const OptionIds& ids) { list(ids.ids); },
          [&](const Items& items) { list(items.items); },
      },
      *value
  );
}

std::string Live::key(const State& state) const {
  std::string key;
  Set live(facts_.size());
  for (const StagePlace& place : state.stages) {
    key += std::to_string(place.stage.value) + std::to_string(static_cast<int>(place.state)) +
           (place.ever_done ? "d" : "");
    const bool here = place.stage == state.here;
    // A stage that was left is taken up where it was.
    if (!here && place.state != StageState::left) {
      continue;
    }
    key += std::to_string(place.wait.id.value) + std::to_string(static_cast<int>(place.wait.kind));
    add_at(place.wait, live);
    for (const Frame& frame : place.frames) {
      key += '/' + std::to_string(frame.call.value);
      if (frame.interrupted) {
        key += std::to_string(frame.interrupted->id.value);
        add_at(*frame.interrupted, live);
      }
    }
  }
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    if (live[i]) {
      key += between;
      put(facts_[i], state, key);
    }
  }
  return key;
}

std::vector<std::string> Live::read_ids(NameId question) const {
  std::vector<std::string> ids;
  if (const auto it = facts_of_.find(question); it != facts_of_.end()) {
    for (const std::size_t at : it->second) {
      if (facts_[at].kind == Fact::Kind::holds) {
        ids.push_back(facts_[at].id);
      }
    }
  }
  return ids;
}

}  // namespace attune::tools
