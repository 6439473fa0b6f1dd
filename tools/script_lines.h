#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A script as its author sees it: line by line, notes and blank lines included. For the formatter
// and for what is drawn of a script; what a script means is the engine's to say.
namespace attune::tools {

struct ScriptLine {
  enum class Kind : std::uint8_t {
    note,       // // TEXT
    head,       // dialogue, title:, remember: whatever stands at the top
    section,    // scene, part
    say,        // Coach: TEXT
    ask,        // ask KIND NAME DETAILS: TEXT
    help,       // hint:, example:, why:; words: of a picture
    option,     // - id: LABEL -> SCENE
    condition,  // if, else if
    otherwise,  // else
    one_of,
    show,     // show KIND NAME: TITLE
    row,      // - ROLE "LABEL": TEXT, of a picture
    or_else,  // the `or` of a one of
    end,
    block,   // listening, watch NAME
    listen,  // a line of such a block with a colon: words die: die, be dead
    other    // go, do, set, pause, ...
  };

  Kind kind = Kind::other;
  std::uint32_t number = 0;   // in the file, from 1
  std::size_t depth = 0;      // blocks that it lies in; a line is moved in by two blanks for each
  bool blank_before = false;  // at least one empty line stands before it
  std::string text;           // without the blanks at its ends, else as written
};

// Every line that is not blank. `source` has no syntax error, else depths are guesses.
std::vector<ScriptLine> read_script(std::string_view source);

// The parts of a line with a text: "ask scale pull 0 to 10", "How strong?". `text` is empty for
// lines that have none.
struct LineParts {
  std::string code;
  std::string text;
  std::string target;  // of an option's arrow
};

LineParts parts_of(const ScriptLine& line);

// `code` with the blanks that belong there: "if a>=1" -> "if a >= 1". What is no code comes back as
// it is.
std::string spaced_code(std::string_view code);

}  // namespace attune::tools
