#include "engine/script/speech.h"

#include "engine/base/text.h"
#include "engine/script/syllables.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attune::engine {
namespace {

constexpr auto quotation_marks = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"\"", "\""},
     {"\u201c", "\u201d"},
     {"\u201e", "\u201c"},
     {"\u00ab", "\u00bb"},
     {"\u300c", "\u300d"}}
);

void blank(std::string& text, std::size_t from, std::size_t to) {
  std::fill(
      text.begin() + static_cast<std::ptrdiff_t>(from),
      text.begin() + static_cast<std::ptrdiff_t>(to),
      ' '
  );
}

// Each {answer} is a word of one syllable; "{{" is a brace.
std::string without_holes(std::string_view written) {
  constexpr std::string_view stand_in = "it";
  std::string heard{written};
  for (std::size_t at = heard.find('{'); at != std::string::npos; at = heard.find('{', at + 1)) {
    if (heard.substr(at).starts_with("{{")) {
      blank(heard, at + 1, at + 2);
      continue;
    }
    const std::size_t close = heard.find('}', at);
    if (close == std::string::npos) {
      break;
    }
    blank(heard, at, close + 1);
    heard.replace(at, stand_in.size(), stand_in);
  }
  return heard;
}

bool is_ascii_sign(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool digit = c >= '0' && c <= '9';
  return static_cast<unsigned char>(c) < 0x80 && !letter && !digit;
}

// Dashes, curly quotation marks and dots beyond ASCII (U+2010 to U+203A) begin with these bytes.
bool is_general_sign(std::string_view text) {
  return text.starts_with("\xe2\x80") || text.starts_with("\u00ab") || text.starts_with("\u00bb");
}

std::size_t sign_at_start(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  if (is_ascii_sign(text.front())) {
    return 1;
  }
  return is_general_sign(text) ? first_characters(text, 1).size() : 0;
}

std::size_t sign_at_end(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  std::size_t last = text.size() - 1;
  while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xc0U) == 0x80U) {
    --last;
  }
  return sign_at_start(text.substr(last)) > 0 ? text.size() - last : 0;
}

// ASCII letters and apostrophes; other letters as the vowel that they mostly are.
std::string as_letters(std::string_view word) {
  std::string letters;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const std::string_view rest = word.substr(i);
    if (rest.starts_with("\u2019")) {
      letters += '\'';
      i += 2;
    } else if (static_cast<unsigned char>(word[i]) >= 0xc0U) {
      letters += 'e';
    } else if (static_cast<unsigned char>(word[i]) < 0x80U) {
      letters += word[i];
    }
  }
  return letters;
}

// Parts of hyphened words are counted one by one, and a number as two.
std::size_t syllables_of(std::string_view word) {
  std::size_t count = 0;
  const std::string letters = as_letters(word);
  std::string_view rest = letters;
  while (!rest.empty()) {
    const std::size_t stop = rest.find('-');
    const std::string_view part = rest.substr(0, stop);
    if (!part.empty()) {
      const bool number = part.front() >= '0' && part.front() <= '9';
      count += number ? 2 : syllables(part);
    }
    rest = stop == std::string_view::npos ? std::string_view{} : rest.substr(stop + 1);
  }
  return std::max<std::size_t>(count, 1);
}

bool ends_sentence(std::string_view text, std::size_t at) {
  if (!std::string_view{".?!:;"}.contains(text[at])) {
    return false;
  }
  const std::size_t next = at + 1;
  return next == text.size() || std::string_view{" \t\")'"}.contains(text[next]) ||
         text.substr(next).starts_with("\u201d");
}

}  // namespace

Speech speech_of(std::string_view written) {
  Speech speech;
  speech.heard = without_holes(written);
  speech.own = speech.heard;
  for (const auto& [open, close] : quotation_marks) {
    std::size_t at = speech.own.find(open);
    while (at != std::string::npos) {
      const std::size_t end = speech.own.find(close, at + open.size());
      if (end == std::string::npos) {
        break;
      }
      blank(speech.own, at, end + close.size());
      at = speech.own.find(open, end);
    }
  }
  return speech;
}

std::vector<SpokenWord> spoken_words(std::string_view text) {
  std::vector<SpokenWord> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t stop = std::min(text.find_first_of(" \t", at), text.size());
    std::string_view word = text.substr(at, stop - at);
    std::size_t start = at;
    while (const std::size_t sign = sign_at_start(word)) {
      word.remove_prefix(sign);
      start += sign;
    }
    while (const std::size_t sign = sign_at_end(word)) {
      word.remove_suffix(sign);
    }
    if (!word.empty()) {
      words.push_back(SpokenWord{.at = start, .length = word.size()});
    }
    at = stop + 1;
  }
  return words;
}

std::vector<std::size_t> questions_in(std::string_view text) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool asks = text[i] == '?' || text.substr(i).starts_with("\u061f");
    const bool goes_on = i > 0 && (text[i - 1] == '?' || text[i - 1] == '!');
    if (asks && !goes_on) {
      places.push_back(i);
    }
  }
  return places;
}

double Readability::grade() const {
  if (words == 0) {
    return 0;
  }
  const auto count = static_cast<double>(words);
  return 0.39 * count / static_cast<double>(std::max<std::size_t>(sentences, 1)) +
         11.8 * static_cast<double>(syllables) / count - 15.59;
}

Readability& Readability::operator+=(const Readability& more) {
  words += more.words;
  sentences += more.sentences;
  syllables += more.syllables;
  return *this;
}

Readability readability_of(std::string_view heard) {
  Readability made;
  bool open = false;  // words since the last end of a sentence
  std::size_t checked = 0;
  const auto close_until = [&](std::size_t to) {
    for (; checked < to; ++checked) {
      if (open && ends_sentence(heard, checked)) {
        ++made.sentences;
        open = false;
      }
    }
  };
  for (const SpokenWord& word : spoken_words(heard)) {
    close_until(word.at);
    checked = word.at + word.length;
    ++made.words;
    made.syllables += syllables_of(heard.substr(word.at, word.length));
    open = true;
  }
  close_until(heard.size());
  made.sentences += open ? 1U : 0U;
  return made;
}

}  // namespace attune::engine
