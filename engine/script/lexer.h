#pragma once

#include "engine/script/findings.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Source text -> lines -> tokens. Indentation and blank lines mean nothing and are gone after this.
namespace attune::engine {

// One line that says something. `text` points into the source, or into `mended`, and has no blanks
// at its ends.
struct Line {
  std::uint32_t file = 0;
  std::uint32_t number = 0;  // from 1
  std::uint32_t column = 1;  // of the first character of `text`, in code points from 1
  std::string_view text;
  std::span<const Placed> placed = {};  // of a translation, where `text` is not the line itself
  // With plain blanks, and nothing unseen, where the line is read as an instruction.
  std::shared_ptr<const std::string> mended = nullptr;

  // Where bytes [from, from + length) of `text` stand.
  SourceSpan span(std::size_t from, std::size_t length) const;

  SourceSpan whole() const { return span(0, text.size()); }

  // Up to the first blank or colon: the word that says what kind of line this is.
  std::string_view first_word() const;
};

// Lines of one file without blank lines and notes. Text that is not UTF-8 is a finding, and gives
// no lines.
std::vector<Line> read_lines(std::uint32_t file, std::string_view source, Findings& findings);

// Bytes of the blank at the start of the text, also of one that a word processor sets (a no-break
// space, a thin one); 0 when none stands there.
std::size_t blank_length(std::string_view text);

// A control character, a line separator or a byte-order mark would be spoken unseen: a finding.
void report_unseen(const Line& line, Findings& findings);

// Byte offset of the first colon outside "...", or npos.
std::size_t find_colon(std::string_view text);

enum class TokenKind : std::uint8_t { word, number, text, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;  // a text without its quotes
  double number = 0;
  SourceSpan span;
};

// Reads the tokens of a stretch of a line, one after another.
class Tokens {
 public:
  // Bytes [from, to) of the line's text.
  Tokens(const Line& line, std::size_t from, std::size_t to, Findings& findings);

  const Token& peek() const { return tokens_[at_]; }

  const Token& peek_second() const { return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]; }

  Token next();

  bool at_end() const { return peek().kind == TokenKind::end; }

  bool accept_word(std::string_view word);
  bool accept_symbol(std::string_view symbol);
  bool is_word(std::string_view word) const;

  // What is left would be lost: a finding.
  void expect_end(
      Findings& findings, std::string_view mend = "Take it out, or put it on a line of its own."
  ) const;

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace attune::engine
