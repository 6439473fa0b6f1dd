#pragma once

#include "engine/base/instant.h"
#include "engine/base/name_id.h"
#include "engine/program/listening.h"
#include "engine/program/program_id.h"
#include "engine/program/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A session: the fold of its events. It grows with its answers, never with its number of turns, and
// names places and answers by identity, never by offset.
namespace attune::engine {

enum class WaitKind : std::uint8_t { nothing, question, pause };

// What a stage stands at. A pause whose id is that of a scene or part stands before its first step:
// there a move to another version of the script put who waited at a place that is gone.
struct Wait {
  WaitKind kind = WaitKind::nothing;
  bool early = true;  // pause: may be left before its time
  Participant who = Participant::first;
  NameId id;                     // the question or the pause
  Seq asked = 0;                 // question: seq of its QuestionAsked
  std::optional<Instant> until;  // pause
  Instant since;
  std::string line;  // the coach's line that is the text of a question that has none of its own

  bool operator==(const Wait&) const = default;
};

// One `do` to come back from, or one interruption.
struct Frame {
  NameId call;                      // the `do`; unset for an interruption
  std::optional<Wait> interrupted;  // what stood open when it broke in

  bool operator==(const Frame&) const = default;
};

enum class StageState : std::uint8_t { ahead, open, here, left, done };

// A stage that was entered or opened at least once.
struct StagePlace {
  NameId stage;
  StageState state = StageState::open;
  bool ever_done = false;
  Instant last;  // when it was done, or last here
  std::vector<Frame> frames;
  Wait wait;

  // Whether help, or a greeting, is being given there.
  bool is_interrupted() const;

  bool operator==(const StagePlace&) const = default;
};

struct Kept {
  NameId name;
  Value value;

  bool operator==(const Kept&) const = default;
};

struct Visits {
  NameId scene;
  std::uint32_t count = 0;

  bool operator==(const Visits&) const = default;
};

// When a practice was last offered.
struct OfferedPractice {
  NameId practice;
  Instant at;

  bool operator==(const OfferedPractice&) const = default;
};

// A score as it came out once.
struct Taking {
  NameId score;
  Instant at;
  double value = 0;

  bool operator==(const Taking&) const = default;
};

struct LastWay {
  NameId one_of;
  std::uint32_t way = 0;
  std::uint32_t times = 0;

  bool operator==(const LastWay&) const = default;
};

// An option that somebody chose and that the script has no more: how it is quoted.
struct OldLabel {
  NameId question;
  std::string option;
  std::string quoted;

  bool operator==(const OldLabel&) const = default;
};

struct KeptRequest {
  NameId request;  // hash of the client's id; the journal has the whole of it
  Seq seq = 0;     // first event that it caused

  bool operator==(const KeptRequest&) const = default;
};

// What was heard in a kept answer. Until it is retracted the answer counts as skipped.
struct Mark {
  NameId question;
  NameId watch;
  Tier tier = Tier::unclear;
  bool retracted = false;

  bool operator==(const Mark&) const = default;
};

struct State {
  ProgramId program;
  std::uint64_t seed = 0;
  std::string language;  // in which the coach speaks now
  Seq seq = 0;           // of the last event
  Instant started;
  Instant last;
  NameId here;                        // the current stage
  std::vector<StagePlace> stages;     // in the order in which they were first opened
  std::vector<Kept> answers;          // sorted by name; you.* among them
  std::vector<Kept> memory;           // sorted by name; only what differs from its declared value
  std::vector<Mark> marks;            // sorted by question
  std::vector<Visits> visits;         // sorted by scene
  std::vector<LastWay> ways;          // sorted by one_of
  std::vector<KeptRequest> requests;  // oldest first, limits::requests_kept at most
  std::vector<OfferedPractice> practices;  // sorted by practice
  // In order of time. Of each score the first, and the latest limits::takings_kept.
  std::vector<Taking> takings;
  std::vector<OldLabel> labels;  // sorted by question and option

  bool operator==(const State&) const = default;

  // Each returns nullptr when there is none.
  // An answer in which an unretracted match was found counts as skipped.
  const Value* answer(NameId name) const;
  // As it was written.
  const Value* written(NameId name) const;
  const Mark* mark(NameId question) const;
  const Value* remembered(NameId name) const;
  const StagePlace* stage(NameId name) const;
  const StagePlace* current() const;
  // The question or pause that stands open now; kind nothing when none does.
  Wait wait() const;
  std::uint32_t visits_of(NameId scene) const;
  const OfferedPractice* practice(NameId name) const;
  const KeptRequest* request(std::string_view id) const;
  // How an option that is gone is quoted.
  const std::string* label(NameId question, std::string_view option) const;
};

}  // namespace attune::engine
