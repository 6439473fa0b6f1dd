#pragma once

#include "engine/base/source.h"
#include "engine/program/expression.h"
#include "engine/program/program.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// What an author wrote, as a tree. Names are as written; nothing is resolved yet.
namespace attune::engine::ast {

struct Name {
  std::string text;
  SourceSpan span;
};

enum class ExpressionKind : std::uint8_t {
  number,
  text,
  boolean,
  word,  // an answer, a memory or an option: the resolver knows which
  visits,
  days_since,   // name: the stage
  count,        // name: the answer
  is_skipped,   // name
  is_answered,  // name
  operation     // op with its operands
};

struct Expression {
  ExpressionKind kind = ExpressionKind::number;
  Op op = Op::number;
  std::string text;    // a word, a text, or a name
  double number = 0;   // a number; 0 or 1 for a boolean
  bool score = false;  // a word that was written as score(...)
  SourceSpan span;
  std::vector<Expression> operands;
};

// Words that are said as they stand.
struct Phrase {
  std::string text;
  SourceSpan span;
};

struct Hole {
  Quoted what = Quoted::answer;
  std::string words;  // literal
  Name name;
  bool shortened = false;
  std::optional<std::string> otherwise;
};

// Words with holes.
struct Words {
  std::vector<Hole> holes;
  std::string raw;
  SourceSpan span;
  std::vector<Placed> placed;  // of a translation; else `raw` lies in one line, from `span` on
};

struct Statement;
using Block = std::vector<Statement>;

struct Say {
  Words words;
};

struct OneOf {
  std::vector<Block> ways;
};

struct OptionLine {
  Name id;
  std::optional<Expression> condition;
  std::optional<Phrase> quoted_as;
  Words label;
  Block body;
  std::optional<Name> go;
};

struct Bound {
  double value = 0;
  Phrase label;
  SourceSpan span;
};

struct Ask {
  QuestionKind kind = QuestionKind::text;
  Name name;
  bool required = false;
  SourceSpan required_span;
  bool is_private = false;
  std::optional<std::uint32_t> at_least;
  std::optional<std::uint32_t> up_to;
  std::optional<Name> from;
  std::optional<Bound> low;
  std::optional<Bound> high;
  Phrase unit;
  Words text;
  std::optional<Words> hint;
  std::optional<Words> example;
  std::optional<Words> why;
  std::vector<OptionLine> options;
};

struct Go {
  Name scene;
};

struct Do {
  Name part;
};

struct Return {};

struct Finish {};

struct Arm {
  Expression condition;
  Block block;
};

struct If {
  std::vector<Arm> arms;
  std::optional<Block> otherwise;
};

struct Set {
  Name name;
  Expression value;
};

struct Pause {
  std::uint32_t seconds = 0;
  std::optional<Name> after;
  bool early = true;
};

struct Resources {
  Name question;
};

// The end of a measure: its scores are kept as answers, though nobody is asked them.
struct Score {
  std::uint32_t measure = 0;  // of this dialogue
  std::vector<Ask> scores;    // in the order of Measure::scores
};

// Something to try between sessions.
struct Practice {
  Name name;
  std::uint32_t days = 0;
  Words words;
};

struct Retract {};

// - ROLE "LABEL" from LIST when CONDITION: TEXT
struct PictureRow {
  Name role;
  Phrase label;
  std::optional<Name> from;
  std::vector<Expression> at;
  std::optional<Expression> over;  // a score
  std::optional<Expression> condition;
  Words text;  // `raw` is empty where there is none
  SourceSpan span;
};

// What was said, drawn.
struct Show {
  PictureKind kind = PictureKind::chain;
  Name name;
  Words title;
  Words words;
  std::vector<PictureRow> rows;
  bool is_whole = true;  // every row was understood
};

struct Statement {
  std::variant<
      Say,
      OneOf,
      Ask,
      Go,
      Do,
      Return,
      Finish,
      If,
      Set,
      Pause,
      Resources,
      Practice,
      Score,
      Retract,
      Show>
      what;
  SourceSpan span;
};

struct Section {
  bool is_part = false;
  Name name;
  std::vector<Name> was;
  Block block;
};

struct MeasureScore {
  Name name;
  bool sum = false;       // else the mean
  double answered = 100;  // at least this share of its items, in percent
};

struct MeasureItem {
  Name id;
  std::vector<Name> scores;  // what it counts for
  bool reversed = false;
  Words text;
};

struct Band {
  Name score;
  double low = 0;
  double high = 0;
  std::string label;
};

// A scale of several items. `do NAME` asks them one after another: the parser writes a part for it.
struct Measure {
  Name name;
  std::string title;
  std::string source;  // who says what the bands mean
  Bound low;
  Bound high;
  std::vector<MeasureScore> scores;
  std::vector<MeasureItem> items;
  std::vector<Band> bands;
  double noise = 0;  // a change below this tells nothing
};

struct Remember {
  Name name;
  Value value;
};

// Where people go on who wait at a place that is gone.
struct Send {
  Name from;
  Name to;
};

// Some words of a list, or of a construction, as written.
struct Wording {
  std::string text;
  SourceSpan span;
};

// `words NAME: ...` and the lists that have a name of their own.
struct WordList {
  Name name;
  bool is_own = true;  // by `words NAME`; else a line such as `negation:`
  std::vector<Wording> phrases;
};

// `forms: take, took, taken`: what `take~` stands for, beside its regular forms.
struct Forms {
  std::vector<Wording> words;
};

// `spelling: cant, cannot = can not`.
struct Spelling {
  std::vector<Wording> written;
  Wording read_as;
};

// `pronoun: he, him = {man}, boss`: who does something, and to whom it is done.
struct Pronoun {
  std::vector<Wording> words;
  std::vector<Wording> persons;  // {NAME} is each of that list
};

struct ConstructionPlace {
  enum class Kind : std::uint8_t { gap, short_gap, list, words };

  Kind kind = Kind::words;
  Name list;
  std::vector<Wording> words;  // any one of them; {NAME} is each of that list
  SourceSpan span;
};

struct Construction {
  std::vector<ConstructionPlace> places;
  std::vector<Name> also;
  std::vector<Name> unless;
  bool whoever = false;
  SourceSpan span;
};

struct Listening {
  std::vector<WordList> lists;
  std::vector<Forms> forms;
  std::vector<Spelling> spellings;
  std::vector<Pronoun> pronouns;
  std::vector<Construction> idioms;
};

struct Watch {
  Name name;
  std::vector<Construction> clear;
  std::vector<Construction> unclear;
  std::vector<Construction> signs;
  std::optional<std::vector<Name>> lowered_by;  // absent: by everything that lowers
  std::optional<Name> speaks_of;                // whom its pronouns mean; absent: whoever
  std::optional<Name> clear_part;
  std::optional<Name> unclear_part;
  SourceSpan span;
};

struct Dialogue {
  std::uint32_t file = 0;
  Name name;
  Phrase title;
  Phrase about;
  bool endless = false;
  bool unread = false;  // the file is no plain text
  std::vector<Remember> memory;
  std::vector<Measure> measures;
  std::vector<Send> sends;
  std::vector<Section> sections;  // a part for each measure among them
  std::vector<Listening> listening;
  std::vector<Watch> watches;
  std::vector<std::string> lost_words;  // of lines that were not understood: names, perhaps
};

// `never after WHEN: NAME, NAME` of a course: where nobody comes once WHEN has been so.
// `never while`: as long as it is so.
struct Promise {
  bool latched = true;  // by `after`
  Expression when;      // a condition, or one word: a place
  std::vector<Name> targets;
  SourceSpan span;
};

struct Course {
  std::uint32_t file = 0;
  Name name;
  Phrase title;
  Phrase about;
  std::string language = "en";
  std::optional<SourceSpan> language_span;  // where it is said, if it is
  std::vector<Name> stages;
  bool stages_lost = false;  // there is a line for them, and it was not understood
  std::vector<Name> everywhere;
  std::vector<Name> profile;
  std::vector<Promise> promises;
};

}  // namespace attune::engine::ast
