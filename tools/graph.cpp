#include "tools/graph.h"

#include "engine/base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

#include "tools/script_lines.h"
#include "tools/walk/flow.h"
#include "tools/walk/words.h"

namespace attune::tools {
namespace {

using namespace engine;

constexpr std::size_t label_characters = 40;

using Place = std::pair<std::uint32_t, std::uint32_t>;  // file, line

// What each line of the scripts hangs on: the innermost option or condition around it.
std::map<Place, std::string> conditions_of(const CourseSources& sources) {
  std::map<Place, std::string> conditions;
  for (std::uint32_t file = 0; file < sources.files.size(); ++file) {
    std::vector<std::string> around;
    for (const ScriptLine& line : read_script(sources.files[file].text)) {
      if (line.kind == ScriptLine::Kind::section) {
        around.clear();
      }
      around.resize(line.depth + 1);
      const LineParts parts = parts_of(line);
      std::string& own = around[line.depth];
      if (line.kind == ScriptLine::Kind::option) {
        own = "\u201c" + shortened(parts.text, label_characters) + "\u201d";
        conditions[{file, line.number}] = own;
        continue;
      }
      if (line.depth > 0) {
        conditions[{file, line.number}] = around[line.depth - 1];
      }
      if (line.kind == ScriptLine::Kind::condition) {
        const std::string_view code = line.text;
        const std::size_t from = code.starts_with("else") ? code.find("if") + 2 : 2;
        own = "if " + shortened(in_words(trimmed(code.substr(from))), label_characters);
      } else if (line.kind == ScriptLine::Kind::otherwise) {
        own = "otherwise";
      } else if (line.kind == ScriptLine::Kind::one_of || line.kind == ScriptLine::Kind::or_else) {
        own = "one of several ways";
      }
    }
  }
  return conditions;
}

std::string quoted(std::string_view text) {
  std::string safe = "\"";
  for (const char c : text) {
    safe += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  return safe + "\"";
}

std::string bare(const std::string& name) {
  return name.substr(name.find('.') + 1);
}

// Nodes that lead to an end, or into a part, which leads back.
void mark_dead_ends(Graph& graph) {
  std::vector<bool> alive(graph.nodes.size());
  for (std::size_t i = 0; i < alive.size(); ++i) {
    alive[i] = graph.nodes[i].ends || graph.nodes[i].is_part;
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const GraphEdge& edge : graph.edges) {
      if (!edge.comes_back && alive[edge.to] && !alive[edge.from]) {
        alive[edge.from] = true;
        changed = true;
      }
    }
  }
  for (std::size_t i = 0; i < alive.size(); ++i) {
    graph.nodes[i].is_dead_end = !alive[i];
  }
}

std::string attributes(const GraphNode& node, bool has_coverage) {
  std::string label = bare(node.name);
  label += node.is_first ? "\\n(begins here)" : "";
  label += node.ends ? "\\n(can end here)" : "";
  label += node.is_dead_end ? "\\n(dead end)" : "";
  if (has_coverage) {
    label += node.visits == 0 ? "\\nnever walked" : fmt::format("\\nwalked {}", node.visits);
  }
  const std::string_view shape = node.is_dead_end ? "octagon"
                                 : node.is_part   ? "component"
                                 : node.ends      ? "doubleoctagon"
                                                  : "box";
  const bool missed = has_coverage && node.visits == 0;
  return fmt::format(
      "label=\"{}\", shape={}{}{}",
      label,
      shape,
      node.is_first ? ", penwidth=3" : "",
      missed ? ", style=dashed, color=\"#a3122c\", fontcolor=\"#a3122c\"" : ""
  );
}

}  // namespace

Graph graph_of(
    const Program& program,
    const CourseSources& sources,
    const std::string& stage,
    const Coverage* coverage
) {
  const std::vector<bool> scope = Flow{program}.reached_from(entries_of(program, stage));
  const std::map<Place, std::string> conditions = conditions_of(sources);
  Graph graph{
      .title = stage.empty() ? program.source().title : stage,
      .nodes = {},
      .edges = {},
      .has_coverage = coverage != nullptr
  };
  std::vector<std::uint32_t> node_of(program.scenes.size(), none);
  for (std::uint32_t i = 0; i < program.scenes.size(); ++i) {
    const Scene& scene = program.scenes[i];
    if (scope[scene.step]) {
      node_of[i] = static_cast<std::uint32_t>(graph.nodes.size());
      graph.nodes.push_back(GraphNode{
          .name = scene.name,
          .file = scene.name.substr(0, scene.name.find('.')),
          .is_part = scene.is_part,
          .is_first = std::ranges::any_of(
              program.stages, [&](const Stage& each) { return each.written && each.scene == i; }
          ),
          .ends = false,
          .is_dead_end = false,
          .visits = coverage != nullptr ? coverage->ran[scene.step] : 0
      });
    }
  }
  for (std::uint32_t at = 0; at < program.steps.size(); ++at) {
    const Step& step = program.steps[at];
    const std::uint32_t from = node_of[section_of(program, at)];
    if (!scope[at] || from == none) {
      continue;
    }
    if (step.kind == StepKind::finish) {
      graph.nodes[from].ends = true;
    } else if (step.kind == StepKind::enter || step.kind == StepKind::call) {
      const SourceSpan& span = program.spans[at];
      const auto condition = conditions.find({span.file, span.line});
      graph.edges.push_back(GraphEdge{
          .from = from,
          .to = node_of[section_of(program, step.a)],
          .comes_back = step.kind == StepKind::call,
          .when = condition != conditions.end() ? condition->second : std::string{},
          .taken = coverage != nullptr ? coverage->ran[at] : 0
      });
    }
  }
  mark_dead_ends(graph);
  return graph;
}

std::string graph_dot(const Graph& graph) {
  std::string dot = fmt::format(
      "digraph course {{\n  label={};\n  labelloc=t;\n  rankdir=TB;\n"
      "  node [fontname=\"sans-serif\", fontsize=11];\n"
      "  edge [fontname=\"sans-serif\", fontsize=9];\n",
      quoted(graph.title)
  );
  std::set<std::string> files;
  for (const GraphNode& node : graph.nodes) {
    files.insert(node.file);
  }
  for (const std::string& file : files) {
    dot += fmt::format(
        "  subgraph {} {{\n    label={};\n    color=\"#808080\";\n",
        quoted("cluster_" + file),
        quoted(file)
    );
    for (const GraphNode& node : graph.nodes) {
      if (node.file == file) {
        dot +=
            fmt::format("    {} [{}];\n", quoted(node.name), attributes(node, graph.has_coverage));
      }
    }
    dot += "  }\n";
  }
  for (const GraphEdge& edge : graph.edges) {
    std::string label = edge.when;
    if (graph.has_coverage) {
      label += (label.empty() ? "" : ", ") +
               (edge.taken == 0 ? std::string{"never"} : std::to_string(edge.taken));
    }
    const bool missed = graph.has_coverage && edge.taken == 0;
    dot += fmt::format(
        "  {} -> {} [label={}{}{}];\n",
        quoted(graph.nodes[edge.from].name),
        quoted(graph.nodes[edge.to].name),
        quoted(label),
        edge.comes_back ? ", style=dotted, dir=both" : "",
        missed ? ", color=\"#a3122c\", fontcolor=\"#a3122c\"" : ""
    );
  }
  return dot + "}\n";
}

std::string graph_text(const Graph& graph) {
  std::string text = graph.title + "\n";
  std::string file;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    if (node.file != file) {
      file = node.file;
      text += "\n" + file + "\n";
    }
    text += fmt::format("  {} {}", node.is_part ? "part" : "scene", bare(node.name));
    text += node.is_first ? ", begins here" : "";
    text += node.ends ? ", can end here" : "";
    text += node.is_dead_end ? ", dead end" : "";
    if (graph.has_coverage) {
      text += node.visits == 0 ? ", never walked" : fmt::format(", walked {} times", node.visits);
    }
    text += "\n";
    for (const GraphEdge& edge : graph.edges) {
      if (edge.from != i) {
        continue;
      }
      const GraphNode& to = graph.nodes[edge.to];
      text += fmt::format(
          "    {} {}",
          edge.comes_back ? "does" : "goes to",
          to.file == node.file ? bare(to.name) : to.name
      );
      text += edge.when.empty() ? "" : ": " + edge.when;
      if (graph.has_coverage) {
        text += edge.taken == 0 ? ", never" : fmt::format(", {} times", edge.taken);
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace attune::tools
