#include "engine/script/flow_report.h"

#include <algorithm>
#include <set>

namespace attune::engine {
namespace {

class Reporter {
 public:
  Reporter(
      const Symbols& symbols,
      const Program& program,
      const Layout& layout,
      const Flow& flow,
      Findings& findings
  )
      : symbols_{symbols}, program_{program}, layout_{layout}, flow_{flow}, findings_{findings} {}

  void report() {
    for (std::uint32_t i = 0; i < layout_.sections.size(); ++i) {
      report_unreached(i);
      report_run_off(i);
    }
    report_loops();
    report_wandering_parts();
    report_ends();
  }

 private:
  const std::string& section_name(std::uint32_t section) const {
    return symbols_.sections()[section].section->name.text;
  }

  void report_unreached(std::uint32_t index) {
    const Layout::Section& section = layout_.sections[index];
    if (!flow_.reached[section.first]) {
      findings_.error(
          "A041",
          program_.scenes[index].span,
          "No road leads to the scene \"" + section_name(index) + "\".",
          "Go to it from somewhere, or "
          "take it out."
      );
      return;
    }
    bool reported = false;
    for (std::uint32_t pc = section.first; pc < section.last; ++pc) {
      const StepKind kind = program_.steps[pc].kind;
      if (kind == StepKind::run_off || kind == StepKind::jump) {
        continue;
      }
      if (flow_.reached[pc]) {
        // A part of another file that goes away is reported there.
        reported = kind == StepKind::call && is_foreign_and_gone(pc);
      } else if (!reported) {
        reported = true;
        findings_.error(
            "A042",
            program_.spans[pc],
            "No road leads to this line: what stands before it always goes elsewhere."
        );
      }
    }
  }

  bool is_foreign_and_gone(std::uint32_t call) const {
    const std::uint32_t callee = layout_.section_of_step[program_.steps[call].a];
    const std::uint32_t caller = layout_.section_of_step[call];
    return !flow_.returns[callee] &&
           layout_.sections[callee].dialogue != layout_.sections[caller].dialogue;
  }

  void report_run_off(std::uint32_t index) {
    const Layout::Section& section = layout_.sections[index];
    const std::uint32_t end = section.last - 1;
    if (!flow_.reached[end]) {
      return;
    }
    ran_off_.insert(section.dialogue);
    // The line after which nothing follows.
    SourceSpan at = program_.scenes[index].span;
    bool by_question = false;
    std::vector<std::uint32_t> open{end};
    std::vector<bool> seen(program_.steps.size(), false);
    while (!open.empty()) {
      const std::uint32_t target = open.back();
      open.pop_back();
      for (std::uint32_t pc = section.first; pc < section.last; ++pc) {
        if (!flow_.reached[pc] || seen[pc] || !leads_to(pc, target)) {
          continue;
        }
        seen[pc] = true;
        if (program_.steps[pc].kind == StepKind::jump) {
          open.push_back(pc);
        } else if (program_.spans[pc].line >= at.line) {
          at = program_.spans[pc];
          by_question = program_.steps[pc].kind == StepKind::ask;
        }
      }
    }
    const std::string what = section.is_part ? "part" : "scene";
    const std::string mend =
        section.is_part ? "Write \"return\"." : "Write \"go SCENE\" or \"finish\".";
    findings_.error(
        "A040",
        at,
        "The " + what + " \"" + section_name(index) + "\" can run off its end here: " +
            (by_question ? "nothing follows this question when it is answered or skipped."
                         : "nothing follows this line."),
        mend
    );
  }

  bool leads_to(std::uint32_t from, std::uint32_t to) const {
    bool found = false;
    flow_.each_next(program_, layout_, from, [&](std::uint32_t next) {
      found = found || next == to;
    });
    return found;
  }

  // Depth first over roads that ask nothing; an edge back to the road itself is a loop.
  void report_loops() {
    enum class Mark : std::uint8_t { fresh, on_road, finished };
    std::vector<Mark> marks(program_.steps.size(), Mark::fresh);

    struct Visit {
      std::uint32_t step;
      std::vector<std::uint32_t> next;
    };

    const auto open = [&](std::uint32_t pc) {
      marks[pc] = Mark::on_road;
      Visit visit{.step = pc, .next = {}};
      if (program_.steps[pc].kind == StepKind::call) {
        visit.next.push_back(program_.steps[pc].a);
      }
      next_without_wait(program_, layout_, flow_, pc, [&](std::uint32_t next) {
        visit.next.push_back(next);
      });
      return visit;
    };
    for (std::uint32_t start = 0; start < program_.steps.size(); ++start) {
      if (!flow_.reached[start] || marks[start] != Mark::fresh) {
        continue;
      }
      std::vector<Visit> road{open(start)};
      while (!road.empty()) {
        Visit& visit = road.back();
        if (visit.next.empty()) {
          marks[visit.step] = Mark::finished;
          road.pop_back();
          continue;
        }
        const std::uint32_t next = visit.next.back();
        visit.next.pop_back();
        if (marks[next] == Mark::on_road) {
          findings_.error(
              "A044",
              program_.spans[visit.step],
              "From here the script goes round in a loop without asking anything: the coach would "
              "talk for ever.",
              "Ask a question, pause, or go elsewhere."
          );
        } else if (marks[next] == Mark::fresh) {
          road.push_back(open(next));
        }
      }
    }
  }

  // A part that another file does may not `go`: it would leave the person in the wrong stage.
  void report_wandering_parts() {
    std::vector<bool> foreign(layout_.sections.size(), false);
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      if (program_.steps[pc].kind == StepKind::call) {
        const std::uint32_t callee = layout_.section_of_step[program_.steps[pc].a];
        const std::uint32_t caller = layout_.section_of_step[pc];
        if (layout_.sections[callee].dialogue != layout_.sections[caller].dialogue) {
          foreign[callee] = true;
        }
      }
    }
    bool spread = true;
    while (spread) {
      spread = false;
      for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
        if (program_.steps[pc].kind == StepKind::call && foreign[layout_.section_of_step[pc]]) {
          const std::uint32_t callee = layout_.section_of_step[program_.steps[pc].a];
          spread = spread || !foreign[callee];
          foreign[callee] = true;
        }
      }
    }
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      const std::uint32_t section = layout_.section_of_step[pc];
      if (program_.steps[pc].kind == StepKind::enter && foreign[section]) {
        findings_.error(
            "A047",
            program_.spans[pc],
            "Another file does this part, so it must come back there.",
            "Write \"return\" instead of \"go\"."
        );
      }
    }
  }

  // Steps from which a step that fits can be reached, itself among them.
  std::vector<bool> can_reach(const std::vector<std::uint32_t>& ends) const {
    std::vector<std::vector<std::uint32_t>> before(program_.steps.size());
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      if (!flow_.reached[pc]) {
        continue;
      }
      if (program_.steps[pc].kind == StepKind::call) {
        before[program_.steps[pc].a].push_back(pc);
      }
      flow_.each_next(program_, layout_, pc, [&](std::uint32_t next) {
        before[next].push_back(pc);
      });
    }
    std::vector<bool> reaches(program_.steps.size(), false);
    std::vector<std::uint32_t> open = ends;
    while (!open.empty()) {
      const std::uint32_t pc = open.back();
      open.pop_back();
      if (!reaches[pc]) {
        reaches[pc] = true;
        open.insert(open.end(), before[pc].begin(), before[pc].end());
      }
    }
    return reaches;
  }

  // Stages without an end; scenes of other stages from which no road leads to it, and scenes of
  // endless ones that nobody can leave.
  void report_ends() {
    std::vector<std::uint32_t> finishes;
    for (std::uint32_t pc = 0; pc < program_.steps.size(); ++pc) {
      if (flow_.reached[pc] && program_.steps[pc].kind == StepKind::finish) {
        finishes.push_back(pc);
      }
    }
    const std::vector<bool> ends = can_reach(finishes);
    for (const Root& root : flow_.roots) {
      if (root.stage == none) {
        continue;
      }
      const Stage& stage = program_.stages[root.stage];
      const std::uint32_t dialogue = layout_.sections[stage.scene].dialogue;
      if (ran_off_.contains(dialogue)) {
        continue;  // where it goes from there is not known
      }
      if (!stage.endless && !ends[root.step]) {
        findings_.error(
            "A045",
            program_.scenes[stage.scene].span,
            "The stage \"" + stage.name + "\" has no way to its end.",
            "Write \"finish\" where it is done, or \"endless\" at the top of the file."
        );
      } else {
        report_traps(dialogue, stage.endless, ends);
      }
    }
  }

  void report_traps(std::uint32_t dialogue, bool endless, const std::vector<bool>& ends) {
    std::vector<std::uint32_t> scenes;
    for (std::uint32_t i = 0; i < layout_.sections.size(); ++i) {
      const Layout::Section& section = layout_.sections[i];
      if (section.dialogue == dialogue && !section.is_part && flow_.reached[section.first]) {
        scenes.push_back(i);
      }
    }
    for (const std::uint32_t scene : scenes) {
      const bool alone = scenes.size() > 1 && !ends[layout_.sections[scene].first] &&
                         leads_nowhere_else(scene, scenes);
      if (alone) {
        findings_.warning(
            "W042",
            program_.scenes[scene].span,
            "There is no way to leave the scene \"" + section_name(scene) + "\".",
            endless ? "Go to another scene from it." : "Go to another scene from it, or \"finish\"."
        );
      }
    }
  }

  // Whether every scene that can be reached from this one can only reach it again: one finding for
  // scenes that go round among themselves, at the first of them.
  bool leads_nowhere_else(std::uint32_t scene, const std::vector<std::uint32_t>& scenes) const {
    const std::vector<bool> returns = can_reach({layout_.sections[scene].first});
    const std::vector<bool> onward = reached_from(layout_.sections[scene].first);
    std::size_t round = 0;
    for (const std::uint32_t other : scenes) {
      const std::uint32_t first = layout_.sections[other].first;
      if (onward[first]) {
        if (!returns[first] || other < scene) {
          return false;
        }
        ++round;
      }
    }
    return round < scenes.size();
  }

  std::vector<bool> reached_from(std::uint32_t start) const {
    std::vector<bool> reached(program_.steps.size(), false);
    std::vector<std::uint32_t> open{start};
    while (!open.empty()) {
      const std::uint32_t pc = open.back();
      open.pop_back();
      if (reached[pc]) {
        continue;
      }
      reached[pc] = true;
      if (program_.steps[pc].kind == StepKind::call) {
        open.push_back(program_.steps[pc].a);
      }
      flow_.each_next(program_, layout_, pc, [&](std::uint32_t next) { open.push_back(next); });
    }
    return reached;
  }

  const Symbols& symbols_;
  const Program& program_;
  const Layout& layout_;
  const Flow& flow_;
  Findings& findings_;
  std::set<std::uint32_t> ran_off_;  // dialogues with a scene or part that runs off its end
};

}  // namespace

void report_flow(
    const Symbols& symbols,
    const Program& program,
    const Layout& layout,
    const Flow& flow,
    Findings& findings
) {
  Reporter{symbols, program, layout, flow, findings}.report();
}

}  // namespace attune::engine
