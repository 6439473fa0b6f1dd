#pragma once

#include "engine/base/name_id.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The words of a Program in one language. What a Program does is the same in all of them, and so is
// every index of a template: only what is said differs.
namespace attune::engine {

// A text with holes: Wording::segments[first, first + count).
struct Template {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

enum class Quoted : std::uint8_t { literal, answer, memory, visits };

inline constexpr std::uint32_t none = 0xffffffffU;  // "no such index"

struct Segment {
  Quoted what = Quoted::literal;
  bool shortened = false;     // cut at a word to limits::short_characters
  std::uint32_t text = none;  // literal: its text; else the words to say when there is nothing
  NameId name;                // answer, memory, or the scene whose visits are counted
};

// What the machine itself adds to a sentence, in English until a translation says otherwise.
// Braces stand for what is put in.
struct Phrases {
  std::string more = "{a}, {b}";     // of several: all but the last two
  std::string last = "{a} and {b}";  // of several: the last two
  std::string yes = "Yes";           // an answer of its own
  std::string no = "No";
  std::string yes_inside = "yes";  // quoted inside a sentence
  std::string no_inside = "no";
  std::string date = "{day} {month} {year}";
  std::array<std::string, 12> months = {
      "January",
      "February",
      "March",
      "April",
      "May",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December"
  };
  std::string decimal = ".";                 // between a number's ones and tenths
  std::string measured = "{number} {unit}";  // "20 minutes"
};

struct StageWords {
  std::string title;
  std::string about;
};

struct Wording {
  std::string language = "en";  // BCP 47: "es", "pt-BR"
  std::string title;
  std::string about;
  std::vector<StageWords> stages;  // as Program::stages
  std::vector<std::string> texts;
  std::vector<Template> templates;
  std::vector<Segment> segments;
  std::vector<std::vector<std::string>> resources;  // as Program::countries: one bubble each
  // Texts that memory holds, as the script writes them, and as they are said; sorted.
  std::vector<std::pair<std::string, std::string>> remembered;
  Phrases phrases;

  // A text that memory holds, in this language.
  std::string_view said(std::string_view text) const;
};

}  // namespace attune::engine
