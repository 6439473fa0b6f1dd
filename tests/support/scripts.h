#pragma once

#include "engine/program/program.h"
#include "engine/script/compiler.h"

#include <cstdint>
#include <string>

// Scripts at random: courses that compile, written as carelessly as the language allows.
namespace attune::test {

// The same course for the same seed: every kind of statement and question, with stray indentation,
// blank lines, notes, blanks where they mean nothing, and now and then a byte order mark or lines
// that end as on Windows.
engine::CourseSources random_course(std::uint64_t seed);

// Everything that a Program says and does, in words; not where it was written, and not its id.
std::string without_spans(const engine::Program& program);

}  // namespace attune::test
