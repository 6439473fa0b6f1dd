#pragma once

#include "engine/base/name_id.h"
#include "engine/base/source.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a course listens for in the words that a person writes: lists of words, and constructions
// made of them. Plain tables; engine/listen reads a text with them.
namespace attune::engine {

// Index of a word in a Lexicon; 0 is every word that nobody has listed.
using WordId = std::uint32_t;
inline constexpr WordId unlisted = 0;

// A hash of a word that can be put together from those of its pieces: the sum of byte * base^i.
// What it finds is compared letter by letter, so a collision costs time and changes nothing.
inline constexpr std::uint64_t word_hash_base = 0x9e3779b97f4a7c15ULL;

std::uint64_t word_hash(std::string_view word);

// Brings a key's high bits down, for tables whose size is a power of two.
constexpr std::uint64_t spread_hash(std::uint64_t key) {
  key ^= key >> 29U;
  key *= 0xbf58476d1ce4e5b9ULL;
  return key ^ (key >> 32U);
}

// Words by number, found by hash.
class Lexicon {
 public:
  Lexicon() : words_(1) {}

  WordId add(std::string_view word);

  WordId find(std::string_view word) const { return find_hashed(word_hash(word), word); }

  WordId find_hashed(std::uint64_t hash, std::string_view word) const;

  const std::string& word(WordId id) const { return words_[id]; }

  std::size_t size() const { return words_.size(); }

 private:
  void grow();

  std::vector<std::string> words_;
  std::vector<std::uint64_t> hashes_{0};
  std::vector<WordId> slots_;
};

// Words in which one slip is forgiven, found by what is left of them without one letter (Mor and
// Fraenkel 1982).
class SlipTable {
 public:
  void add(WordId word, std::string_view text);
  void seal();  // after the last add

  // Calls `visit` with the words that left this when one letter was taken out, or none.
  template <class Visit>
  void each(std::uint64_t hash, const Visit& visit) const {
    if (slots_.empty()) {
      return;
    }
    for (std::size_t at = spread_hash(hash) & (slots_.size() - 1); slots_[at].word != unlisted;
         at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].hash == hash) {
        visit(slots_[at].word);
      }
    }
  }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    WordId word = unlisted;
  };

  std::vector<Entry> entries_;
  std::vector<Entry> slots_;
};

// A tree of phrases: each node is one word further.
struct PhraseTree {
  struct Node {
    std::uint32_t lists_first = 0;  // Listening::phrase_lists: the lists that have this phrase
    std::uint32_t lists_count = 0;
    std::uint32_t depth = 0;  // words
  };

  struct Edge {
    std::uint64_t key = 0;  // node * 2^32 + word
    std::uint32_t node = 0;
  };

  std::vector<Node> nodes;
  std::vector<Edge> edges;                                    // open addressing; node 0 is no edge
  std::uint32_t next(std::uint32_t node, WordId word) const;  // 0: there is none
};

// One place of a construction.
struct ConstructionPlace {
  std::uint32_t gap_words = 0;  // up to so many words of the same clause; 0: a phrase of `list`
  std::uint32_t list = 0;       // index in Listening::lists

  bool is_gap() const { return gap_words > 0; }
};

// How sure a construction is. An `idiom` covers words that then mean nothing.
enum class Tier : std::uint8_t { none = 0, unclear = 1, clear = 2 };

struct Construction {
  std::uint32_t first = 0;  // in Listening::places
  std::uint32_t count = 0;
  std::vector<std::uint32_t> also;    // lists of which the text must have a phrase, anywhere
  std::vector<std::uint32_t> unless;  // lists of which its sentence may have none
  bool whoever = false;               // another person lowers nothing
  bool is_sign = false;               // says little alone: two signs of a watch are unclear
  std::uint32_t watch = 0;            // index in Listening::watches
  Tier tier = Tier::none;             // none: an idiom
  SourceSpan span;
};

// Lists that the reading itself knows by name.
enum class Role : std::uint8_t {
  clauses,       // words that begin a new clause: but, because
  subjects,      // who begins one as well: I, he
  carries,       // but not behind one of these: think, that
  negation,      // from here to the end of the clause nothing is claimed
  still_counts,  // negations that still assert harm
  me,            // the person who writes
  others,        // somebody else it may be about
  past,          // long over: in this sentence
  now,           // unless one of these says that it goes on
  over,          // all that was told before it is over
  stories,       // films, songs, news, dreams
};
inline constexpr std::size_t role_count = 11;

// Words such as "he" and "him", and whom they may mean: the one of these who was named last.
struct Pronoun {
  std::uint32_t subject = 0;  // lists of single words: "he"
  std::uint32_t objects = 0;  // "him"
  std::uint32_t persons = 0;  // list
};

struct Watch {
  NameId id;
  std::string name;
  std::uint32_t speaks_of = 0;  // list: a pronoun that means nobody of it is not heard; 0: whoever
  bool lowered_by_others = true;
  bool lowered_by_past = true;
  bool lowered_by_quotes = true;
  std::uint32_t clear_part = 0xffffffffU;    // first step of the part that interrupts
  std::uint32_t unclear_part = 0xffffffffU;  // first step of the part that asks
  SourceSpan span;
};

struct Listening {
  Lexicon lexicon;
  SlipTable slips;
  PhraseTree phrases;
  std::vector<std::uint32_t> phrase_lists;
  std::size_t phrase_words_max = 0;
  std::size_t list_count = 0;
  std::array<std::uint32_t, role_count> roles{};  // list of each role; 0 is an empty list
  std::vector<bool> passed_over;                  // one a word: fillers, left out when reading
  std::vector<std::uint32_t> spelt_first;         // one a word: first of its other spelling, or 0
  std::vector<std::vector<WordId>> spellings;     // what words are read as; 0 is not used
  std::vector<Pronoun> pronouns;
  std::vector<bool> has_pronouns;  // one a list: it has such words itself
  std::vector<ConstructionPlace> places;
  std::vector<Construction> constructions;  // idioms, what is clear, what is unclear, signs
  std::vector<Watch> watches;               // in the order of the files

  bool empty() const { return watches.empty(); }
};

}  // namespace attune::engine
