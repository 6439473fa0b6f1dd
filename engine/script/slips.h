#pragma once

#include "engine/script/findings.h"
#include "engine/script/lexer.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// What a hand, or a word processor, may have meant by a line that is not understood.
namespace attune::engine {

// For a line that starts with none of the `known` words.
std::string unknown_word_mend(const Line& line, std::span<const std::string_view> known);

// A misspelt word that would have begun a block is read as if it stood there, so that the lines of
// the block are not misread one by one. False when it is no such word, and nothing was changed.
bool read_as_meant(Line& line, std::span<const std::string_view> known);

// A text that was broken over several lines: each time one finding, and the lines that go on with
// it are taken out, as nothing else is wrong with them.
void join_broken_texts(
    std::vector<Line>& lines, std::span<const std::string_view> known, Findings& findings
);

}  // namespace attune::engine
