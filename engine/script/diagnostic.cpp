#include "engine/base/text.h"
#include "engine/program/limits.h"
#include "engine/script/compiler.h"

#include <algorithm>

namespace attune::engine {
namespace {

std::string_view line_of(std::string_view text, std::uint32_t number) {
  for (std::uint32_t i = 1; i < number; ++i) {
    const std::size_t newline = text.find('\n');
    if (newline == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(newline + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.starts_with("\ufeff")) {
    text.remove_prefix(std::string_view{"\ufeff"}.size());
  }
  return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

// A sentence that goes on after a colon.
std::string going_on(std::string sentence) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (sentence.size() > 1 && is_upper(sentence[0]) && !is_upper(sentence[1])) {
    sentence[0] = static_cast<char>(sentence[0] - 'A' + 'a');
  }
  return sentence;
}

// What is wrong, a road that shows it, and the mend.
std::string sentences(const Diagnostic& finding) {
  std::string all = finding.message;
  std::string road;
  for (const std::string& stop : finding.road) {
    road += (road.empty() ? "" : " -> ") + stop;
  }
  if (!road.empty()) {
    all += " One such road: " + road + ".";
  }
  return finding.mend.empty() ? all : all + " " + finding.mend;
}

// Of a long line what stands around the character `before` characters into it.
void show_stretch(std::string& words, std::uint32_t& before) {
  constexpr std::string_view more = "... ";
  if (characters(words) <= limits::shown_characters) {
    return;
  }
  constexpr std::uint32_t lead = limits::shown_characters / 3;
  const std::uint32_t left_out = before > lead ? before - lead : 0;
  const std::string_view rest =
      std::string_view{words}.substr(first_characters(words, left_out).size());
  const std::string_view stretch = first_characters(rest, limits::shown_characters);
  std::string shown{left_out > 0 ? more : ""};
  shown += stretch;
  if (stretch.size() < rest.size()) {
    shown += " ...";
  }
  before = before - left_out + (left_out > 0 ? static_cast<std::uint32_t>(more.size()) : 0);
  words = std::move(shown);
}

}  // namespace

std::string render(const Diagnostic& finding, const CourseSources& sources) {
  const SourceSpan& span = finding.span;
  std::string shown;
  if (span.file >= sources.files.size()) {
    return finding.code + ": " + sentences(finding) + "\n";
  }
  const SourceFile& file = sources.files[span.file];
  shown += file.path + ":" + std::to_string(span.line) + ":" + std::to_string(span.column) + ": " +
           (finding.severity == Severity::error ? "error " : "warning ") + finding.code + ": " +
           going_on(sentences(finding)) + "\n";
  const std::string_view line = line_of(file.text, span.line);
  if (first_invalid_utf8(line)) {
    return shown;
  }
  // Indentation means nothing, so it is not shown; tabs inside would move the caret.
  const std::string_view text = trimmed(line);
  const auto indent = static_cast<std::uint32_t>(
      text.empty() ? 0
                   : characters(line.substr(0, static_cast<std::size_t>(text.data() - line.data())))
  );
  std::string words{text};
  std::ranges::replace(words, '\t', ' ');
  std::uint32_t before = span.column > indent ? span.column - indent - 1 : 0;
  show_stretch(words, before);
  const auto width = static_cast<std::uint32_t>(characters(words));
  const std::uint32_t room = width > before ? width - before : 1;
  const std::uint32_t length = std::clamp<std::uint32_t>(span.length, 1, room);
  shown += words + "\n" + std::string(before, ' ') + "^" + std::string(length - 1, '~') + "\n";
  return shown;
}

}  // namespace attune::engine
