#include "engine/listen/heard_words.h"

#include "engine/program/limits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace attune::engine {
namespace {

bool is_ascii_letter(char c) {
  return c >= 'a' && c <= 'z';
}

// Optimal string alignment of at most one: a letter more, one less, another, or two swapped.
bool one_slip_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) {
    std::swap(a, b);
  }
  if (b.size() - a.size() > 1) {
    return false;
  }
  const auto first = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  a.remove_prefix(first);
  b.remove_prefix(first);
  if (a.size() < b.size()) {
    return a == b.substr(1);
  }
  if (a.size() <= 1) {
    return true;
  }
  return a.substr(1) == b.substr(1) || (a[0] == b[1] && a[1] == b[0] && a.substr(2) == b.substr(2));
}

// The words that may have been meant by one with a slip. Hashes of what is left without each letter
// are put together from those of both ends.
WordId with_a_slip(const Listening& listening, std::string_view letters) {
  if (letters.size() < limits::slip_characters_min - 1) {
    return unlisted;
  }
  WordId found = unlisted;
  const auto look = [&](std::uint64_t hash) {
    listening.slips.each(hash, [&](WordId word) {
      if (found == unlisted && one_slip_apart(letters, listening.lexicon.word(word))) {
        found = word;
      }
    });
  };
  std::array<std::uint64_t, limits::heard_word_characters + 1> after{};
  for (std::size_t i = letters.size(); i > 0; --i) {
    after[i - 1] = after[i] * word_hash_base + static_cast<std::uint8_t>(letters[i - 1]) + 1U;
  }
  look(after[0]);
  std::uint64_t before = 0;
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < letters.size() && found == unlisted; ++i) {
    look(before + power * after[i + 1]);
    before += (static_cast<std::uint8_t>(letters[i]) + 1U) * power;
    power *= word_hash_base;
  }
  return found;
}

// Without letters said more than `most` times.
std::string squeezed(std::string_view letters, std::size_t most) {
  std::string kept;
  std::size_t run = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    run = i > 0 && letters[i] == letters[i - 1] ? run + 1 : 1;
    if (run <= most) {
      kept += letters[i];
    }
  }
  return kept;
}

WordId plain_word(const Listening& listening, std::string_view letters) {
  const Lexicon& lexicon = listening.lexicon;
  if (const WordId exact = lexicon.find(letters); exact != unlisted) {
    return exact;
  }
  const std::string twice = squeezed(letters, 2);
  const std::string once = squeezed(letters, 1);
  const bool drawn_out = twice.size() != letters.size();
  if (drawn_out) {
    if (const WordId found = lexicon.find(twice); found != unlisted) {
      return found;
    }
  }
  if (once.size() != letters.size()) {
    if (const WordId found = lexicon.find(once); found != unlisted) {
      return found;
    }
  }
  if (once.ends_with("in")) {
    if (const WordId found = lexicon.find(once + "g"); found != unlisted) {
      return found;  // "hittin"
    }
    if (const WordId found = lexicon.find(twice + "g"); found != unlisted) {
      return found;
    }
  }
  const WordId slipped = with_a_slip(listening, drawn_out ? std::string_view{twice} : letters);
  return slipped != unlisted || once.size() == letters.size()
             ? slipped
             : with_a_slip(listening, once);  // "dissapear"
}

// "k1ll", "ki11", "$uicide", "sh00t". A 1 is an i or an l.
std::string without_marks(std::string_view letters, char one) {
  std::string read;
  for (const char c : letters) {
    switch (c) {
      case '0':
        read += 'o';
        break;
      case '1':
      case '!':
        read += one;
        break;
      case '3':
        read += 'e';
        break;
      case '4':
      case '@':
        read += 'a';
        break;
      case '5':
      case '$':
        read += 's';
        break;
      case '7':
      case '+':
        read += 't';
        break;
      case '8':
        read += 'b';
        break;
      default:
        read += c;  // a star stays, as one slip
    }
  }
  return read;
}

// Letters that stood alone, as words of the course one after another with nothing left over; the
// longest words first from the end.
std::vector<WordId> words_in(const Listening& listening, std::string_view letters) {
  constexpr std::size_t longest = 12;
  std::array<std::size_t, limits::spelt_letters_max + 1> length{};
  std::array<WordId, limits::spelt_letters_max + 1> word{};
  const std::size_t size = letters.size();
  for (std::size_t at = size; at-- > 0;) {
    for (std::size_t take = std::min(longest, size - at); take > 0; --take) {
      if (at + take != size && length[at + take] == 0) {
        continue;
      }
      const WordId found = listening.lexicon.find(letters.substr(at, take));
      if (found != unlisted) {
        length[at] = take;
        word[at] = found;
        break;
      }
    }
  }
  std::vector<WordId> words;
  std::size_t most = 0;
  for (std::size_t at = 0; at < size && length[at] != 0; at += length[at]) {
    words.push_back(word[at]);
    most = std::max(most, length[at]);
  }
  if (size == 0 || length[0] == 0 || most < limits::spelt_letters_min) {
    words.clear();
  }
  return words;
}

class Hearing {
 public:
  Hearing(const Listening& listening, std::string_view text)
      : listening_{listening}, raw_{raw_words(text)} {
    out_.reserve(raw_.words.size() * 5 / 4 + 4);
  }

  std::vector<HeardWord> hear() {
    for (std::size_t i = 0; i < raw_.words.size();) {
      const std::size_t letters = spelt_from(i);
      if (letters >= limits::spelt_letters_min && take_spelt(i, letters)) {
        i += letters;
        continue;
      }
      const RawWord& word = raw_.words[i];
      put(heard_word(listening_, word.letters), word, word.to, word.before);
      ++i;
    }
    return std::move(out_);
  }

 private:
  // How many words of one letter follow one another, all set apart in the same way. The end of a
  // short form is none: "I'm a" is not "ima".
  std::size_t spelt_from(std::size_t first) const {
    std::size_t count = 0;
    while (first + count < raw_.words.size() && count < limits::spelt_letters_max) {
      const RawWord& word = raw_.words[first + count];
      const bool alone = word.letters.size() == 1 &&
                         (is_ascii_letter(word.letters[0]) || word.has_mark) &&
                         word.joint != apostrophe;
      const bool apart =
          count < 2 || word.joint == raw_.words[first + 1].joint || word.joint == ' ';
      if (!alone || !apart) {
        break;
      }
      ++count;
    }
    return count;
  }

  bool take_spelt(std::size_t first, std::size_t count) {
    std::string letters;
    for (std::size_t i = first; i < first + count; ++i) {
      letters += raw_.words[i].letters;
    }
    std::vector<WordId> words = words_in(listening_, without_marks(letters, 'i'));
    if (words.empty()) {
      return false;
    }
    const RawWord& start = raw_.words[first];
    const std::uint32_t to = raw_.words[first + count - 1].to;
    Break before = start.before;
    for (const WordId word : words) {
      put(word, start, to, before);
      before = Break::none;
    }
    return true;
  }

  void put(WordId id, const RawWord& raw, std::uint32_t to, Break before) {
    const std::uint32_t spelling = listening_.spelt_first[id];
    if (spelling == 0) {
      put_one(id, raw, to, before);
      return;
    }
    for (const WordId word : listening_.spellings[spelling]) {
      put_one(word, raw, to, before);
      before = Break::none;
    }
  }

  void put_one(WordId id, const RawWord& raw, std::uint32_t to, Break before) {
    before = std::max(before, pending_);
    if (listening_.passed_over[id]) {
      pending_ = before;
      return;
    }
    pending_ = Break::none;
    out_.push_back(
        HeardWord{.id = id, .from = raw.from, .to = to, .before = before, .quoted = raw.quoted}
    );
  }

  const Listening& listening_;
  RawText raw_;
  std::vector<HeardWord> out_;
  Break pending_ = Break::none;
};

}  // namespace

WordId heard_word(const Listening& listening, std::string_view letters) {
  if (letters.size() > limits::heard_word_characters) {
    return unlisted;
  }
  const bool marked = std::ranges::any_of(letters, [](char c) {
    return !is_ascii_letter(c) && static_cast<std::uint8_t>(c) < 0x80U;
  });
  if (!marked) {
    return plain_word(listening, letters);
  }
  if (const WordId exact = listening.lexicon.find(letters); exact != unlisted) {
    return exact;
  }
  if (std::ranges::none_of(letters, is_ascii_letter)) {
    return unlisted;
  }
  const WordId found = plain_word(listening, without_marks(letters, 'i'));
  return found != unlisted ? found : plain_word(listening, without_marks(letters, 'l'));
}

std::vector<HeardWord> heard_words(const Listening& listening, std::string_view text) {
  return Hearing{listening, text}.hear();
}

}  // namespace attune::engine
