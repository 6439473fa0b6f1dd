#include "tools/play.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "tools/files.h"
#include "tools/play_view.h"
#include "tools/transcript.h"

namespace attune::tools {
namespace {

using namespace engine;

struct Deed {
  std::string_view name;
  std::string_view usage;
  std::string_view what;
};

constexpr auto deeds = std::to_array<Deed>(
    {{"skip", ":skip", "leave this question out"},
     {"back", ":back", "take back the last answer"},
     {"continue", ":continue", "end a rest early"},
     {"later", ":later 2 days", "let time pass, and come back"},
     {"begin", ":begin STAGE", "take up a stage that is open"},
     {"language", ":language L", "go on in another language of the course"},
     {"help", ":help now", "press \"I need help now\", as a person would"},
     {"jump", ":jump SCENE", "go to a scene at once, STAGE.SCENE in another stage"},
     {"scenes", ":scenes", "the scenes there are, and how often you were there"},
     {"vars", ":vars", "what is kept: answers, memory"},
     {"where", ":where", "the script lines that spoke last"},
     {"again", ":again", "show the question again"},
     {"save", ":save NAME", "keep this conversation as NAME.transcript, a test"},
     {"quit", ":quit", "leave"},
     {"help", ":help", "this list"}}
);

std::string quoted_for_shell(const std::string& text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"_-./:,"}.find(c) != std::string_view::npos;
  });
  if (plain) {
    return text;
  }
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
  }
  return quoted + "'";
}

class Player {
 public:
  Player(
      const Program& program,
      const std::filesystem::path& folder,
      const ConversationStart& start,
      const Screen& screen,
      std::ostream& out
  )
      : program_{program},
        folder_{folder},
        start_{start},
        out_{out},
        conversation_{program, start},
        view_{program, conversation_, screen, out} {}

  void run(std::istream& in) {
    out_ << program_.wording(start_.language).title << ". Type an answer, or :help.\n\n";
    show();
    std::string line;
    while (prompt() && std::getline(in, line)) {
      const std::string_view typed = trimmed(line);
      if (typed == ":quit" || (typed.empty() && conversation_.over())) {
        break;
      }
      if (!typed.empty()) {
        take(typed);
      }
    }
    say_how_to_have_it_again();
  }

 private:
  bool prompt() {
    if (conversation_.over() && !told_end_) {
      told_end_ = true;
      view_.tell_end();
    }
    out_ << (conversation_.over()                       ? "(the end) > "
             : conversation_.open_question() != nullptr ? "> "
                                                        : "(resting) > ")
         << std::flush;
    return true;
  }

  void show() {
    std::vector<SpokenLine> lines = conversation_.take_lines();
    view_.show(lines);
    said_.insert(said_.end(), lines.begin(), lines.end());
    last_ = std::move(lines);
  }

  // A colon and a letter begin a deed; "::" begins a text that begins with a colon.
  void take(std::string_view typed) {
    const bool is_deed =
        typed.size() > 1 && typed[0] == ':' &&
        ((typed[1] >= 'a' && typed[1] <= 'z') || (typed[1] >= 'A' && typed[1] <= 'Z'));
    if (!is_deed) {
      answer(typed);
      return;
    }
    const std::size_t blank = std::min(typed.find(' '), typed.size());
    const std::string word = lower_ascii(typed.substr(1, blank - 1));
    const std::string_view rest = trimmed(typed.substr(blank));
    if (word == "skip" || word == "back" || word == "continue") {
      type(typed, "(" + word + ")");
    } else if (word == "help" && lower_ascii(rest) == "now") {
      type(typed, "(help)");
    } else if (word == "help") {
      list_deeds();
    } else if (word == "later") {
      type(typed, "(" + std::string{rest.empty() ? "1 day" : rest} + " later)");
    } else if (word == "begin") {
      type(typed, "(begin " + std::string{rest} + ")");
    } else if (word == "language") {
      type(typed, "(language " + std::string{rest} + ")");
    } else if (word == "jump") {
      jump(typed, rest);
    } else if (word == "scenes") {
      view_.list_scenes();
    } else if (word == "vars") {
      view_.list_kept();
    } else if (word == "where") {
      view_.list_places(last_);
    } else if (word == "again") {
      view_.question();
    } else if (word == "save") {
      save(std::string{rest});
    } else {
      out_ << "  There is no :" << word << ". :help lists what there is; a text that begins with a "
           << "colon is written ::" << word << ".\n";
    }
  }

  void answer(std::string_view typed) {
    if (conversation_.over()) {
      out_ << "  Nothing is asked any more. :help lists what can be done.\n";
      return;
    }
    type(typed, typed.starts_with("::") ? std::string{typed.substr(1)} : view_.plain(typed));
  }

  void type(std::string_view typed, const std::string& plain) {
    typed_.emplace_back(typed);
    conversation_.type(plain);
    after();
  }

  void jump(std::string_view typed, std::string_view scene) {
    typed_.emplace_back(typed);
    conversation_.jump(scene);
    after();
  }

  void after() {
    told_end_ = told_end_ && conversation_.over();
    show();
  }

  void list_deeds() {
    out_ << "  An answer is typed as it is; an option by its number or its id.\n";
    for (const Deed& deed : deeds) {
      out_ << "    " << deed.usage
           << std::string(deed.usage.size() < 16 ? 16 - deed.usage.size() : 1, ' ') << deed.what
           << '\n';
    }
    out_ << "    ::)             a text that begins with a colon gets a second one\n";
  }

  void save(const std::string& name) {
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '-';
    });
    if (!is_name) {
      out_ << "  A transcript needs a name of letters, digits, _ and -: :save somebody_tired\n";
      return;
    }
    const std::filesystem::path path = folder_ / (name + ".transcript");
    if (std::filesystem::exists(path)) {
      out_ << "  There is a " << path.string() << " already. Choose another name.\n";
      return;
    }
    const std::string text = transcript_text(start_, said_);
    const auto read = parse_transcript(text);
    const auto outcome = read ? run_transcript(program_, *read)
                              : Result<TranscriptOutcome>{std::unexpected{read.error()}};
    if (!outcome || !outcome->passed) {
      out_ << "  Not saved: played again, this conversation would not be the same.\n";
    } else if (!replace_text(path, text)) {
      out_ << "  " << path.string() << " cannot be written.\n";
    } else {
      out_ << "  Kept as " << path.string() << ". attune test plays it from now on.\n";
    }
  }

  void say_how_to_have_it_again() {
    out_ << "\n\nTo have this conversation again:\n  ";
    if (!typed_.empty()) {
      out_ << "printf '%s\\n'";
      for (const std::string& line : typed_) {
        out_ << ' ' << quoted_for_shell(line);
      }
      out_ << " | ";
    }
    out_ << "attune play " << quoted_for_shell(folder_.string()) << " --seed " << start_.seed
         << " --name " << quoted_for_shell(start_.name);
    out_ << (start_.stage.empty() ? "" : " --stage " + start_.stage)
         << (start_.scene.empty() ? "" : " --scene " + start_.scene)
         << (start_.language.empty() ? "" : " --language " + start_.language) << '\n';
  }

  const Program& program_;
  const std::filesystem::path& folder_;
  const ConversationStart& start_;
  std::ostream& out_;
  Conversation conversation_;
  PlayView view_;
  std::vector<SpokenLine> said_;
  std::vector<SpokenLine> last_;  // of the last turn
  std::vector<std::string> typed_;
  bool told_end_ = false;
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
    const std::filesystem::path& folder,
    const ConversationStart& start,
    const Screen& screen,
    std::istream& in,
    std::ostream& out
) {
  Player{program, folder, start, screen, out}.run(in);
}

}  // namespace attune::tools
