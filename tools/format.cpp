#include "tools/format.h"

#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/script/compiler.h"
#include "engine/script/parser.h"

#include <algorithm>
#include <filesystem>

#include "tools/files.h"
#include "tools/script_lines.h"

namespace attune::tools {
namespace {

using Kind = ScriptLine::Kind;

constexpr std::size_t blanks_per_depth = 2;

std::string squeezed(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
      kept.push_back(c);
    }
  }
  return kept;
}

std::string spaced_line(const ScriptLine& line) {
  if (line.kind == Kind::note) {
    return line.text;
  }
  const LineParts parts = parts_of(line);
  if (parts.code == line.text) {
    return spaced_code(line.text);
  }
  std::string spaced = spaced_code(parts.code) + ":";
  if (!parts.text.empty()) {
    spaced += " " + parts.text;
  }
  if (!parts.target.empty()) {
    spaced += " -> " + parts.target;
  }
  // A line at the edge of what is allowed gets no blank that would take it over.
  const bool fits = engine::characters(spaced) <= engine::limits::line_characters_max;
  return fits && squeezed(spaced) == squeezed(line.text) ? spaced : line.text;
}

bool opens(Kind kind) {
  return kind == Kind::section || kind == Kind::block || kind == Kind::condition ||
         kind == Kind::otherwise || kind == Kind::one_of || kind == Kind::or_else;
}

bool goes_on(const ScriptLine& line) {
  return line.kind == Kind::end || line.kind == Kind::or_else || line.kind == Kind::otherwise ||
         line.kind == Kind::help || line.text.starts_with("else");
}

// One blank line before each scene and part, and before the notes about it; none where a block
// opens or closes; elsewhere as the author left them, one at most.
void place_blank_lines(std::vector<ScriptLine>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ScriptLine& line = lines[i];
    if (i == 0) {
      line.blank_before = false;
      continue;
    }
    const Kind before = lines[i - 1].kind;
    const bool first_option = (line.kind == Kind::option || line.kind == Kind::row) &&
                              (before == Kind::ask || before == Kind::show || before == Kind::help);
    if (opens(before) || first_option || (line.kind != Kind::note && goes_on(line))) {
      line.blank_before = false;
    }
    if (line.kind == Kind::section || line.kind == Kind::block) {
      std::size_t first = i;
      while (first > 0 && !lines[first].blank_before && lines[first - 1].kind == Kind::note) {
        --first;
      }
      lines[first].blank_before = first > 0;
    }
  }
}

}  // namespace

std::string syntax_errors(const std::string& path, const std::string& text) {
  engine::Findings findings;
  if (std::filesystem::path{path}.stem() == "course") {
    engine::parse_course(0, text, findings);
  } else {
    engine::parse_dialogue(0, text, findings);
  }
  engine::CourseSources sources;
  sources.files.push_back(engine::SourceFile{.path = path, .text = text});
  std::string rendered;
  for (const engine::Diagnostic& finding : std::move(findings).take()) {
    if (finding.severity == engine::Severity::error) {
      rendered += engine::render(finding, sources);
    }
  }
  return rendered;
}

std::string formatted(std::string_view source) {
  const std::string_view line_end = line_end_of(source);
  std::vector<ScriptLine> lines = read_script(source);
  place_blank_lines(lines);
  std::string text;
  for (const ScriptLine& line : lines) {
    if (line.blank_before) {
      text += line_end;
    }
    text.append(line.depth * blanks_per_depth, ' ');
    const std::string spaced = spaced_line(line);
    ATTUNE_CHECK(squeezed(spaced) == squeezed(line.text));
    text += spaced;
    text += line_end;
  }
  return text;
}

std::optional<std::size_t> first_difference(std::string_view one, std::string_view two) {
  if (one == two) {
    return std::nullopt;
  }
  const auto [at, other] = std::ranges::mismatch(one, two);
  return 1 + static_cast<std::size_t>(std::count(one.begin(), at, '\n'));
}

}  // namespace attune::tools
