#pragma once

#include <optional>
#include <string>
#include <string_view>

// Translations that nobody has to write, to see what a real one will do to a page: what is not
// translated, what does not fit, what does not mirror.
namespace attune::engine {

// English with accents, a third longer, in brackets.
inline constexpr std::string_view accented_language = "en-XA";
// English in Arabic letters, which run from right to left.
inline constexpr std::string_view mirrored_language = "ar-XB";

bool is_pseudo_language(std::string_view language);

// Names in braces, and a text without a letter, stay as they are.
std::string pseudo_translated(std::string_view language, std::string_view text);

}  // namespace attune::engine
