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

class Maker {
 public:
  explicit Maker(bool mirrored) : mirrored_{mirrored} {}

  // The words of `or "..."` are said as well.
  void add_hole(std::string_view hole) {
    bool is_said = false;
    for (const char c : hole) {
      is_said = c == '"' ? !is_said : is_said;
      if (is_said) {
        add(c);
      } else {
        made_ += c;
      }
    }
  }

  void add(char c) {
    if (!is_small(c) && !is_large(c)) {
      made_ += c;
      return;
    }
    has_letter_ = true;
    const auto at = static_cast<std::size_t>(is_small(c) ? c - 'a' : c - 'A');
    if (mirrored_) {
      made_ += arabic[at];
      return;
    }
    made_ += is_small(c) ? accented_small[at] : accented_large[at];
    // A vowel said twice makes a text a third longer, without a further word.
    made_ += is_vowel(c) ? accented_small[at] : "";
  }

  std::string take() && { return has_letter_ ? "[" + made_ + "]" : made_; }

 private:
  bool mirrored_;
  bool has_letter_ = false;
  std::string made_;
};

}  // namespace

bool is_pseudo_language(std::string_view language) {
  return language == accented_language || language == mirrored_language;
}

std::string pseudo_translated(std::string_view language, std::string_view text) {
  Maker maker{language == mirrored_language};
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(braces(text), 1);
    if (length > 1) {
      maker.add_hole(text.substr(0, length));
    } else {
      maker.add(text.front());
    }
    text.remove_prefix(length);
  }
  return std::move(maker).take();
}

}  // namespace attune::engine
