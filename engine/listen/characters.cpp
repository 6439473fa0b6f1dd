#include "engine/listen/characters.h"

#include <algorithm>
#include <array>

namespace attune::engine {
namespace {

constexpr std::string_view ascii_letters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view ascii_digits = "0123456789";

// U+00C0 to U+017F without their accents (Unicode, canonical decomposition; ligatures by sound).
constexpr std::array<std::string_view, 0xc0> latin = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",  // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",   // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",   // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",   // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",   // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",   // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",   // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",   // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",   // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",   // 170
};

struct Alike {
  char32_t code;
  char as;
};

// Cyrillic and Greek letters that look like Latin ones (Unicode Technical Standard 39), in order.
constexpr auto alikes = std::to_array<Alike>({
    {0x391, 'a'}, {0x392, 'b'}, {0x395, 'e'}, {0x396, 'z'}, {0x397, 'h'}, {0x399, 'i'},
    {0x39a, 'k'}, {0x39c, 'm'}, {0x39d, 'n'}, {0x39f, 'o'}, {0x3a1, 'p'}, {0x3a4, 't'},
    {0x3a5, 'y'}, {0x3a7, 'x'}, {0x3b1, 'a'}, {0x3b5, 'e'}, {0x3b9, 'i'}, {0x3ba, 'k'},
    {0x3bd, 'v'}, {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3c4, 't'}, {0x3c5, 'u'}, {0x3c7, 'x'},
    {0x405, 's'}, {0x406, 'i'}, {0x408, 'j'}, {0x410, 'a'}, {0x412, 'b'}, {0x415, 'e'},
    {0x41a, 'k'}, {0x41c, 'm'}, {0x41d, 'h'}, {0x41e, 'o'}, {0x420, 'p'}, {0x421, 'c'},
    {0x422, 't'}, {0x423, 'y'}, {0x425, 'x'}, {0x430, 'a'}, {0x435, 'e'}, {0x43a, 'k'},
    {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'},
    {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x501, 'd'}, {0x51b, 'q'}, {0x51d, 'w'},
});

struct Decoded {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(at);
  if (lead < 0x80U) {
    return Decoded{.code = lead, .bytes = 1, .valid = true};
  }
  const std::size_t bytes = lead >= 0xf0U ? 4 : lead >= 0xe0U ? 3 : 2;
  if (lead < 0xc2U || lead > 0xf4U || at + bytes > text.size()) {
    return Decoded{.code = 0, .bytes = 1, .valid = false};
  }
  char32_t code = lead & (0xffU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80U) {
      return Decoded{.code = 0, .bytes = 1, .valid = false};
    }
    code = (code << 6U) | (byte(at + i) & 0x3fU);
  }
  return Decoded{.code = code, .bytes = bytes, .valid = true};
}

constexpr bool between(char32_t code, char32_t first, char32_t last) {
  return code >= first && code <= last;
}

std::string_view letter(std::size_t nth) {
  return ascii_letters.substr(nth, 1);
}

void take_ascii(Character& made, char32_t code) {
  if (between(code, 'a', 'z') || between(code, 'A', 'Z')) {
    made.sort = Sort::letter;
    made.as = letter((code | 0x20U) - 'a');
  } else if (between(code, '0', '9')) {
    made.sort = Sort::digit;
    made.as = ascii_digits.substr(code - '0', 1);
  } else if (code == '\'' || code == '`') {
    made.sort = Sort::apostrophe;
  } else if (code == '"') {
    made.sort = Sort::quote;
  } else if (code == '@' || code == '$' || code == '!' || code == '*' || code == '+') {
    made.sort = Sort::mark;
  } else if (code == '.' || code == '?' || code == '\n') {
    made.sort = Sort::sentence;
  } else if (code == ',' || code == ';' || code == ':' || code == '(' || code == ')') {
    made.sort = Sort::comma;
  } else {
    made.sort = code <= ' ' ? Sort::blank : Sort::other;
  }
}

// Letters of other shapes: full width, mathematical, in circles.
bool take_shaped(Character& made, char32_t code) {
  constexpr std::size_t alphabet = 26;
  if (between(code, 0x1d400, 0x1d6a3)) {
    made.as = letter((code - 0x1d400) % alphabet);
  } else if (between(code, 0x24b6, 0x24e9)) {
    made.as = letter((code - 0x24b6) % alphabet);
  } else if (between(code, 0x1f130, 0x1f149) || between(code, 0x1f170, 0x1f189)) {
    made.as = letter((code & ~0x40U) - 0x1f130);
  } else if (between(code, 0x1d7ce, 0x1d7ff)) {
    made.sort = Sort::digit;
    made.as = ascii_digits.substr((code - 0x1d7ce) % 10, 1);
    return true;
  } else {
    return false;
  }
  made.sort = Sort::letter;
  return true;
}

Sort sort_of_sign(char32_t code) {
  switch (code) {
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032:
    case 0xb4:
    case 0x2bc:
      return Sort::apostrophe;
    case 0x201c:
    case 0x201f:
    case 0x201e:
    case 0xab:
      return code == 0x201e || code == 0xab ? Sort::quote_opens : Sort::quote;
    case 0x201d:
      return Sort::quote;
    case 0xbb:
      return Sort::quote_closes;
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x3001:
    case 0xff0c:
      return Sort::comma;
    case 0x2026:
    case 0x3002:
    case 0x2028:
    case 0x2029:
      return Sort::sentence;
    case 0xa0:
    case 0x202f:
    case 0x205f:
    case 0x3000:
      return Sort::blank;
    case 0xad:
    case 0x34f:
    case 0x61c:
    case 0x180e:
    case 0x2060:
    case 0xfeff:
      return Sort::invisible;
    default:
      break;
  }
  if (between(code, 0x2000, 0x200a)) {
    return Sort::blank;
  }
  if (between(code, 0x200b, 0x200f) || between(code, 0x202a, 0x202e) ||
      between(code, 0x300, 0x36f) || between(code, 0xfe00, 0xfe0f) ||
      between(code, 0x20d0, 0x20ff) || between(code, 0x2061, 0x2064) ||
      between(code, 0xe0000, 0xe007f)) {
    return Sort::invisible;
  }
  // Signs, arrows, pictures.
  if (code < 0xc0 || between(code, 0x2000, 0x2bff) || between(code, 0x3000, 0x303f) ||
      between(code, 0xd800, 0xf8ff) || code >= 0x1f000) {
    return Sort::other;
  }
  return Sort::letter;
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  const Decoded decoded = decode(text, at);
  Character made;
  made.code = decoded.code;
  made.bytes = decoded.bytes;
  if (!decoded.valid) {
    return made;
  }
  char32_t code = decoded.code;
  if (between(code, 0xff01, 0xff5e)) {
    code -= 0xfee0;  // full width
  }
  if (code < 0x80) {
    take_ascii(made, code);
    return made;
  }
  if (between(code, 0xc0, 0x17f) && !latin[code - 0xc0].empty()) {
    made.sort = Sort::letter;
    made.as = latin[code - 0xc0];
    return made;
  }
  if (take_shaped(made, code)) {
    return made;
  }
  const auto* const alike = std::ranges::lower_bound(alikes, code, {}, &Alike::code);
  if (alike != alikes.end() && alike->code == code) {
    made.sort = Sort::letter;
    made.as = letter(static_cast<std::size_t>(alike->as - 'a'));
    made.alike = true;
    return made;
  }
  made.sort = sort_of_sign(code);
  return made;
}

}  // namespace attune::engine
