#include "engine/script/syllables.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace attune::engine {
namespace {

// Frequent words whose spelling misleads every rule below.
constexpr auto spoken_otherwise = std::to_array<std::pair<std::string_view, std::size_t>>(
    {{"alien", 3},      {"ancient", 2},   {"anxiety", 4},   {"anyone", 3},      {"area", 3},
     {"audience", 3},   {"aye", 1},       {"baby", 2},      {"beauty", 2},      {"behavior", 3},
     {"being", 2},      {"beloved", 3},   {"billion", 2},   {"business", 2},    {"cafe", 2},
     {"camera", 2},     {"carriage", 2},  {"cashier", 2},   {"catastrophe", 4}, {"chaos", 2},
     {"chocolate", 2},  {"conscious", 2}, {"create", 2},    {"crooked", 2},     {"cruel", 2},
     {"diamond", 2},    {"diary", 3},     {"different", 2}, {"doing", 2},       {"dual", 2},
     {"duel", 2},       {"element", 3},   {"evening", 2},   {"every", 2},       {"everyone", 3},
     {"experience", 4}, {"eye", 1},       {"family", 3},    {"fashion", 2},     {"favorite", 2},
     {"fiery", 3},      {"forehead", 2},  {"forever", 3},   {"friend", 1},      {"frontier", 2},
     {"fuel", 2},       {"genius", 2},    {"giant", 2},     {"going", 2},       {"gorgeous", 2},
     {"hideous", 3},    {"hour", 1},      {"however", 3},   {"hundred", 2},     {"idea", 3},
     {"interest", 2},   {"jealous", 2},   {"liar", 2},      {"lion", 2},        {"marriage", 2},
     {"maybe", 2},      {"million", 2},   {"moreover", 3},  {"mosquito", 3},    {"mr", 2},
     {"mrs", 2},        {"ms", 1},        {"museum", 3},    {"naive", 2},       {"naked", 2},
     {"ninety", 2},     {"nowhere", 2},   {"ocean", 2},     {"ok", 2},          {"onion", 2},
     {"opinion", 3},    {"patient", 2},   {"people", 2},    {"pigeon", 2},      {"poem", 2},
     {"poet", 2},       {"priest", 1},    {"quiet", 2},     {"real", 1},        {"really", 2},
     {"recipe", 3},     {"region", 2},    {"religion", 3},  {"riot", 2},        {"ruin", 2},
     {"sacred", 2},     {"science", 2},   {"society", 4},   {"soldier", 2},     {"someone", 2},
     {"suicide", 3},    {"surgeon", 2},   {"theater", 3},   {"trauma", 2},      {"triangle", 3},
     {"tv", 2},         {"union", 2},     {"variety", 4},   {"vehicle", 3},     {"view", 1},
     {"wednesday", 2},  {"whatever", 3},  {"whoever", 3},   {"wicked", 2}}
);
static_assert(std::ranges::is_sorted(spoken_otherwise));

// First halves of compounds whose last e is silent there too: some-thing, home-work.
constexpr auto first_halves = std::to_array<std::string_view>(
    {"base",  "care",  "cheese", "close", "every", "face",  "fire",   "force", "fore",
     "gate",  "grace", "here",   "home",  "horse", "house", "life",   "like",  "live",
     "love",  "make",  "more",   "name",  "note",  "peace", "police", "rose",  "safe",
     "score", "shame", "side",   "some",  "space", "store", "sure",   "take",  "there",
     "these", "time",  "use",    "where", "while", "white", "whole",  "wife",  "wise"}
);

constexpr auto endings_after_silent_e = std::to_array<std::string_view>(
    {"ful", "fully", "less", "lessly", "liness", "ly", "ment", "ments", "ness", "some"}
);

// Letters that are spoken otherwise than one sound for each run of vowels. `before` and `after`
// list the letters that may stand there; with ^ in front, those that may not; $ is the word's end.
struct Correction {
  std::string_view before;
  std::string_view letters;
  std::string_view after;
  int add = 1;
};

constexpr std::string_view consonants = "bcdfghjklmnpqrstvwxz";

constexpr auto corrections = std::to_array<Correction>({
    {.before = "^tscgl", .letters = "ia", .after = "^g"},
    {.before = "tsc", .letters = "ia", .after = "t"},
    {.before = "^ntscgxl", .letters = "io", .after = ""},
    {.before = "", .letters = "iu", .after = ""},
    {.before = "^qg", .letters = "ua", .after = "^r"},
    {.before = "^qg", .letters = "uou", .after = ""},
    {.before = "lrn", .letters = "ue", .after = "lnt"},
    {.before = "aeou", .letters = "ing", .after = "$s"},
    {.before = consonants, .letters = "ying", .after = "$s"},
    {.before = consonants, .letters = "ier", .after = "$"},
    {.before = consonants, .letters = "iest", .after = "$"},
    {.before = "", .letters = "iet", .after = ""},
    {.before = "", .letters = "ism", .after = "$"},
    {.before = "", .letters = "thm", .after = "$s"},
    {.before = consonants, .letters = "eo", .after = "^u"},
    {.before = "", .letters = "creat", .after = "^u"},
    {.before = "", .letters = "react", .after = ""},
    {.before = "", .letters = "ealit", .after = ""},
    {.before = "", .letters = "ealis", .after = ""},
    {.before = "aeou", .letters = "y", .after = "aiou"},
    {.before = "aeou", .letters = "yard", .after = "", .add = -1},
    {.before = "aeou", .letters = "ye", .after = "^ds$"},
    {.before = "lrn", .letters = "oe", .after = "mt"},
    {.before = "^cst", .letters = "ience", .after = ""},
    {.before = "dlr", .letters = "ien", .after = "ct"},
    {.before = "", .letters = "ically", .after = "$", .add = -1},
});

bool is_vowel(char c) {
  return std::string_view{"aeiouy"}.contains(c);
}

bool stands_among(std::string_view letters, char c) {
  if (letters.empty()) {
    return true;
  }
  return letters.starts_with('^') ? !letters.contains(c) : letters.contains(c);
}

char letter_at(std::string_view word, std::size_t at) {
  return at < word.size() ? word[at] : '$';
}

std::size_t runs_of_vowels(std::string_view word) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    count += is_vowel(word[i]) && (i == 0 || !is_vowel(word[i - 1])) ? 1U : 0U;
  }
  return count;
}

// ta-ble: an l between a consonant and a silent e is a syllable.
bool ends_in_spoken_le(std::string_view stem) {
  return stem.size() > 1 && stem.ends_with('l') &&
         std::string_view{"bcdfghkpstvxz"}.contains(stem[stem.size() - 2]);
}

// Whether "e" after this stem is silent at the end of a word.
bool silences_e(std::string_view stem) {
  if (stem.empty()) {
    return false;
  }
  const bool after_gu = stem.ends_with("gu") || stem.ends_with("qu");
  return after_gu || (!is_vowel(stem.back()) && !ends_in_spoken_le(stem));
}

bool has_silent_e(std::string_view word) {
  if (word.ends_with('e')) {
    return silences_e(word.substr(0, word.size() - 1));
  }
  const std::string_view stem = word.substr(0, word.size() < 2 ? 0 : word.size() - 2);
  if (word.ends_with("es")) {
    const bool hisses = stem.ends_with("ch") || stem.ends_with("sh") ||
                        (!stem.empty() && std::string_view{"sxzcg"}.contains(stem.back()));
    return !hisses && silences_e(stem);
  }
  if (word.ends_with("ed")) {
    return !stem.ends_with('t') && !stem.ends_with('d') && silences_e(stem);
  }
  for (const std::string_view ending : endings_after_silent_e) {
    if (word.ends_with(ending) && word.size() > ending.size()) {
      const std::string_view before = word.substr(0, word.size() - ending.size());
      if (before.ends_with('e') && runs_of_vowels(before) > 1) {
        return silences_e(before.substr(0, before.size() - 1));
      }
    }
  }
  return false;
}

std::size_t listed(std::string_view word) {
  const auto it = std::ranges::lower_bound(
      spoken_otherwise, word, {}, &std::pair<std::string_view, std::size_t>::first
  );
  return it != spoken_otherwise.end() && it->first == word ? it->second : 0;
}

// A listed word, also with a silent ending: ideas, experienced.
std::size_t listed_with_ending(std::string_view word) {
  if (const std::size_t count = listed(word)) {
    return count;
  }
  if (word.ends_with('s')) {
    const std::string_view stem = word.substr(0, word.size() - 1);
    const bool spoken = stem.ends_with("ce") || stem.ends_with("ge") || stem.ends_with("se");
    const std::size_t count = listed(stem);
    return count == 0 ? 0 : count + (spoken ? 1U : 0U);
  }
  if (word.ends_with("ed")) {
    const std::string_view stem = word.substr(0, word.size() - 2);
    const std::size_t count = std::max(listed(stem), listed(word.substr(0, word.size() - 1)));
    const bool spoken = stem.ends_with('t') || stem.ends_with('d');
    return count == 0 ? 0 : count + (spoken ? 1U : 0U);
  }
  return 0;
}

std::size_t count_letters(std::string_view word);

std::size_t count_compound(std::string_view word) {
  for (const std::string_view half : first_halves) {
    const std::string_view rest = word.starts_with(half) ? word.substr(half.size()) : "";
    if (rest.size() > 1 && !is_vowel(rest.front()) && runs_of_vowels(rest) > 0) {
      return count_letters(half) + count_letters(rest);
    }
  }
  return 0;
}

// A word without an apostrophe.
std::size_t count_letters(std::string_view word) {
  if (const std::size_t count = listed_with_ending(word)) {
    return count;
  }
  if (const std::size_t count = count_compound(word)) {
    return count;
  }
  int count = static_cast<int>(runs_of_vowels(word)) - (has_silent_e(word) ? 1 : 0);
  for (const Correction& each : corrections) {
    for (std::size_t at = word.find(each.letters); at != std::string_view::npos;
         at = word.find(each.letters, at + 1)) {
      const char before = at == 0 ? '$' : word[at - 1];
      if (stands_among(each.before, before) &&
          stands_among(each.after, letter_at(word, at + each.letters.size()))) {
        count += each.add;
      }
    }
  }
  return static_cast<std::size_t>(std::max(1, count));
}

// What an apostrophe and the letters after it add: did-n't, it-'ll.
std::size_t count_contracted(std::string_view stem, std::string_view ending) {
  const char last = stem.empty() ? '$' : stem.back();
  if (ending == "t" && stem.ends_with('n') && stem.size() > 1) {
    const char before = stem[stem.size() - 2];
    return is_vowel(before) || before == 'r' ? 0 : 1;
  }
  if (ending == "ll" || ending == "ve") {
    return is_vowel(last) ? 0 : 1;
  }
  if (ending == "d") {
    return last == 't' || last == 'd' ? 1 : 0;
  }
  const bool hisses = std::string_view{"sxz"}.contains(last) || stem.ends_with("ch") ||
                      stem.ends_with("sh") || stem.ends_with("ce") || stem.ends_with("se") ||
                      stem.ends_with("ge");
  return ending == "s" && hisses ? 1 : 0;
}

}  // namespace

std::size_t syllables(std::string_view word) {
  const std::string lower = lower_ascii(word);
  const std::string_view whole = lower;
  const std::size_t apostrophe = whole.find('\'');
  if (apostrophe == std::string_view::npos) {
    return count_letters(whole);
  }
  std::string_view stem = whole.substr(0, apostrophe);
  const std::string_view ending = whole.substr(apostrophe + 1);
  const std::size_t added = count_contracted(stem, ending);
  if (ending == "t" && stem.ends_with('n')) {
    stem.remove_suffix(1);
  }
  return count_letters(stem) + added;
}

}  // namespace attune::engine
