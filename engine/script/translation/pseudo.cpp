#include "engine/script/translation/pseudo.h"

#include <algorithm>
#include <array>

namespace attune::engine {
namespace {

using Letters = std::array<std::string_view, 26>;

constexpr Letters accented_small = {"á", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "í",
                                    "ĵ", "ķ", "ļ", "ɱ", "ñ", "ó", "þ", "ɋ", "ŕ",
                                    "š", "ţ", "ú", "ṽ", "ŵ", "ẋ", "ý", "ž"};
constexpr Letters accented_large = {"Á", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Í",
                                    "Ĵ", "Ķ", "Ļ", "Ṁ", "Ñ", "Ó", "Þ", "Ǫ", "Ŕ",
                                    "Š", "Ţ", "Ú", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž"};
constexpr Letters arabic = {"ا", "ب", "ث", "د", "ه", "ف", "غ", "ح", "ي", "ج", "ك", "ل", "م",
                            "ن", "و", "ط", "ق", "ر", "س", "ت", "ع", "ظ", "ش", "خ", "ى", "ز"};

bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_large(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_vowel(char c) {
  constexpr std::string_view vowels = "aeiouAEIOU";
  return vowels.contains(c);
}

// Bytes of a hole, or of a written brace, at the start of the text; 0 when none stands there.
std::size_t braces(std::string_view text) {
  if (text.starts_with("{{")) {
    return 2;
  }
  const std::size_t close = text.starts_with('{') ? text.find('}') : std::string_view::npos;
  return close == std::string_view::npos ? 0 : close + 1;
}

}  // namespace

bool is_pseudo_language(std::string_view language) {
  return language == accented_language || language == mirrored_language;
}

std::string pseudo_translated(std::string_view language, std::string_view text) {
  const bool mirrored = language == mirrored_language;
  std::string made = "[";
  bool has_letter = false;
  while (!text.empty()) {
    if (const std::size_t length = braces(text); length > 0) {
      made += text.substr(0, length);
      text.remove_prefix(length);
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    if (!is_small(c) && !is_large(c)) {
      made += c;
      continue;
    }
    has_letter = true;
    const auto at = static_cast<std::size_t>(is_small(c) ? c - 'a' : c - 'A');
    if (mirrored) {
      made += arabic[at];
      continue;
    }
    made += is_small(c) ? accented_small[at] : accented_large[at];
    // A vowel said twice makes a text a third longer, without a further word.
    made += is_vowel(c) ? accented_small[at] : "";
  }
  made += "]";
  return has_letter ? made : made.substr(1, made.size() - 2);
}

}  // namespace attune::engine
