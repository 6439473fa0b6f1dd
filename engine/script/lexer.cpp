#include "engine/script/lexer.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace attune::engine {
namespace {

constexpr std::string_view byte_order_mark = "\ufeff";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::uint32_t count32(std::string_view text) {
  return static_cast<std::uint32_t>(characters(text));
}

std::size_t code_point_length(std::string_view text, std::size_t at) {
  return first_characters(text.substr(at), 1).size();
}

// Bytes of a curly quotation mark at the start of the text; 0 when none stands there.
std::size_t curly_mark(std::string_view text) {
  constexpr std::string_view marks[] = {"\u201c", "\u201d", "\u201e"};
  for (const std::string_view mark : marks) {
    if (text.starts_with(mark)) {
      return mark.size();
    }
  }
  return 0;
}

struct Unseen {
  std::string_view sign;
  std::string_view name;
};

// Signs that take no room on a screen. Words need some of them (in Persian, in Thai, in emoji);
// what is read as an instruction needs none.
constexpr auto unseen_signs = std::to_array<Unseen>(
    {{"\u00ad", "a soft hyphen"},
     {"\u200b", "a zero-width space"},
     {"\u200c", "a zero-width non-joiner"},
     {"\u200d", "a zero-width joiner"},
     {"\u200e", "a left-to-right mark"},
     {"\u200f", "a right-to-left mark"},
     {"\u202a", "a sign that turns the direction of writing"},
     {"\u202b", "a sign that turns the direction of writing"},
     {"\u202c", "a sign that turns the direction of writing"},
     {"\u202d", "a sign that turns the direction of writing"},
     {"\u202e", "a sign that turns the direction of writing"},
     {"\u2028", "a line separator"},
     {"\u2029", "a paragraph separator"},
     {"\u2060", "a word joiner"},
     {"\u2066", "a sign that turns the direction of writing"},
     {"\u2067", "a sign that turns the direction of writing"},
     {"\u2068", "a sign that turns the direction of writing"},
     {"\u2069", "a sign that turns the direction of writing"},
     {byte_order_mark, "a byte-order mark"}}
);

const Unseen* unseen_at(std::string_view text) {
  if (text.empty() || static_cast<unsigned char>(text.front()) < 0x80) {
    return nullptr;
  }
  const auto it = std::ranges::find_if(unseen_signs, [text](const Unseen& each) {
    return text.starts_with(each.sign);
  });
  return it != unseen_signs.end() ? &*it : nullptr;
}

void report_unseen_sign(const SourceSpan& span, std::string_view name, Findings& findings) {
  findings.error(
      "A008",
      span,
      "Here stands a sign that nobody can see: " + std::string{name} + ".",
      "Delete it, or type the line again."
  );
}

// What is read as an instruction, which is all before the colon: there, blanks of a word processor
// become plain ones, and what cannot be seen is a finding, and gone. Words in quotation marks stay.
void mend_structure(Line& line, Findings& findings) {
  const std::string_view head = line.text.substr(0, find_colon(line.text));
  if (std::ranges::none_of(head, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return;
  }
  std::string mended;
  bool in_quotes = false;
  bool reported = false;
  for (std::size_t i = 0; i < head.size();) {
    const std::string_view rest = head.substr(i);
    const std::size_t blank = blank_length(rest);
    const Unseen* unseen = unseen_at(rest);
    in_quotes = in_quotes != (head[i] == '"');
    if (!in_quotes && blank > 1) {
      mended += ' ';
      i += blank;
    } else if (!in_quotes && unseen != nullptr) {
      if (!reported && unseen->sign != byte_order_mark) {
        report_unseen_sign(line.span(i, unseen->sign.size()), unseen->name, findings);
      }
      reported = true;
      i += unseen->sign.size();
    } else {
      mended += head[i++];
    }
  }
  if (mended == head) {
    return;
  }
  mended += line.text.substr(head.size());
  line.mended = std::make_shared<const std::string>(std::move(mended));
  line.text = trimmed(*line.mended);
}

}  // namespace

std::size_t blank_length(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  if (text.front() == ' ' || text.front() == '\t') {
    return 1;
  }
  return wide_space_length(text);
}

SourceSpan Line::span(std::size_t from, std::size_t length) const {
  const std::uint32_t width = count32(text.substr(from, length));
  if (!placed.empty()) {
    return span_of(file, placed, count32(text.substr(0, from)), width);
  }
  return SourceSpan{
      .file = file,
      .line = number,
      .column = column + count32(text.substr(0, from)),
      .length = width == 0 ? 1 : width
  };
}

std::string_view Line::first_word() const {
  return text.substr(0, text.find_first_of(" \t:"));
}

void report_unseen(const Line& line, Findings& findings) {
  for (std::size_t i = 0; i < line.text.size(); ++i) {
    const auto c = static_cast<unsigned char>(line.text[i]);
    const std::string_view rest = line.text.substr(i);
    if ((c < 0x20 && c != '\t') || c == 0x7f) {
      report_unseen_sign(line.span(i, 1), "a control character", findings);
      return;
    }
    if (rest.starts_with("\u2028") || rest.starts_with("\u2029") ||
        rest.starts_with(byte_order_mark)) {
      report_unseen_sign(line.span(i, 1), unseen_at(rest)->name, findings);
      return;
    }
  }
}

std::vector<Line> read_lines(std::uint32_t file, std::string_view source, Findings& findings) {
  std::vector<Line> lines;
  if (source.starts_with("{\\rtf")) {
    findings.error(
        "A008",
        SourceSpan{.file = file, .line = 1, .column = 1, .length = 1},
        "This file was saved by a word processor, with its fonts and sizes (RTF), and is no plain "
        "text.",
        "Save it as plain text in your editor."
    );
    return {};
  }
  const auto bad = first_invalid_utf8(source);
  std::uint32_t number = 0;
  std::size_t start = source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  while (start < source.size()) {
    ++number;
    std::size_t stop = source.find('\n', start);
    stop = stop == std::string_view::npos ? source.size() : stop;
    const std::string_view raw = source.substr(start, stop - start);
    if (bad && *bad >= start && *bad < stop + 1) {
      findings.error(
          "A008",
          SourceSpan{.file = file, .line = number, .column = 1, .length = 1},
          "This line is not UTF-8 text.",
          "Save the file as UTF-8 in your editor."
      );
      return {};
    }
    const std::string_view text = trimmed(raw);
    if (!text.empty() && !text.starts_with("//")) {
      const auto indent = static_cast<std::size_t>(text.data() - raw.data());
      Line line{
          .file = file, .number = number, .column = count32(raw.substr(0, indent)) + 1, .text = text
      };
      if (characters(text) > limits::line_characters_max) {
        findings.error(
            "A011",
            line.span(0, 1),
            "This line has over " + std::to_string(limits::line_characters_max) + " characters.",
            "Divide it into several bubbles."
        );
      } else {
        report_unseen(line, findings);
        mend_structure(line, findings);
        if (!line.text.empty()) {
          lines.push_back(std::move(line));
        }
      }
    }
    start = stop + 1;
  }
  return lines;
}

std::size_t find_colon(std::string_view text) {
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      in_quotes = !in_quotes;
    } else if (text[i] == ':' && !in_quotes) {
      return i;
    }
  }
  return std::string_view::npos;
}

Tokens::Tokens(const Line& line, std::size_t from, std::size_t to, Findings& findings) {
  const std::string_view text = line.text.substr(0, to);
  for (std::size_t i = from; i < text.size();) {
    const char c = text[i];
    if (const std::size_t blank = blank_length(text.substr(i))) {
      i += blank;
      continue;
    }
    if (const Unseen* unseen = unseen_at(text.substr(i))) {
      report_unseen_sign(line.span(i, unseen->sign.size()), unseen->name, findings);
      i += unseen->sign.size();
      continue;
    }
    Token token;
    std::size_t stop = i + 1;
    if (is_letter(c)) {
      token.text = c;
      while (stop < text.size()) {
        if (is_letter(text[stop]) || is_digit(text[stop]) ||
            (text[stop] == '.' && stop + 1 < text.size() && is_letter(text[stop + 1]))) {
          token.text += text[stop++];
        } else if (const Unseen* inside = unseen_at(text.substr(stop))) {
          report_unseen_sign(line.span(stop, inside->sign.size()), inside->name, findings);
          stop += inside->sign.size();
        } else {
          break;
        }
      }
      token.kind = TokenKind::word;
    } else if (is_digit(c)) {
      while (stop < text.size() && (is_digit(text[stop]) || text[stop] == '.')) {
        ++stop;
      }
      token.kind = TokenKind::number;
      token.text = text.substr(i, stop - i);
      const auto [end, error] =
          std::from_chars(token.text.data(), token.text.data() + token.text.size(), token.number);
      if (error != std::errc{} || end != token.text.data() + token.text.size()) {
        findings.error("A006", line.span(i, stop - i), "\"" + token.text + "\" is not a number.");
      }
    } else if (c == '"') {
      const std::size_t close = text.find('"', i + 1);
      if (close == std::string_view::npos) {
        findings.error(
            "A005",
            line.span(i, text.size() - i),
            "This quotation mark is never closed.",
            "Add a \"."
        );
        stop = text.size();
        token.text = text.substr(i + 1);
      } else {
        stop = close + 1;
        token.text = text.substr(i + 1, close - i - 1);
      }
      token.kind = TokenKind::text;
    } else if (const std::size_t curly = curly_mark(text.substr(i))) {
      findings.error(
          "A005",
          line.span(i, curly),
          "This quotation mark is curly, and the language knows only straight quotation marks.",
          "Type \" here; an editor for plain text leaves it straight."
      );
      std::size_t close = i + curly;
      while (close < text.size() && curly_mark(text.substr(close)) == 0) {
        ++close;
      }
      token.kind = TokenKind::text;
      token.text = text.substr(i + curly, close - i - curly);
      stop = close < text.size() ? close + curly_mark(text.substr(close)) : close;
    } else {
      stop = i + code_point_length(text, i);
      const std::string_view two = text.substr(i, 2);
      if (two == ">=" || two == "<=" || two == "->") {
        stop = i + 2;
      }
      token.kind = TokenKind::symbol;
      token.text = text.substr(i, stop - i);
    }
    token.span = line.span(i, stop - i);
    tokens_.push_back(std::move(token));
    i = stop;
  }
  Token end;
  end.span = line.span(text.empty() ? 0 : text.size() - 1, 1);
  end.span.column += text.empty() ? 0U : 1U;
  tokens_.push_back(std::move(end));
}

Token Tokens::next() {
  const Token& token = tokens_[at_];
  if (token.kind != TokenKind::end) {
    ++at_;
  }
  return token;
}

bool Tokens::is_word(std::string_view word) const {
  return peek().kind == TokenKind::word && peek().text == word;
}

bool Tokens::accept_word(std::string_view word) {
  if (!is_word(word)) {
    return false;
  }
  ++at_;
  return true;
}

bool Tokens::accept_symbol(std::string_view symbol) {
  if (peek().kind != TokenKind::symbol || peek().text != symbol) {
    return false;
  }
  ++at_;
  return true;
}

void Tokens::expect_end(Findings& findings, std::string_view mend) const {
  if (!at_end()) {
    findings.error(
        "A006",
        peek().span,
        "\"" + peek().text + "\" does not belong here, and would be lost.",
        std::string{mend}
    );
  }
}

}  // namespace attune::engine
