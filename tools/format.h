#pragma once

#include <optional>
#include <string>
#include <string_view>

// The form of a script: indentation, blank lines, spacing. Words, notes and meaning are its
// author's.
namespace attune::tools {

// Syntax errors of one file, rendered as the checker does; empty when there is none. The name of
// the file tells a course from a dialogue.
std::string syntax_errors(const std::string& path, const std::string& text);

// `source` in its form: no syntax error may be in it. Lines end as most of them did before;
// formatting twice changes nothing more.
std::string formatted(std::string_view source);

// The first line (from 1) at which two texts differ; nullopt when they are equal.
std::optional<std::size_t> first_difference(std::string_view one, std::string_view two);

}  // namespace attune::tools
