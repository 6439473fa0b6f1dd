#include "tools/graph.h"

#include "tests/support/courses.h"
#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace attune::tools {
namespace {

constexpr const char* script =
    "scene hall\n"
    "ask choice door: Which door?\n"
    "- attic: The attic, with \"quotes\" -> attic\n"
    "- cellar: The cellar\n"
    "  do breath\n"
    "end\n"
    "if visits > 1\n"
    "  go attic\n"
    "else if door is cellar\n"
    "  go cellar\n"
    "end\n"
    "finish\n"
    "scene attic\n"
    "Coach: Up here.\n"
    "ask yesno well: Well?\n"
    "go hall\n"
    "scene cellar\n"
    "ask yesno cold: Cold?\n"
    "go cellar\n"
    "part breath\n"
    "Coach: Breathe.\n"
    "return\n";

TEST(Graph, SaysInWordsAllThatThePictureSays) {
  const auto sources = test::one_stage("endless\n" + std::string{script});
  const auto program = test::compiled(sources);
  const Graph graph = graph_of(*program, sources, {}, nullptr);
  EXPECT_EQ(
      graph_text(graph),
      "Small\n"
      "\n"
      "talk\n"
      "  scene hall, begins here, can end here\n"
      "    goes to attic: \u201cThe attic, with \"quotes\"\u201d\n"
      "    does breath: \u201cThe cellar\u201d\n"
      "    goes to attic: if the number of visits here is over 1\n"
      "    goes to cellar: if door is cellar\n"
      "  scene attic\n"
      "    goes to hall\n"
      "  scene cellar, dead end\n"
      "    goes to cellar\n"
      "  part breath\n"
  );
  const std::string dot = graph_dot(graph);
  for (const char* line :
       {"  subgraph \"cluster_talk\" {\n",
        "    \"talk.hall\" [label=\"hall\\n(begins here)\\n(can end here)\", shape=doubleoctagon, "
        "penwidth=3];\n",
        "    \"talk.cellar\" [label=\"cellar\\n(dead end)\", shape=octagon];\n",
        "    \"talk.breath\" [label=\"breath\", shape=component];\n",
        "  \"talk.hall\" -> \"talk.attic\" [label=\"\u201cThe attic, with "
        "\\\"quotes\\\"\u201d\"];\n",
        "  \"talk.hall\" -> \"talk.breath\" [label=\"\u201cThe cellar\u201d\", style=dotted, "
        "dir=both];\n"}) {
    EXPECT_NE(dot.find(line), std::string::npos) << line << "\n" << dot;
  }
}

TEST(Graph, ShowsWhatWalksHaveReached) {
  const auto sources = test::one_stage("endless\n" + std::string{script});
  const auto program = test::compiled(sources);
  Coverage coverage{*program};
  coverage.ran[program->scenes[0].step] = 3;
  const Graph graph = graph_of(*program, sources, "talk", &coverage);
  EXPECT_NE(
      graph_text(graph).find("  scene hall, begins here, can end here, walked 3 times\n"),
      std::string::npos
  );
  EXPECT_NE(graph_text(graph).find("    goes to hall, never\n"), std::string::npos);
  EXPECT_NE(graph_dot(graph).find("never walked\", shape=box, style=dashed"), std::string::npos);
}

TEST(Graph, IsDrawnOrSaysWhatIsMissing) {
  const test::TempFolder folder;
  std::ofstream{folder.path() / "course.dialogue"} << "course small\nstages: talk\n";
  std::ofstream{folder.path() / "talk.dialogue"} << "dialogue talk\nscene hall\nask yesno up: Up?\n"
                                                    "go attic\nscene attic\nfinish\n";
  const std::string course = folder.path().string();
  const test::Ran text = test::run({"graph", "--format", "text", "--coverage", course});
  EXPECT_EQ(text.status, 0);
  EXPECT_NE(text.out.find("scene attic, can end here, walked "), std::string::npos) << text.out;
  EXPECT_EQ(test::run({"graph", "--stage", "tale", course}).status, 2);
  const test::Ran svg = test::run({"graph", course});
  if (svg.status == 0) {
    EXPECT_NE(svg.out.find("<svg"), std::string::npos);
  } else {
    EXPECT_NE(svg.errors.find("apt-get install graphviz"), std::string::npos) << svg.errors;
  }
}

}  // namespace
}  // namespace attune::tools
