#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// UTF-8 text, as code points.
namespace attune::engine {

// The byte offset of the first byte that is not valid UTF-8 (no overlong form, no surrogate), or
// nullopt.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// Code points in valid UTF-8.
std::size_t characters(std::string_view text);

// The first `count` code points of valid UTF-8.
std::string_view first_characters(std::string_view text, std::size_t count);

// Bytes of the space at the start that is not the plain one, such as the no-break space of a word
// processor (Unicode's category Zs); 0 when there is none.
std::size_t wide_space_length(std::string_view text);

// Without the white space at both ends: ASCII blanks and the Unicode spaces that a phone types.
std::string_view trimmed(std::string_view text);

// At most `count` code points, cut at the end of a word where there is one, with an ellipsis.
std::string shortened(std::string_view text, std::size_t count);

// Spaces at the ends gone, as is every control character but the newline.
std::string cleaned(std::string_view text);

// The candidate nearest to a misspelt word (Damerau-Levenshtein, ASCII case ignored), if one is
// near enough that a person would say "ah, that one".
std::optional<std::string_view> nearest(
    std::string_view word, std::span<const std::string_view> candidates
);

std::string lower_ascii(std::string_view text);

}  // namespace attune::engine
