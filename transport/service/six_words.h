#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Six words of the EFF's long list: what a person writes down to come back on another device.
namespace attune::service {

inline constexpr std::size_t words_count = 6;

// One word a line, sorted.
std::string_view wordlist_text();

// What is wrong with what was typed, in a sentence for the person who typed it. It names a word
// that is not on the public list; which words of the list are right it never tells.
struct WordsFault {
  std::string message;
  bool unknown_word = false;
  std::vector<std::pair<std::string, std::string>> details;  // "word", "nearest"; or "count"
};

// Any case; blanks, hyphens or commas between. Gives the six words with a blank between each.
std::expected<std::string, WordsFault> read_words(std::string_view typed);

// Six words, each chosen by `random_below`(how many there are). Words with a hyphen are never
// drawn.
std::string draw_words(std::uint32_t (*random_below)(std::uint32_t bound));

}  // namespace attune::service
