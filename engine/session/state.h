#pragma once

#include "engine/base/instant.h"
#include "engine/base/name_id.h"
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

// What a stage stands at.
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

struct LastWay {
  NameId one_of;
  std::uint32_t way = 0;
  std::uint32_t times = 0;

  bool operator==(const LastWay&) const = default;
};

struct KeptRequest {
  NameId request;  // hash of the client's id; the journal has the whole of it
  Seq seq = 0;     // first event that it caused

  bool operator==(const KeptRequest&) const = default;
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
  std::vector<Visits> visits;         // sorted by scene
  std::vector<LastWay> ways;          // sorted by one_of
  std::vector<KeptRequest> requests;  // oldest first, limits::requests_kept at most

  bool operator==(const State&) const = default;

  // Each returns nullptr when there is none.
  const Value* answer(NameId name) const;
  const Value* remembered(NameId name) const;
  const StagePlace* stage(NameId name) const;
  const StagePlace* current() const;
  // The question or pause that stands open now; kind nothing when none does.
  Wait wait() const;
  std::uint32_t visits_of(NameId scene) const;
  const KeptRequest* request(std::string_view id) const;
};

}  // namespace attune::engine
