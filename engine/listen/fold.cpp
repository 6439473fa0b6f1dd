#include "engine/listen/fold.h"

#include "engine/listen/characters.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attune::engine {
namespace {

// Reads the text once, from left to right.
class Folding {
 public:
  explicit Folding(std::string_view text) : text_{text} { out_.words.reserve(text.size() / 4 + 1); }

  RawText read() {
    while (at_ < text_.size()) {
      const Character character = character_at(text_, at_);
      take(character);
      at_ += character.bytes;
    }
    close();
    settle_quotes();
    return std::move(out_);
  }

 private:
  void take(const Character& character) {
    switch (character.sort) {
      case Sort::invisible:
        return;
      case Sort::letter:
      case Sort::digit:
        add(character);
        return;
      case Sort::apostrophe:
        if (open_ && letter_follows(character) && !suffix_follows(character)) {
          return;  // "can't" is read as "cant"; "he'll" would be another word, and is two
        }
        if (!open_ || !letter_follows(character)) {
          quote_once(letter_follows(character));
        }
        break;
      case Sort::mark:
        // "k!ll", "$uicide", "k*ll"; but "help!" and "2 + 2".
        if (letter_follows(character) &&
            (open_ || character.code == '@' || character.code == '$')) {
          add_mark(character);
          return;
        }
        break;
      case Sort::blank:
      case Sort::comma:
      case Sort::sentence:
      case Sort::quote:
      case Sort::quote_opens:
      case Sort::quote_closes:
      case Sort::other:
        break;
    }
    close();
    separate(character);
  }

  bool letter_follows(const Character& character) const {
    const std::size_t next = at_ + character.bytes;
    return next < text_.size() && character_at(text_, next).sort == Sort::letter;
  }

  // "he'll", "husband's", "they'd", "we've", "you're", "I'm": two words.
  bool suffix_follows(const Character& mark) const {
    std::string letters;
    std::size_t at = at_ + mark.bytes;
    while (at < text_.size() && letters.size() < 3) {
      const Character next = character_at(text_, at);
      if (next.sort != Sort::letter) {
        break;
      }
      letters += next.as;
      at += next.bytes;
    }
    constexpr auto suffixes = std::to_array<std::string_view>({"ll", "s", "d", "ve", "re", "m"});
    return std::ranges::find(suffixes, letters) != suffixes.end();
  }

  // 'Like this': opened before a word, closed behind one. "The kids' room" opens nothing.
  void quote_once(bool opens) {
    if (opens && !open_) {
      single_from_ = out_.words.size();
      before_ = std::max(before_, Break::comma);
    } else if (!opens && single_from_ != no_quote) {
      quote_from(std::exchange(single_from_, no_quote));
    }
  }

  void separate(const Character& character) {
    ++between_;
    joint_ = character.sort == Sort::apostrophe ? apostrophe
             : character.code < 0x80            ? static_cast<char>(character.code)
                                                : ' ';
    if (character.sort == Sort::sentence || character.code == '!') {
      // "k.i.l.l" and "e.g." are no ends of sentences: one follows only before a blank.
      const std::size_t next = at_ + character.bytes;
      const bool inside = character.code == '.' && next < text_.size() &&
                          character_at(text_, next).sort == Sort::letter;
      before_ = std::max(before_, inside ? Break::comma : Break::sentence);
    } else if (character.sort == Sort::comma) {
      before_ = std::max(before_, Break::comma);
    } else if (character.code == '-' && between_ > 1) {
      before_ = std::max(before_, Break::comma);  // " - " and "--"
    } else if (character.sort == Sort::quote) {
      quote(!in_quotes_);
    } else if (character.sort == Sort::quote_opens || character.sort == Sort::quote_closes) {
      quote(character.sort == Sort::quote_opens);
    }
  }

  void quote(bool opens) {
    in_quotes_ = opens;
    before_ = std::max(before_, Break::comma);
    if (opens) {
      quote_from_ = out_.words.size();
    } else {
      quote_from(quote_from_);
    }
  }

  // A mark that is never closed quotes nothing.
  void quote_from(std::size_t first) {
    before_ = std::max(before_, Break::comma);
    for (std::size_t i = first; i < out_.words.size(); ++i) {
      out_.words[i].quoted = true;
    }
  }

  RawWord& word() {
    if (!open_) {
      open_ = true;
      alikes_ = 0;
      latin_ = 0;
      out_.words.push_back(RawWord{
          .letters = {},
          .from = static_cast<std::uint32_t>(at_),
          .to = 0,
          .before = out_.words.empty() ? Break::sentence : before_,
          .joint = between_ == 1 ? joint_ : ' ',
          .quoted = false,
          .has_mark = false
      });
      before_ = Break::none;
      between_ = 0;
    }
    return out_.words.back();
  }

  void add(const Character& character) {
    RawWord& into = word();
    into.has_mark = into.has_mark || character.sort == Sort::digit;
    if (character.as.empty()) {
      into.letters += text_.substr(at_, character.bytes);
    } else {
      into.letters += character.as;
      (character.alike ? alikes_ : latin_) += 1;
    }
    into.to = static_cast<std::uint32_t>(at_ + character.bytes);
  }

  void add_mark(const Character& character) {
    RawWord& into = word();
    into.has_mark = true;
    into.letters += static_cast<char>(character.code);
    into.to = static_cast<std::uint32_t>(at_ + character.bytes);
  }

  // A word all of look-alikes is a word of that other script.
  void close() {
    if (open_ && alikes_ > 0 && latin_ == 0) {
      RawWord& last = out_.words.back();
      last.letters = text_.substr(last.from, last.to - last.from);
    }
    open_ = false;
  }

  // Somebody who puts all they write in quotation marks quotes nobody.
  void settle_quotes() {
    const bool all = std::ranges::all_of(out_.words, &RawWord::quoted);
    if (all) {
      std::ranges::for_each(out_.words, [](RawWord& each) { each.quoted = false; });
    }
  }

  std::string_view text_;
  RawText out_;
  std::size_t at_ = 0;
  bool open_ = false;
  Break before_ = Break::none;
  char joint_ = ' ';
  std::size_t between_ = 0;
  bool in_quotes_ = false;
  std::size_t quote_from_ = 0;
  static constexpr std::size_t no_quote = static_cast<std::size_t>(-1);
  std::size_t single_from_ = no_quote;
  std::size_t alikes_ = 0;
  std::size_t latin_ = 0;
};

}  // namespace

RawText raw_words(std::string_view text) {
  return Folding{text}.read();
}

}  // namespace attune::engine
