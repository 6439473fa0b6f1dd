#include "engine/script/tree.h"

#include "engine/script/parser.h"

namespace attune::engine {
namespace {

constexpr std::string_view course_file = "course";

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
    } else if (dialogue.name.text != stem) {
      findings.error(
          "A010",
          dialogue.name.span,
          "This file is called " + std::string{stem} +
              ".dialogue, and its first line gives another name.",
          "Write \"dialogue " + std::string{stem} + "\"."
      );
    }
    tree.dialogues.push_back(std::move(dialogue));
  }
  return tree;
}

}  // namespace attune::engine
