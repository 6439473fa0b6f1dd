#pragma once

#include "engine/script/builder.h"
#include "engine/script/findings.h"
#include "engine/script/symbols.h"

namespace attune::engine {

// Which section a step belongs to, and what it calls: what the flow analysis needs beyond the
// Program.
struct Layout {
  struct Section {
    std::uint32_t first = 0;  // steps [first, last)
    std::uint32_t last = 0;
    std::uint32_t dialogue = 0;
    bool is_part = false;
  };

  std::vector<Section> sections;                    // as Program::scenes
  std::vector<std::uint32_t> section_of_step;       // one a step
  std::vector<std::uint32_t> dialogue_of_question;  // one a question
  std::vector<bool> is_stage;                       // one a dialogue
  WrittenAt written;
};

// The same of a Program that was compiled before; `written` is empty, and dialogues are numbered as
// files are.
Layout layout_of(const Program& program);

// Tree -> flat steps with resolved targets. Reports what does not resolve or does not fit, and goes
// on; the result is only whole when nothing was reported.
Layout emit_program(const Symbols& symbols, Program& program, Findings& findings);

}  // namespace attune::engine
