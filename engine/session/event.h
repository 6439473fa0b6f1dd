#pragma once

#include "engine/base/instant.h"
#include "engine/base/name_id.h"
#include "engine/program/pictures.h"
#include "engine/program/program.h"
#include "engine/program/program_id.h"
#include "engine/program/value.h"
#include "engine/session/state.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// What did happen, in the past tense. Events are the only output of the machine; the journal keeps
// them, a session's state is their fold, and everything that is shown is a projection of them.
namespace attune::engine {

// The session exists. Profile fields are what a person is called: ("name", "Sam").
struct Began {
  ProgramId program;
  std::uint64_t seed = 0;
  std::string course;
  std::string language;
  std::vector<std::pair<std::string, std::string>> profile;

  bool operator==(const Began&) const = default;
};

// A stage was taken up: from its first scene when `afresh`, else where it was left.
struct StageEntered {
  std::string stage;
  bool afresh = true;

  bool operator==(const StageEntered&) const = default;
};

// A stage that was ahead may now be begun.
struct StageOpened {
  std::string stage;

  bool operator==(const StageOpened&) const = default;
};

struct StageDone {
  std::string stage;

  bool operator==(const StageDone&) const = default;
};

// No stage is left to open; `stage` was the last one.
struct CourseEnded {
  std::string stage;

  bool operator==(const CourseEnded&) const = default;
};

// A `go`: returns of parts are dropped, the scene's visits go up by one.
struct SceneEntered {
  NameId scene;

  bool operator==(const SceneEntered&) const = default;
};

// A `do`; `call` is the identity of that statement, where the script goes on after the part.
struct PartEntered {
  NameId call;

  bool operator==(const PartEntered&) const = default;
};

// The innermost part, or interruption, returned.
struct PartLeft {
  bool operator==(const PartLeft&) const = default;
};

// Something broke in on what stood open (help, a welcome after days); it will be taken up again.
struct Interrupted {
  bool by_help = false;

  bool operator==(const Interrupted&) const = default;
};

struct LineSaid {
  std::string text;

  bool operator==(const LineSaid&) const = default;
};

// Which of several ways was taken at a `one of`.
struct WayTaken {
  NameId one_of;
  std::uint32_t way = 0;

  bool operator==(const WayTaken&) const = default;
};

struct MemorySet {
  std::string name;  // qualified
  Value value;

  bool operator==(const MemorySet&) const = default;
};

struct OfferedOption {
  std::string id;
  std::string label;

  bool operator==(const OfferedOption&) const = default;
};

// A question as the person saw it. Its id on the wire is "q" and this event's seq.
struct QuestionAsked {
  std::string question;  // qualified name
  std::string stage;
  QuestionKind kind = QuestionKind::text;
  bool skippable = true;
  std::string text;
  bool text_is_line = false;  // the question has no text of its own: this is the line before it
  std::string hint;           // empty: there is none
  std::string example;        // empty: there is none
  std::string why;            // empty: there is none
  std::vector<OfferedOption> options;
  std::uint32_t at_least = 0;        // choices, list
  std::uint32_t at_most = 0;         // choices, list
  std::uint32_t characters_max = 0;  // texts and items
  double min = 0;                    // scale, number
  double max = 0;
  std::string low;
  std::string high;
  std::string unit;
  std::uint32_t place = 0;  // on the longest road through the stage; 0 when unknown
  std::uint32_t place_of = 0;

  bool operator==(const QuestionAsked&) const = default;
};

// `label` is what the person's own bubble shows.
struct AnswerKept {
  std::string question;  // qualified name
  Seq asked = 0;         // seq of its QuestionAsked
  Value value;
  std::string label;

  bool operator==(const AnswerKept&) const = default;
};

// `asked` is 0 where the machine passed over a question that had nothing to offer.
struct QuestionSkipped {
  std::string question;  // qualified name
  Seq asked = 0;

  bool operator==(const QuestionSkipped&) const = default;
};

// `until` is absent for a rest that ends when the person comes back.
struct Paused {
  NameId pause;
  std::optional<Instant> until;
  bool early = true;

  bool operator==(const Paused&) const = default;
};

struct Resumed {
  bool operator==(const Resumed&) const = default;
};

// Something to try until `days` from now, in the words that the person was told.
struct PracticeOffered {
  std::string practice;  // qualified name
  std::uint32_t days = 0;
  std::string text;

  bool operator==(const PracticeOffered&) const = default;
};

// A watch heard something in the answer that was just kept: it stands open again, and is not
// quoted.
struct WatchMatched {
  std::string question;  // qualified name
  std::string watch;
  Tier tier = Tier::unclear;  // unclear or clear

  bool operator==(const WatchMatched&) const = default;
};

// What was heard in the answer that the innermost interruption is about was not meant.
struct MatchRetracted {
  bool operator==(const MatchRetracted&) const = default;
};

// Everything from seq `from` up to this event is as if it had not happened (session/history.h).
struct TookBack {
  Seq from = 0;

  bool operator==(const TookBack&) const = default;
};

struct Scored {
  std::string score;            // qualified name of the answer
  std::optional<double> value;  // absent: too few of its items were answered

  bool operator==(const Scored&) const = default;
};

// A measure was gone through.
struct MeasureTaken {
  std::string measure;  // qualified name
  std::vector<Scored> scores;

  bool operator==(const MeasureTaken&) const = default;
};

// Where a stage stands after a move.
struct MovedPlace {
  NameId stage;
  std::vector<Frame> frames;
  Wait wait;

  bool operator==(const MovedPlace&) const = default;
};

// A name under which visits and ways were counted, and the one under which they go on.
struct Renamed {
  NameId from;
  NameId to;

  bool operator==(const Renamed&) const = default;
};

// The session goes on in another version of its course (engine/versions). Answers and memory stay
// as they are.
struct Moved {
  ProgramId program;
  std::vector<Renamed> names;
  std::vector<MovedPlace> places;  // of the stages that stand elsewhere now
  std::vector<OldLabel> labels;    // of chosen options that the new version has no more

  bool operator==(const Moved&) const = default;
};

// From here on the coach speaks this language. What was said stays as it was said.
struct LanguageChosen {
  std::string language;
  std::string before;  // the language that was spoken until now

  bool operator==(const LanguageChosen&) const = default;
};

// One mark on a picture.
struct PicturePart {
  std::string role;   // of PictureForm::roles
  std::string label;  // empty: there is none
  std::string text;   // empty: there is none
  std::vector<double> values;
  std::optional<Day> day;

  bool operator==(const PicturePart&) const = default;
};

// What was said so far, drawn. A later one of the same picture is its newer state.
struct PictureShown {
  PictureKind kind = PictureKind::chain;
  std::string picture;  // qualified name
  std::string title;
  std::string words;  // the same in words
  std::vector<PicturePart> parts;

  bool operator==(const PictureShown&) const = default;
};

using EventBody = std::variant<
    Began,
    StageEntered,
    StageOpened,
    StageDone,
    CourseEnded,
    SceneEntered,
    PartEntered,
    PartLeft,
    Interrupted,
    LineSaid,
    WayTaken,
    MemorySet,
    QuestionAsked,
    AnswerKept,
    QuestionSkipped,
    Paused,
    Resumed,
    TookBack,
    PracticeOffered,
    MeasureTaken,
    Moved,
    WatchMatched,
    MatchRetracted,
    LanguageChosen,
    PictureShown>;

struct Event {
  Seq seq = 0;
  Instant at;
  Participant who = Participant::first;
  std::string request;  // on the first event that a request caused, else empty
  EventBody body;

  bool operator==(const Event&) const = default;
};

}  // namespace attune::engine
