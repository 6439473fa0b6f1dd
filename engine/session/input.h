#pragma once

#include "engine/base/instant.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

// What can happen to a session. Time and seed arrive here and nowhere else.
namespace attune::engine {

struct Begun {
  std::uint64_t seed = 0;
  std::string stage;     // empty: the course's first
  std::string language;  // empty: the one the course was written in
  std::vector<std::pair<std::string, std::string>> profile;
};

// An answer as it came in, before the machine has looked at it. Days arrive as "2026-11-23".
using RawValue = std::variant<bool, double, std::string, std::vector<std::string>>;

struct Answered {
  Seq question = 0;  // seq of the QuestionAsked that it answers
  RawValue value;
};

struct QuestionPassed {
  Seq question = 0;
};

// Leaves a pause before its time.
struct Continued {};

// "I need help now".
struct HelpAsked {};

// Takes up a stage that is open, left or done.
struct StageTaken {
  std::string stage;
};

// Wants to go on in another language of the course.
struct LanguageAsked {
  std::string language;
};

// The clock alone: a rest whose time is over ends.
struct TimePassed {};

// The person is here again: ends a rest, greets after days away.
struct CameBack {};

using InputBody = std::variant<
    Begun,
    Answered,
    QuestionPassed,
    Continued,
    HelpAsked,
    StageTaken,
    LanguageAsked,
    TimePassed,
    CameBack>;

// When, by whom, and at which request of a client's.
struct Moment {
  Instant at;
  Participant who = Participant::first;
  std::string request;  // empty: nobody asked for it
};

struct Input {
  Moment moment;
  InputBody body;
};

}  // namespace attune::engine
