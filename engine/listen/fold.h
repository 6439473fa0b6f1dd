#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A person's text as bare words: case, accents, wide forms, look-alikes and invisible characters
// are gone. Any bytes are allowed; what is not UTF-8 stands between words.
namespace attune::engine {

// What stands before a word.
enum class Break : std::uint8_t {
  none,      // blanks, or nothing
  comma,     // , ; : ( ) and dashes: another clause
  sentence,  // . ! ? and new lines
};

inline constexpr char apostrophe = '\'';

struct RawWord {
  std::string letters;     // a-z, 0-9, and the marks that stand for letters: @ $ ! * +
  std::uint32_t from = 0;  // bytes of the text
  std::uint32_t to = 0;
  Break before = Break::none;
  char joint = ' ';       // the character before it, when it is one alone; `apostrophe` for all
  bool quoted = false;    // inside quotation marks
  bool has_mark = false;  // letters has one of @ $ ! * +, or a digit
};

struct RawText {
  std::vector<RawWord> words;
};

RawText raw_words(std::string_view text);

}  // namespace attune::engine
