#include "engine/script/help.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>

namespace attune::engine {
namespace {

// The part that a hand, or a missing line of course.dialogue, kept from being the help.
const SectionSymbol* meant_for_help(const Symbols& symbols) {
  constexpr auto wanted = std::to_array<std::string_view>({help_part});
  const SectionSymbol* close = nullptr;
  for (const SectionSymbol& symbol : symbols.sections()) {
    const std::string_view name = symbol.section->name.text;
    if (!symbol.section->is_part) {
      continue;
    }
    if (name == help_part) {
      return &symbol;
    }
    const bool everywhere = symbols.dialogues()[symbol.dialogue].role == FileRole::everywhere;
    if (close == nullptr && everywhere && nearest(name, wanted)) {
      close = &symbol;
    }
  }
  return close;
}

}  // namespace

const SectionSymbol* check_help(const Symbols& symbols, Findings& findings) {
  const bool has_help = std::ranges::any_of(symbols.sections(), [&](const SectionSymbol& symbol) {
    return symbol.section->is_part && symbol.section->name.text == help_part &&
           symbols.dialogues()[symbol.dialogue].role == FileRole::everywhere;
  });
  if (has_help) {
    return nullptr;
  }
  constexpr std::string_view code = "W045";
  const SectionSymbol* meant = meant_for_help(symbols);
  if (meant == nullptr) {
    const ast::Course& course = symbols.course();
    findings.warning(
        code,
        course.everywhere.empty()
            ? SourceSpan{.file = course.file, .line = 1, .column = 1, .length = 1}
            : course.everywhere.front().span,
        "The button \"I need help now\" has nothing to say: no file under \"everywhere:\" has a "
        "part \"help\".",
        "Write one, such as safety.dialogue, and name it: \"everywhere: safety\"."
    );
    return nullptr;
  }
  const std::string& name = meant->section->name.text;
  if (name != help_part) {
    findings.warning(
        code,
        meant->section->name.span,
        "The button \"I need help now\" does a part \"help\", and there is none.",
        "Did you mean \"part help\"?"
    );
    return meant;
  }
  const std::string& file = symbols.dialogues()[meant->dialogue].dialogue.name.text;
  findings.warning(
      code,
      meant->section->name.span,
      "The button \"I need help now\" does not find this part: the course does not name this file "
      "under \"everywhere:\".",
      "Write \"everywhere: " + file + "\" in course.dialogue."
  );
  return meant;
}

}  // namespace attune::engine
