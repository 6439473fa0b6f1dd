#pragma once

#include "engine/program/program.h"
#include "engine/session/state.h"

#include <cstdint>
#include <span>
#include <string>

// Authored words with a person's own put into them, once; what was put in is never read again.
namespace attune::engine {

std::string render(const Program& program, const State& state, std::uint32_t template_index);

// A value as it is quoted inside a sentence: options in their quoted form, several as "a, b and c".
std::string quoted(
    const Program& program, const State& state, const Question* question, const Value& value
);

// A value as the person's own bubble shows it.
std::string bubble(
    const Program& program, const State& state, const Question& question, const Value& value
);

// "a", "a and b", "a, b and c".
std::string joined(std::span<const std::string> items);

// Shortest form that reads back the same; whole numbers without a point.
std::string number_text(double number);

}  // namespace attune::engine
