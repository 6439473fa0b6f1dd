#pragma once

#include "engine/program/program.h"

#include <CLI/CLI.hpp>
#include <istream>
#include <ostream>

namespace attune::tools {

// `attune listen`: what a course hears in lines from standard input, or how well it hears those of
// a file that says what should be heard.
// A line of JSON for each line of text, at once: {"text","tier","topic","matched"}; and "where",
// the construction that heard it (FILE:LINE), when it is asked for.
void hear_lines(const engine::Program& program, bool where, std::istream& lines, std::ostream& out);

void add_listen_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
