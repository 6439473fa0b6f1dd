#pragma once

#include "engine/script/ast.h"
#include "engine/script/compiler.h"
#include "engine/script/findings.h"

#include <string_view>
#include <vector>

namespace attune::engine {

// What the authors of a course wrote, file by file.
struct Tree {
  ast::Course course;
  bool has_course = false;
  std::vector<ast::Dialogue> dialogues;  // in the order of the sources
};

// Reads every dialogue of the sources. Reports what is not understood, and goes on.
Tree parse_tree(const CourseSources& sources, Findings& findings);

// "discovery" of "dialogues/dream/discovery.dialogue".
std::string_view file_stem(std::string_view path);

// "discovery.dialogue" of the same.
std::string_view file_name(std::string_view path);

}  // namespace attune::engine
