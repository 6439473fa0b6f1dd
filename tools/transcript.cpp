#include "tools/transcript.h"

#include "engine/base/text.h"

#include <algorithm>
#include <charconv>

namespace attune::tools {
namespace {

using engine::Error;
using engine::Result;
using engine::trimmed;

using Kind = TranscriptLine::Kind;

std::unexpected<Error> wrong(std::uint32_t number, std::string_view what) {
  return std::unexpected{Error{std::to_string(number) + ": " + std::string{what}}};
}

// "name: Sam" before the conversation; false when this is no header.
bool read_header(std::string_view line, ConversationStart& start, bool& understood) {
  understood = true;
  const auto value = [&](std::string_view name) -> std::string_view {
    return line.starts_with(name) ? trimmed(line.substr(name.size())) : std::string_view{};
  };
  if (line.starts_with("name:")) {
    start.name = value("name:");
    understood = !start.name.empty();
    return true;
  }
  if (line.starts_with("seed:")) {
    const std::string_view digits = value("seed:");
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), start.seed);
    understood = error == std::errc{} && end == digits.data() + digits.size();
    return true;
  }
  if (line.starts_with("stage:")) {
    start.stage = value("stage:");
    return true;
  }
  return line.starts_with("language:");
}

bool is_question(std::string_view line) {
  const std::size_t mark = line.find('?');
  return mark != std::string_view::npos && mark > 0 &&
         std::ranges::all_of(line.substr(0, mark), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
         });
}

// What stands between two answers: what must be said, and what was.
struct Block {
  std::vector<TranscriptLine> expected;
  std::vector<SpokenLine> actual;
};

// `...` stands for any lines of the coach.
bool fits(
    const std::vector<TranscriptLine>& expected,
    const std::vector<SpokenLine>& actual,
    std::size_t i = 0,
    std::size_t j = 0
) {
  while (i < expected.size()) {
    if (expected[i].kind == Kind::anything) {
      while (true) {
        if (fits(expected, actual, i + 1, j)) {
          return true;
        }
        if (j >= actual.size() || actual[j].kind != SpokenLine::Kind::coach) {
          return false;
        }
        ++j;
      }
    }
    if (j >= actual.size() || actual[j].text != expected[i].text) {
      return false;
    }
    ++i;
    ++j;
  }
  return j == actual.size();
}

// The lines that differ, with those around them that do not.
void describe(const Block& block, std::string& out) {
  constexpr std::size_t context = 2;
  const auto& expected = block.expected;
  const auto& actual = block.actual;
  std::size_t same = 0;
  while (same < expected.size() && same < actual.size() && expected[same].text == actual[same].text
  ) {
    ++same;
  }
  std::size_t tail = 0;
  while (tail + same < expected.size() && tail + same < actual.size() &&
         expected[expected.size() - 1 - tail].text == actual[actual.size() - 1 - tail].text) {
    ++tail;
  }
  for (std::size_t i = same > context ? same - context : 0; i < same; ++i) {
    out += "    " + actual[i].text + "\n";
  }
  for (std::size_t i = same; i < expected.size() - tail; ++i) {
    out += "  - " + expected[i].text + "    (line " + std::to_string(expected[i].number) + ")\n";
  }
  for (std::size_t i = same; i < actual.size() - tail; ++i) {
    out += "  + " + actual[i].text +
           (actual[i].place.empty() ? "" : "    (" + actual[i].place + ")") + "\n";
  }
  const std::size_t after = actual.size() - tail;
  for (std::size_t i = after; i < std::min(after + context, actual.size()); ++i) {
    out += "    " + actual[i].text + "\n";
  }
}

}  // namespace

Result<Transcript> parse_transcript(std::string_view text) {
  Transcript transcript;
  std::uint32_t number = 0;
  bool in_head = true;
  if (engine::first_invalid_utf8(text)) {
    return wrong(1, "This file is not UTF-8 text.");
  }
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) {
      if (in_head && !line.empty()) {
        transcript.head.emplace_back(line);
      }
      continue;
    }
    bool understood = true;
    if (in_head && read_header(line, transcript.start, understood)) {
      if (!understood) {
        return wrong(number, "This header has no value that can be read.");
      }
      transcript.head.emplace_back(line);
      continue;
    }
    in_head = false;
    TranscriptLine made{.kind = Kind::coach, .text = std::string{line}, .number = number};
    if (line == "...") {
      made.kind = Kind::anything;
    } else if (line.starts_with('>')) {
      made.kind = Kind::answer;
      made.text = "> " + std::string{trimmed(line.substr(1))};
    } else if (line.starts_with('!')) {
      made.kind = Kind::rejection;
    } else if (line.starts_with("Coach:")) {
      made.text = "Coach: " + std::string{trimmed(line.substr(6))};
    } else if (is_question(line)) {
      made.kind = Kind::question;
    } else {
      return wrong(
          number,
          "A line of a transcript starts with \"Coach:\", with the name of a question and \"?\", "
          "with "
          "\">\" for an answer, with \"!\" or \"#\", or is \"...\"."
      );
    }
    transcript.lines.push_back(std::move(made));
  }
  return transcript;
}

Result<TranscriptOutcome> run_transcript(
    const engine::Program& program, const Transcript& transcript
) {
  const std::string& stage = transcript.start.stage;
  const auto found = stage.empty() ? program.stages.begin()
                                   : std::ranges::find(program.stages, stage, &engine::Stage::name);
  if (found == program.stages.end() || !found->written) {
    return std::unexpected{Error{"There is no written stage \"" + stage + "\" in this course."}};
  }
  Conversation conversation{program, transcript.start};
  TranscriptOutcome outcome{.passed = true, .difference = {}, .rewritten = {}};
  for (const std::string& line : transcript.head) {
    outcome.rewritten += line + "\n";
  }
  Block block;
  const auto close = [&] {
    block.actual = conversation.take_lines();
    // The answer itself is no surprise.
    std::erase_if(block.actual, [](const SpokenLine& line) {
      return line.kind == SpokenLine::Kind::answer;
    });
    const bool same = fits(block.expected, block.actual);
    if (same) {
      for (const TranscriptLine& line : block.expected) {
        outcome.rewritten += line.text + "\n";
      }
    } else {
      outcome.passed = false;
      describe(block, outcome.difference);
      for (const SpokenLine& line : block.actual) {
        outcome.rewritten += line.text + "\n";
      }
    }
    block = Block{};
  };
  for (const TranscriptLine& line : transcript.lines) {
    if (line.kind != Kind::answer) {
      block.expected.push_back(line);
      continue;
    }
    close();
    if (conversation.over() && !line.text.starts_with("> (")) {
      outcome.passed = false;
      outcome.difference += "  The stage was over before this answer (line " +
                            std::to_string(line.number) + "): it is left out.\n";
      continue;
    }
    outcome.rewritten += line.text + "\n";
    conversation.type(std::string_view{line.text}.substr(2));
  }
  close();
  return outcome;
}

}  // namespace attune::tools
