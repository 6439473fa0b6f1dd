#include "engine/script/translation/strings.h"

#include "engine/base/text.h"
#include "engine/script/translation/texts.h"
#include "engine/script/translation/translation.h"

#include <algorithm>
#include <map>
#include <utility>

namespace attune::engine {
namespace {

constexpr std::string_view resources_file = "resources.json";
constexpr std::string_view note_mark = "//";

// The notes directly above each line of a file.
class Notes {
 public:
  explicit Notes(std::string_view source) {
    while (!source.empty()) {
      const std::size_t stop = std::min(source.find('\n'), source.size());
      lines_.push_back(trimmed(source.substr(0, stop)));
      source.remove_prefix(std::min(stop + 1, source.size()));
    }
  }

  std::vector<std::string> above(std::uint32_t line) const {
    std::vector<std::string> notes;
    for (std::uint32_t at = line - 1; at > 0 && lines_[at - 1].starts_with(note_mark); --at) {
      notes.emplace_back(trimmed(lines_[at - 1].substr(note_mark.size())));
    }
    std::ranges::reverse(notes);
    return notes;
  }

 private:
  std::vector<std::string_view> lines_;
};

void add_new(std::vector<std::string>& all, std::string one) {
  if (std::ranges::find(all, one) == all.end()) {
    all.push_back(std::move(one));
  }
}

}  // namespace

std::vector<Translatable> translatable_texts(
    const CourseSources& sources, std::string_view language
) {
  Findings ignored;  // the sources compile
  Said said{
      .tree = parse_tree(sources, ignored),
      .countries = sources.countries,
      .phrases = {},
      .remembered = {}
  };
  std::vector<Notes> notes;
  for (const SourceFile& file : sources.files) {
    notes.emplace_back(file.text);
  }
  const bool is_source = language == said.tree.course.language;
  std::vector<Translatable> texts;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  each_text(said, !is_english(language), [&](const CourseText& text) {
    if (is_source && !text.is_phrase) {
      return;
    }
    const std::string source{text.source()};
    const auto [it, fresh] = known.try_emplace({text.context, source}, texts.size());
    if (fresh) {
      texts.push_back(Translatable{.context = text.context, .text = source});
    }
    Translatable& made = texts[it->second];
    if (text.span.line > 0) {
      for (std::string& note : notes[text.span.file].above(text.span.line)) {
        add_new(made.notes, std::move(note));
      }
      const std::string_view file = file_name(sources.files[text.span.file].path);
      add_new(made.references, std::string{file} + ":" + std::to_string(text.span.line));
    } else if (!text.is_phrase) {
      add_new(made.references, std::string{resources_file});
    }
    add_new(made.notes, text.what);
  });
  return texts;
}

}  // namespace attune::engine
