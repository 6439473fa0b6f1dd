#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace attune::engine {

enum class Sort : std::uint8_t {
  letter,      // `as` is what it is read as
  digit,       // `as` likewise
  mark,        // @ $ ! * +: a letter when it stands in a word
  apostrophe,  // passed over inside a word
  invisible,   // passed over everywhere
  blank,
  comma,
  sentence,
  quote,  // either end of a quotation
  quote_opens,
  quote_closes,
  other,  // stands between words
};

struct Character {
  Sort sort = Sort::other;
  char32_t code = 0;
  std::size_t bytes = 1;
  std::string_view as;  // letters and digits in ASCII; empty: the character itself
  bool alike = false;   // of another script, and looks like `as`: only beside Latin letters
};

// The character at byte `at`, which lies in the text. Bytes that are not UTF-8 are `other`, one by
// one.
Character character_at(std::string_view text, std::size_t at);

}  // namespace attune::engine
