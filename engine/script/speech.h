#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What a person hears of a written text: for findings about the coach's words.
namespace attune::engine {

// Both have the bytes of the written text at the same places.
struct Speech {
  std::string heard;  // with a word of one syllable in the place of each {answer}
  std::string own;    // the same without what stands in quotation marks: nobody else's words
};

Speech speech_of(std::string_view written);

struct SpokenWord {
  std::size_t at = 0;  // byte of the text
  std::size_t length = 0;
};

// Stretches between blanks, without the signs around them; those of signs alone are none.
std::vector<SpokenWord> spoken_words(std::string_view text);

// Bytes where a sentence ends with a question mark ("?!" and "??" are one).
std::vector<std::size_t> questions_in(std::string_view text);

// What the Flesch-Kincaid grade is made of. English only.
struct Readability {
  std::size_t words = 0;
  std::size_t sentences = 0;  // ended by . ? ! : ; or by the end of the text (Flesch 1948)
  std::size_t syllables = 0;

  // Years of school; 0 for no words.
  double grade() const;

  Readability& operator+=(const Readability& more);
};

Readability readability_of(std::string_view heard);

}  // namespace attune::engine
