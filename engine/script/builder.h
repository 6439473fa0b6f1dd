#pragma once

#include "engine/program/program.h"
#include "engine/script/findings.h"
#include "engine/script/symbols.h"

#include <map>
#include <optional>
#include <string>

// Puts words and expressions into a Program that is being made.
namespace attune::engine {

// Where an expression or a text stands.
struct Context {
  std::uint32_t dialogue = 0;
  NameId scene;  // whose visits are meant; unset inside a part
  bool in_part = false;
};

struct TypedNode {
  std::uint32_t node = none;
  ValueType type = ValueType::number;
};

// Where nodes and segments were written: for findings, not for sessions.
struct WrittenAt {
  std::vector<SourceSpan> nodes;     // one a node of the program
  std::vector<SourceSpan> segments;  // one a segment of its wording
};

// `program` has one wording, which is filled.
class Builder {
 public:
  Builder(const Symbols& symbols, Program& program, WrittenAt& written, Findings& findings)
      : symbols_{symbols},
        program_{program},
        wording_{program.wordings.front()},
        written_{written},
        findings_{findings} {}

  // Each gives the index of a template of the wording that is being made.
  std::uint32_t words(const Context& context, const ast::Words& words);
  // `none` when it is empty.
  std::uint32_t phrase(const ast::Phrase& phrase);

  // nullopt when something was reported.
  std::optional<TypedNode> expression(const Context& context, const ast::Expression& given);
  // An expression that is a number; nullopt when something was reported.
  std::optional<std::uint32_t> number(const Context& context, const ast::Expression& given);
  // An expression that is true or false; `none` when something was reported.
  std::uint32_t condition(const Context& context, const ast::Expression& given);

 private:
  using Interned = std::map<std::string, std::uint32_t, std::less<>>;

  static std::uint32_t intern(
      std::string_view text, Interned& interned, std::vector<std::string>& texts
  );
  std::uint32_t compared(std::string_view text);
  std::uint32_t said(std::string_view text);
  std::uint32_t add_template(std::size_t first);
  std::uint32_t add(Node node, const SourceSpan& span);
  void add_hole(const Context& context, const ast::Hole& hole);
  std::optional<TypedNode> word(const Context& context, const ast::Expression& given);
  std::optional<TypedNode> answer_test(
      const Context& context, const ast::Expression& given, Op op, ValueType type
  );
  std::optional<TypedNode> report_no_score(const ast::Expression& given);
  std::optional<TypedNode> visits(const Context& context, const ast::Expression& given);
  std::optional<TypedNode> days_since(const Context& context, const ast::Expression& given);
  std::optional<TypedNode> operation(const Context& context, const ast::Expression& given);
  std::optional<TypedNode> equality(const Context& context, const ast::Expression& given);
  std::optional<TypedNode> inclusion(const Context& context, const ast::Expression& given);
  std::optional<TypedNode> option_of(
      const Context& context, const ast::Expression& question, const ast::Expression& option
  );
  std::optional<TypedNode> mismatch(
      const ast::Expression& at, ValueType found, std::string_view wanted
  );
  std::optional<TypedNode> binary(
      const Context& context, const ast::Expression& given, ValueType operand, ValueType result
  );
  void report_unknown(const Context& context, const std::string& name, const SourceSpan& span);

  const Symbols& symbols_;
  Program& program_;
  Wording& wording_;
  WrittenAt& written_;
  Findings& findings_;
  Interned compared_;
  Interned said_;
};

}  // namespace attune::engine
