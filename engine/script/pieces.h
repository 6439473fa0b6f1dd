#pragma once

#include "engine/script/ast.h"
#include "engine/script/findings.h"
#include "engine/script/lexer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The pieces that statements are made of.
namespace attune::engine {

// a-z, 0-9, _, starting with a letter; not reserved. `dotted` allows one FILE. before it.
std::optional<ast::Name> parse_name(
    Tokens& tokens, std::string_view what, bool dotted, Findings& findings
);

// The id of an option: only words of conditions are reserved for it.
std::optional<ast::Name> parse_option_id(Tokens& tokens, Findings& findings);

// Names with commas between them, to the end. `dotted` as for one name.
std::vector<ast::Name> parse_names(
    Tokens& tokens, std::string_view what, bool dotted, Findings& findings
);

// Words with braces from byte `from` to byte `to` of the line.
ast::Words parse_words(const Line& line, std::size_t from, std::size_t to, Findings& findings);

// To the end of the tokens.
std::optional<ast::Expression> parse_expression(Tokens& tokens, Findings& findings);

// A number, as far as it goes: what stands behind it is the caller's.
std::optional<ast::Expression> parse_amount(Tokens& tokens, Findings& findings);

// `ask ...: ...`, without what follows on other lines.
std::optional<ast::Ask> parse_ask(const Line& line, Findings& findings);

// `- id when CONDITION as "...": LABEL -> SCENE`, without the lines under it.
std::optional<ast::OptionLine> parse_option(const Line& line, Findings& findings);

// A scene, a part, or a block that stands for itself in a file: whatever is open before it is at
// its end.
bool is_section_start(const Line& line);

// A line that stands in a scene or a part for itself.
bool is_statement_start(const Line& line);

// Statements of one line; `tokens` stand behind the first word.
std::optional<ast::Statement> parse_set(const Line& line, Tokens& tokens, Findings& findings);
std::optional<ast::Statement> parse_pause(const Line& line, Tokens& tokens, Findings& findings);
std::optional<ast::Statement> parse_resources(const Line& line, Tokens& tokens, Findings& findings);
// `practice NAME for 7 days: TEXT`.
std::optional<ast::Statement> parse_practice(const Line& line, Findings& findings);

// `never after CONDITION: NAME, NAME` and `never while ...`, of a course file.
std::optional<ast::Promise> parse_promise(const Line& line, Findings& findings);

// A number with its sign.
std::optional<double> parse_number(Tokens& tokens);

}  // namespace attune::engine
