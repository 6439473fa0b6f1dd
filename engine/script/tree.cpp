#include "engine/script/tree.h"

#include "engine/script/parser.h"

#include <algorithm>

namespace attune::engine {
namespace {

constexpr std::string_view course_file = "course";

bool is_named(const ast::Course& course, std::string_view name) {
  const auto has = [name](const std::vector<ast::Name>& names) {
    return std::ranges::find(names, name, &ast::Name::text) != names.end();
  };
  return has(course.stages) || has(course.everywhere);
}

// A file is called by the name in its first line. Where it is not, it goes on under the one that
// the course knows, so that nothing else is said of it.
void settle_name(
    const ast::Course& course, std::string_view stem, ast::Dialogue& dialogue, Findings& findings
) {
  const std::string written = dialogue.name.text;
  if (written == stem) {
    return;
  }
  const bool file_is_wrong = is_named(course, written) && !is_named(course, stem);
  findings.error(
      "A010",
      dialogue.name.span,
      "This file is called " + std::string{stem} +
          ".dialogue, and its first line gives another name.",
      file_is_wrong ? "Call the file " + written + ".dialogue."
                    : "Write \"dialogue " + std::string{stem} + "\"."
  );
  if (!file_is_wrong) {
    dialogue.name.text = stem;
  }
}

}  // namespace

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view file_stem(std::string_view path) {
  const std::string_view name = file_name(path);
  return name.substr(0, name.rfind('.'));
}

Tree parse_tree(const CourseSources& sources, Findings& findings) {
  Tree tree;
  for (std::uint32_t i = 0; i < sources.files.size(); ++i) {
    const SourceFile& file = sources.files[i];
    if (is_translation(file)) {
      continue;
    }
    const std::string_view stem = file_stem(file.path);
    if (stem == course_file) {
      tree.course = parse_course(i, file.text, findings);
      tree.has_course = true;
      continue;
    }
    ast::Dialogue dialogue = parse_dialogue(i, file.text, findings);
    if (dialogue.name.text.empty()) {
      dialogue.name.text = stem;
    }
    tree.dialogues.push_back(std::move(dialogue));
  }
  for (ast::Dialogue& dialogue : tree.dialogues) {
    settle_name(tree.course, file_stem(sources.files[dialogue.file].path), dialogue, findings);
  }
  return tree;
}

}  // namespace attune::engine
