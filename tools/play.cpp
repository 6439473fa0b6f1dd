#include "tools/play.h"

#include "engine/base/text.h"
#include "engine/session/render.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace attune::tools {
namespace {

using namespace engine;

constexpr std::size_t width = 76;

// Wraps at words; later lines stand under the first.
void wrapped(std::ostream& out, std::string_view text, std::size_t indent) {
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t length = characters(word);
    if (column > indent && column + 1 + length > width) {
      out << '\n' << std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out << ' ';
      ++column;
    }
    out << word;
    column += length;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out << '\n';
}

constexpr std::string_view deeds = ":skip :back :help :continue :begin STAGE :later 2 days :quit";

// A single word after a colon, ":skpi": meant for the program, so it is not taken for an answer.
bool is_unknown_deed(std::string_view line) {
  constexpr std::array known{":skip", ":back", ":help", ":continue", ":quit"};
  return line.size() > 1 && line.starts_with(':') &&
         std::ranges::all_of(line.substr(1), [](char c) { return c >= 'a' && c <= 'z'; }) &&
         std::ranges::find(known, line) == known.end();
}

class Player {
 public:
  Player(Conversation& conversation, bool colours, std::ostream& out)
      : conversation_{conversation}, colours_{colours}, out_{out} {}

  void show() {
    for (const SpokenLine& line : conversation_.take_lines()) {
      switch (line.kind) {
        case SpokenLine::Kind::coach:
          out_ << "  ";
          wrapped(out_, std::string_view{line.text}.substr(7), 2);
          break;
        case SpokenLine::Kind::question:
          question();
          break;
        case SpokenLine::Kind::answer:
          break;
        case SpokenLine::Kind::rejection:
          out_ << "  " << code("33") << line.text << code("0") << '\n';
          break;
      }
    }
  }

  // What a person types, in the plain form: numbers for options, :words for what is done.
  std::string plain(const std::string& typed) const {
    const std::string_view line = trimmed(typed);
    if (line.starts_with(":later ")) {
      return "(" + std::string{trimmed(line.substr(7))} + " later)";
    }
    for (const std::string_view word : {"skip", "back", "help", "continue"}) {
      if (line.starts_with(':') && line.substr(1) == word) {
        return "(" + std::string{word} + ")";
      }
    }
    if (line.starts_with(":begin ")) {
      return "(begin " + std::string{trimmed(line.substr(7))} + ")";
    }
    const QuestionAsked* asked = conversation_.open_question();
    if (asked == nullptr || asked->options.empty() || asked->kind == QuestionKind::pick ||
        asked->kind == QuestionKind::picks) {
      return std::string{line};
    }
    std::string answer;
    std::string_view rest = line;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      const std::string_view part = trimmed(rest.substr(0, end));
      std::size_t number = 0;
      const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), number);
      const bool counted = error == std::errc{} && stop == part.data() + part.size() &&
                           number >= 1 && number <= asked->options.size();
      answer += answer.empty() ? "" : ", ";
      answer += counted ? std::string_view{asked->options[number - 1].id} : part;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return answer;
  }

 private:
  std::string code(std::string_view number) const {
    return colours_ ? "\x1b[" + std::string{number} + "m" : std::string{};
  }

  void note(std::string_view name, const std::string& text) {
    if (!text.empty()) {
      out_ << "    " << code("2");
      wrapped(out_, std::string{name} + ": " + text, 4);
      out_ << code("0");
    }
  }

  void question() {
    const QuestionAsked* asked = conversation_.open_question();
    if (asked == nullptr) {
      return;
    }
    out_ << '\n' << "  " << code("1");
    wrapped(out_, asked->text, 2);
    out_ << code("0");
    note("hint", asked->hint);
    note("example", asked->example);
    note("why", asked->why);
    for (std::size_t i = 0; i < asked->options.size(); ++i) {
      out_ << "    " << i + 1 << ". " << asked->options[i].label << '\n';
    }
    if (asked->kind == QuestionKind::scale) {
      out_ << "    " << number_text(asked->min) << (asked->low.empty() ? "" : " " + asked->low)
           << " ... " << number_text(asked->max) << (asked->high.empty() ? "" : " " + asked->high)
           << '\n';
    } else if (asked->kind == QuestionKind::choices || asked->kind == QuestionKind::picks) {
      out_ << "    (one or more, with commas between)\n";
    } else if (asked->kind == QuestionKind::list) {
      out_ << "    (several things with ; between them)\n";
    } else if (asked->kind == QuestionKind::date) {
      out_ << "    (a day, such as 2026-11-23)\n";
    } else if (asked->kind == QuestionKind::yesno) {
      out_ << "    (yes or no)\n";
    }
  }

  Conversation& conversation_;
  bool colours_;
  std::ostream& out_;
};

}  // namespace

void play_plain(
    const Program& program, const ConversationStart& start, std::istream& in, std::ostream& out
) {
  Conversation conversation{program, start};
  const auto show = [&] {
    for (const SpokenLine& line : conversation.take_lines()) {
      out << line.text << '\n';
    }
    out.flush();
  };
  show();
  for (std::string line; !conversation.over() && std::getline(in, line);) {
    if (!trimmed(line).empty()) {
      conversation.type(line);
      show();
    }
  }
}

void play(
    const Program& program,
    const ConversationStart& start,
    bool colours,
    std::istream& in,
    std::ostream& out
) {
  out << program.title << ". Type an answer, or " << deeds << "\n\n";
  Conversation conversation{program, start};
  Player player{conversation, colours, out};
  player.show();
  std::string line;
  while (!conversation.over()) {
    out << (conversation.open_question() != nullptr ? "> " : "(resting) > ") << std::flush;
    if (!std::getline(in, line) || trimmed(line) == ":quit") {
      break;
    }
    if (is_unknown_deed(trimmed(line))) {
      out << "  There is no " << trimmed(line) << ". What can be done: " << deeds << '\n';
    } else if (!trimmed(line).empty()) {
      conversation.type(player.plain(line));
      player.show();
    }
  }
  out << "\nTo play this again: --seed " << start.seed << " --name \"" << start.name << "\""
      << (start.stage.empty() ? "" : " --stage " + start.stage) << '\n';
}

}  // namespace attune::tools
