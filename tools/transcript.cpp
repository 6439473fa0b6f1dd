#include "tools/transcript.h"

#include "engine/base/text.h"

#include <algorithm>
#include <charconv>

#include "tools/comparison.h"

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
bool read_header(std::string_view line, Transcript& transcript, bool& understood) {
  ConversationStart& start = transcript.start;
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
    understood = !start.stage.empty();
    return true;
  }
  if (line.starts_with("scene:")) {
    start.scene = value("scene:");
    understood = !start.scene.empty();
    return true;
  }
  if (line.starts_with("language:")) {
    start.language = value("language:");
    understood = !start.language.empty();
    return true;
  }
  return false;
}

bool is_question(std::string_view line) {
  const std::size_t mark = line.find('?');
  return mark != std::string_view::npos && mark > 0 &&
         std::ranges::all_of(line.substr(0, mark), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
         });
}

// What stands between two answers.
class Block {
 public:
  void add(const TranscriptLine& line) {
    written_.push_back(line);
    if (line.kind != Kind::note) {
      expected_.push_back(line);
    }
  }

  // Adds to `outcome` what comes of it when `actual` is said after `answer` (empty: at the start).
  void close(
      const std::vector<SpokenLine>& actual, const std::string& answer, TranscriptOutcome& outcome
  ) {
    const Comparison comparison = compare(expected_, actual);
    if (!comparison.same) {
      outcome.passed = false;
      outcome.difference += (answer.empty() ? "" : "    " + answer + "\n") + comparison.difference;
    }
    for (const TranscriptLine& line : written_) {
      if (comparison.same || line.kind == Kind::note) {
        outcome.rewritten += line.text + "\n";
      }
    }
    if (!comparison.same) {
      for (const SpokenLine& line : actual) {
        outcome.rewritten += line.text + "\n";
      }
    }
    written_.clear();
    expected_.clear();
  }

 private:
  std::vector<TranscriptLine> written_;
  std::vector<TranscriptLine> expected_;  // those of `written_` that are no notes
};

// The clock and "(begin repair)" go on after the end of a stage; an answer does not.
bool is_deed(std::string_view answer) {
  return answer.starts_with("> (") && !answer.starts_with("> ((");
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
    if (line.empty()) {
      continue;
    }
    if (in_head && line.starts_with('#')) {
      transcript.head.emplace_back(line);
      continue;
    }
    bool understood = true;
    if (in_head && read_header(line, transcript, understood)) {
      if (!understood) {
        return wrong(number, "This header has no value that can be read.");
      }
      transcript.head.emplace_back(line);
      continue;
    }
    in_head = false;
    TranscriptLine made{.kind = Kind::coach, .text = std::string{line}, .number = number};
    if (line.starts_with('#')) {
      made.kind = Kind::note;
    } else if (line == "...") {
      made.kind = Kind::anything;
    } else if (line.starts_with('>')) {
      made.kind = Kind::answer;
      made.text = "> " + std::string{trimmed(line.substr(1))};
    } else if (line.starts_with('!')) {
      made.kind = Kind::rejection;
    } else if (line.starts_with("Coach:")) {
      made.text = "Coach: " + std::string{trimmed(line.substr(6))};
    } else if (line.starts_with("Picture ")) {
      made.kind = Kind::picture;
    } else if (is_question(line)) {
      made.kind = Kind::question;
    } else {
      return wrong(
          number,
          "A line of a transcript starts with \"Coach:\" or \"Picture\", with the name of a "
          "question "
          "and \"?\", with \">\" for an answer, with \"!\" or \"#\", or is \"...\"."
      );
    }
    transcript.lines.push_back(std::move(made));
  }
  return transcript;
}

std::string transcript_text(const ConversationStart& start, const std::vector<SpokenLine>& lines) {
  std::string text = "# Kept from attune play\nname: " + start.name + "\n";
  text += start.seed != 1 ? "seed: " + std::to_string(start.seed) + "\n" : "";
  text += start.stage.empty() ? "" : "stage: " + start.stage + "\n";
  text += start.scene.empty() ? "" : "scene: " + start.scene + "\n";
  text += start.language.empty() ? "" : "language: " + start.language + "\n";
  for (const SpokenLine& line : lines) {
    text += std::string{trimmed(line.text)} + "\n";
  }
  return text;
}

Result<TranscriptOutcome> run_transcript(
    const engine::Program& program,
    const Transcript& transcript,
    const Conversation::Observer& observer
) {
  const auto found = find_start(program, transcript.start.stage, transcript.start.scene);
  if (!found) {
    return std::unexpected{found.error()};
  }
  if (const auto language = find_language(program, transcript.start.language); !language) {
    return std::unexpected{language.error()};
  }
  Conversation conversation{program, transcript.start, observer};
  TranscriptOutcome outcome{.passed = true, .difference = {}, .rewritten = {}};
  for (const std::string& line : transcript.head) {
    outcome.rewritten += line + "\n";
  }
  Block block;
  std::string answer;
  const auto close = [&] {
    std::vector<SpokenLine> actual = conversation.take_lines();
    // The answer itself is no surprise, and blanks at an end are not kept in a file.
    std::erase_if(actual, [](const SpokenLine& line) {
      return line.kind == SpokenLine::Kind::answer;
    });
    for (SpokenLine& line : actual) {
      line.text = trimmed(line.text);
    }
    block.close(actual, answer, outcome);
  };
  for (const TranscriptLine& line : transcript.lines) {
    if (line.kind != Kind::answer) {
      block.add(line);
      continue;
    }
    close();
    answer = line.text;
    if (conversation.over() && !is_deed(line.text)) {
      outcome.passed = false;
      outcome.difference += "    " + line.text +
                            "\n  The stage was over before this answer (line " +
                            std::to_string(line.number) + "): it is left out.\n";
      continue;
    }
    outcome.rewritten += line.text + "\n";
    const std::string_view typed = std::string_view{line.text}.substr(2);
    if (typed.starts_with("(jump ") && typed.ends_with(')')) {
      conversation.jump(trimmed(typed.substr(6, typed.size() - 7)));
    } else {
      conversation.type(typed);
    }
  }
  close();
  return outcome;
}

}  // namespace attune::tools
