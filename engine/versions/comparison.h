#pragma once

#include "engine/versions/transition.h"

#include <cstdint>
#include <string>
#include <vector>

// What a new version means for everyone who may wait in an older one, in plain sentences.
namespace attune::engine {

// Where something was written: a path as the version that holds it was read from, and a line.
struct WrittenPlace {
  std::string file;
  std::uint32_t line = 0;
};

enum class PlaceKind : std::uint8_t {
  question,
  rest,
  way_back,  // what follows a `do` whose part asks or rests
};

// A place where a session of the older version can wait, or come back to.
struct Place {
  PlaceKind kind = PlaceKind::question;
  std::string name;  // "discovery.pace"; of a rest or a `do`, its scene: "discovery.not_today"
  WrittenPlace before;
  Outcome outcome = Outcome::same;
  std::string to;    // what goes on there now, by name; empty when stranded
  std::string why;   // stranded: a sentence
  std::string mend;  // stranded: what the author can write
};

// What cannot be published at all, whoever waits where.
struct Clash {
  WrittenPlace at;  // in the newer version
  std::string message;
  std::string mend;
};

struct Comparison {
  bool words_only = false;
  std::vector<Place> places;  // in the order of the older version's script
  std::vector<Clash> clashes;

  std::size_t count(Outcome outcome) const;

  // Whether it keeps the newer version from being published.
  bool blocks() const { return count(Outcome::stranded) > 0 || !clashes.empty(); }
};

Comparison compare(const Transition& transition);

// Answers of another kind, and memories of another type, alone: what also counts against a version
// that nobody is on any more, since what was answered then is kept.
std::vector<Clash> clashes_of(const Program& from, const Program& to);

// "same", "moved", "sent", "stranded".
std::string_view outcome_word(Outcome outcome);

// "question", "rest", "do".
std::string_view place_word(PlaceKind kind);

// "the question discovery.pace", "the rest in discovery.not_today": for sentences.
std::string place_words(const Place& place);

}  // namespace attune::engine
