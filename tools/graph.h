#pragma once

#include "engine/program/program.h"
#include "engine/script/compiler.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/walk/coverage.h"

// The scenes of a course, and the roads between them.
namespace attune::tools {

struct GraphNode {
  std::string name;  // "discovery.settling"
  std::string file;  // "discovery"
  bool is_part = false;
  bool is_first = false;     // a stage begins here
  bool ends = false;         // a stage can be done here
  bool is_dead_end = false;  // a scene from which no road leads to the end of its stage
  std::uint64_t visits = 0;
};

struct GraphEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  bool comes_back = false;  // a `do`
  std::string when;         // in words: the option or the condition it hangs on; empty: always
  std::uint64_t taken = 0;
};

struct Graph {
  std::string title;
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
  bool has_coverage = false;
};

// Of this stage and all that it uses; empty: of the whole course.
Graph graph_of(
    const engine::Program& program,
    const engine::CourseSources& sources,
    const std::string& stage,
    const Coverage* coverage
);

// In the language of Graphviz (graphviz.org), a cluster for each file.
std::string graph_dot(const Graph& graph);

// The same as an outline, for those who hear a page: all that the picture says.
std::string graph_text(const Graph& graph);

}  // namespace attune::tools
