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
  std::string text;   // a word, a text, or a name
  double number = 0;  // a number; 0 or 1 for a boolean
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

struct Statement {
  std::variant<Say, OneOf, Ask, Go, Do, Return, Finish, If, Set, Pause, Resources> what;
  SourceSpan span;
};

struct Section {
  bool is_part = false;
  Name name;
  std::vector<Name> was;
  Block block;
};

struct Remember {
  Name name;
  Value value;
};

struct Dialogue {
  std::uint32_t file = 0;
  Name name;
  Phrase title;
  Phrase about;
  bool endless = false;
  std::vector<Remember> memory;
  std::vector<Section> sections;
  std::vector<std::string> lost_words;  // of lines that were not understood: names, perhaps
};

struct Course {
  std::uint32_t file = 0;
  Name name;
  Phrase title;
  Phrase about;
  std::string language = "en";
  std::vector<Name> stages;
  std::vector<Name> everywhere;
  std::vector<Name> profile;
};

}  // namespace attune::engine::ast
