#include "engine/script/inflections.h"

#include <algorithm>
#include <array>

namespace attune::engine {
namespace {

bool is_vowel(char c) {
  return std::string_view{"aeiou"}.find(c) != std::string_view::npos;
}

bool ends_with_any(std::string_view word, auto... ends) {
  return (word.ends_with(ends) || ...);
}

// "hit", "stab", "beg": the last letter is often doubled.
bool may_double(std::string_view word) {
  const std::size_t size = word.size();
  return size >= 3 && !is_vowel(word[size - 1]) && is_vowel(word[size - 2]) &&
         !is_vowel(word[size - 3]) && !ends_with_any(word, "w", "x", "y");
}

}  // namespace

std::vector<std::string> regular_forms(std::string_view word) {
  std::vector<std::string> forms{std::string{word}};
  if (word.size() < 2) {
    return forms;
  }
  const std::string whole{word};
  const std::string stem{word.substr(0, word.size() - 1)};
  const bool y_falls = word.ends_with('y') && !is_vowel(word[word.size() - 2]);
  if (y_falls) {
    forms.push_back(stem + "ies");
  } else if (ends_with_any(word, "s", "x", "z", "ch", "sh", "o")) {
    forms.push_back(whole + "es");
  } else {
    forms.push_back(whole + "s");
  }
  if (word.ends_with("ie")) {
    forms.push_back(whole.substr(0, whole.size() - 2) + "ying");
  } else if (word.ends_with('e') && !ends_with_any(word, "ee", "oe", "ye")) {
    forms.push_back(stem + "ing");
  } else {
    forms.push_back(whole + "ing");
  }
  forms.push_back(y_falls ? stem + "ied" : word.ends_with('e') ? whole + "d" : whole + "ed");
  if (may_double(word)) {
    forms.push_back(whole + word.back() + "ing");
    forms.push_back(whole + word.back() + "ed");
  }
  return forms;
}

}  // namespace attune::engine
