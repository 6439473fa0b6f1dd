#pragma once

#include "engine/base/name_id.h"
#include "engine/base/source.h"
#include "engine/program/expression.h"
#include "engine/program/listening.h"
#include "engine/program/pictures.h"
#include "engine/program/program_id.h"
#include "engine/program/value.h"
#include "engine/program/wording.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::engine {

inline constexpr std::uint32_t language_version = 1;

enum class QuestionKind : std::uint8_t {
  choice,
  choices,
  pick,   // shown as a choice of the items of a list that the person wrote
  picks,  // shown as choices of them
  yesno,
  text,
  long_text,
  list,
  scale,
  number,
  date,
};

// The word of a kind in scripts and on the wire (pick and picks are shown as choice and choices).
std::string_view kind_word(QuestionKind kind);

struct Option {
  std::string id;
  std::uint32_t label = 0;         // template
  std::uint32_t quoted_as = none;  // template: the form inside a sentence; none: the label
  std::uint32_t condition = none;  // node; on offer when true
  std::uint32_t target = 0;        // step that runs when it is chosen
  SourceSpan span;
};

struct Question {
  NameId id;
  std::string name;  // qualified: "discovery.pace", "you.partner_name"
  QuestionKind kind = QuestionKind::text;
  std::uint32_t text = 0;        // template
  std::uint32_t hint = none;     // template
  std::uint32_t example = none;  // template
  std::uint32_t why = none;      // template
  bool required = false;
  bool is_private = false;
  // choices, picks, list: how many. For a list also the most items.
  std::uint32_t at_least = 0;
  std::uint32_t at_most = 0;
  std::uint32_t characters_max = 0;  // text, long text, each item of a list; in code points
  double min = 0;                    // scale, number
  double max = 0;
  std::uint32_t low = none;   // template: label of min
  std::uint32_t high = none;  // template: label of max
  std::uint32_t unit = none;  // template
  NameId source;              // pick, picks: the list they draw from
  bool scored = false;        // the score of a measure: kept by a score step, never asked
  std::uint32_t options_first = 0;
  std::uint32_t options_count = 0;
  std::uint32_t step = 0;  // the Ask step
  std::uint32_t next = 0;  // the step after the question
  // Place on the longest road through the stage, 1-based; 0 when it has none.
  std::uint32_t place = 0;
  std::uint32_t place_of = 0;
  SourceSpan span;
};

enum class StepKind : std::uint8_t {
  say,        // a: template
  one_of,     // a: first of b entries in Program::alternatives; name: its identity
  ask,        // a: question
  jump,       // a: step
  enter,      // go to the scene `name` at step a
  call,       // do the part at step a; name: identity of this call
  give_back,  // return from a part
  finish,     // the stage is done
  branch,     // a: node; when false go on at step b
  set,        // a: node; b: memory
  pause,      // a: index in Program::pauses; name: its identity
  resources,  // a: question that chose the country
  practice,   // a: index in Program::practices
  score,      // a: index in Program::measures
  show,       // a: index in Program::pictures
  retract,    // what was heard in the answer that brought this on was not meant
  run_off,    // the end of a scene or part: the checker proves that nobody arrives
};

struct Step {
  StepKind kind = StepKind::run_off;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  NameId name;
};

struct PauseRule {
  std::uint32_t seconds = 0;  // 0: until they come back
  NameId after_stage;         // counted from when that stage was done; 0: from now
  bool early = true;          // may be left before its time
};

struct MeasureItem {
  std::uint32_t question = 0;
  bool reversed = false;
};

struct Band {
  double low = 0;  // both ends belong to it
  double high = 0;
  std::string label;
};

// One score of a measure: the mean or the sum of its items, turned round where they are reversed.
struct MeasureScore {
  std::uint32_t question = 0;  // the answer that it is kept as
  std::string name;            // as written: "anxiety"
  bool sum = false;            // a sum is prorated: the mean times the number of items
  double answered = 100;       // the least share of its items that must be answered, in percent
  std::vector<MeasureItem> items;
  std::vector<Band> bands;
};

// A scale of several items that are asked one after another.
struct Measure {
  NameId id;
  std::string name;  // qualified: "measures.closeness"
  std::string title;
  std::string source;  // who says what the bands mean
  double min = 0;      // of each item
  double max = 0;
  double noise = 0;  // a change below this tells nothing
  std::vector<MeasureScore> scores;
};

// Something to try between sessions: offered with its words, and to be asked about later.
struct Practice {
  NameId id;
  std::string name;  // qualified: "discovery.log"
  std::uint32_t days = 0;
  std::uint32_t text = 0;  // template
  SourceSpan span;
};

// One part of a picture, or one for each thing in a list or for each taking of a score.
struct PictureRow {
  std::uint32_t role = 0;          // index in PictureForm::roles
  std::uint32_t label = none;      // template
  std::uint32_t text = none;       // template
  std::uint32_t condition = none;  // node; left out when it is false
  NameId source;                   // the list, or the chosen options, whose things it shows
  NameId score;                    // whose takings it shows
  std::vector<std::uint32_t> at;   // nodes: its numbers
};

// What a person said, drawn: what it shows is worked out each time that it is shown.
struct Picture {
  NameId id;
  std::string name;  // qualified: "discovery.pattern"
  PictureKind kind = PictureKind::chain;
  std::uint32_t title = 0;  // template
  std::uint32_t words = 0;  // template: the picture for those who do not see it
  std::vector<PictureRow> rows;
  SourceSpan span;
};

// A named place to resume at: a scene's first step, the step after a call or a pause.
struct Point {
  NameId id;
  std::uint32_t step = 0;
  std::string name;
};

struct Stage {
  NameId id;
  std::string name;
  bool written = false;  // it has a dialogue file
  bool endless = false;
  std::uint32_t scene = none;         // index in Program::scenes of its first scene
  std::uint32_t welcome_back = none;  // first step of its part welcome_back
};

struct Scene {
  NameId id;
  std::string name;  // qualified
  std::uint32_t step = 0;
  bool is_part = false;
  std::uint32_t file = 0;
  SourceSpan span;
};

struct Memory {
  NameId id;
  std::string name;  // qualified
  Value initial;
  SourceSpan span;
};

// `scene NAME was OLD`: what the section was called before.
struct Former {
  std::string name;         // qualified, as it was
  std::uint32_t scene = 0;  // index in Program::scenes
  SourceSpan span;
};

// `send NAME to OTHER`: where people go on who wait at a place that is gone.
struct Send {
  std::string from;               // qualified: a question, scene or part of an older version
  std::uint32_t scene = none;     // index in Program::scenes of OTHER; none when it is a question
  std::uint32_t question = none;  // index in Program::questions of OTHER
  SourceSpan span;
};

// Whom to call in a country, as resources.json has it; what is said stands in each Wording.
struct Country {
  std::string id;
  std::string name;
  std::vector<std::string> says;  // one bubble each
};

// A place of the script that a promise is about.
struct PromisedPlace {
  std::string name;  // qualified: a scene, part, question, picture, practice; a trigger: or a watch
  std::uint32_t step = 0;      // reached when somebody is there; none: `watch` heard something
  std::uint32_t watch = none;  // index in Listening::watches
};

// What the authors promise of every road: that nobody comes to `targets` once something has been so
// (`latched`), or while it is so. `attune prove` shows it; a session never looks at it.
struct Promise {
  bool latched = true;
  std::uint32_t condition = none;        // node; none: `trigger` says when
  std::optional<PromisedPlace> trigger;  // only with `latched`
  std::vector<PromisedPlace> targets;
  SourceSpan span;
};

// A compiled course. Immutable once the compiler has returned it, and shared by every session.
struct Program {
  ProgramId id;
  std::string course;
  std::vector<std::string> profile;  // fields of you.*
  std::vector<std::string> files;    // paths, for spans
  std::vector<Stage> stages;         // in the course's order
  std::vector<Scene> scenes;         // scenes and parts
  std::vector<Step> steps;
  std::vector<SourceSpan> spans;   // one a step
  std::vector<Wording> wordings;   // the language it was written in first, then its translations
  std::vector<std::string> texts;  // that conditions compare: the same in every language
  std::vector<Node> nodes;
  std::vector<Question> questions;  // sorted by id
  std::vector<Option> options;
  std::vector<std::uint32_t> alternatives;  // steps
  std::vector<Memory> memory;               // sorted by id
  std::vector<PauseRule> pauses;
  std::vector<Practice> practices;
  std::vector<Measure> measures;
  std::vector<Picture> pictures;
  std::vector<Point> points;  // sorted by id
  std::vector<Country> countries;
  std::vector<Former> formers;  // in the order of the files
  std::vector<Send> sends;      // in the order of the files
  // First step of the part that is said when the script changed under a conversation.
  std::uint32_t script_changed = none;
  Listening listening;
  std::vector<Promise> promises;  // in the order of the course file
  std::uint32_t help = none;      // first step of the part that answers "I need help now"

  // As its author wrote it.
  const Wording& source() const { return wordings.front(); }

  // The source where there is no translation into this language.
  const Wording& wording(std::string_view language) const;
  bool has_language(std::string_view language) const;

  // Each returns nullptr when the course has no such thing.
  const Question* find_question(NameId question) const;
  const Memory* find_memory(NameId name) const;
  const Stage* find_stage(NameId stage) const;
  const Point* find_point(NameId point) const;
  const Option* find_option(const Question& question, std::string_view option) const;
};

}  // namespace attune::engine
