#pragma once

#include "engine/program/program.h"
#include "engine/session/state.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Authored words with a person's own put into them, once; what was put in is never read again.
namespace attune::engine {

std::string render(const Program& program, const State& state, std::uint32_t template_index);

// The same; empty for `none`.
std::string render_if(const Program& program, const State& state, std::uint32_t template_index);

// A line that the coach said, in the language that the session has now: the script's line that it
// was, said again. Itself where it is in that language already, or no line of the script any more.
std::string in_language(const Program& program, const State& state, const std::string& line);

// A value as it is quoted inside a sentence: options in their quoted form, several as "a, b and c".
std::string quoted(
    const Program& program, const State& state, const Question* question, const Value& value
);

// The things that were listed, or the options that were chosen, one by one, as a bubble shows them.
std::vector<std::string> things_of(
    const Program& program, const State& state, const Question& question, const Value& value
);

// A value as the person's own bubble shows it.
std::string bubble(
    const Program& program, const State& state, const Question& question, const Value& value
);

// "a", "a and b", "a, b and c".
std::string joined(const Phrases& phrases, std::span<const std::string> items);

// "23 November 2026".
std::string spoken_day(const Phrases& phrases, Day day);

// Shortest form that reads back the same; whole numbers without a point.
std::string number_text(double number);

}  // namespace attune::engine
