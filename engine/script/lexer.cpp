#include "engine/script/lexer.h"

#include "engine/base/text.h"

#include <charconv>

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

}  // namespace

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
    if ((c < 0x20 && c != '\t') || c == 0x7f || rest.starts_with("\u2028") ||
        rest.starts_with("\u2029") || rest.starts_with(byte_order_mark)) {
      findings.error(
          "A008",
          line.span(i, 1),
          "Here stands a character that cannot be seen.",
          "Delete it, or type the line again."
      );
      return;
    }
  }
}

std::vector<Line> read_lines(std::uint32_t file, std::string_view source, Findings& findings) {
  std::vector<Line> lines;
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
      const Line line{
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
        lines.push_back(line);
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
    if (c == ' ' || c == '\t') {
      ++i;
      continue;
    }
    Token token;
    std::size_t stop = i + 1;
    if (is_letter(c)) {
      while (stop < text.size() &&
             (is_letter(text[stop]) || is_digit(text[stop]) ||
              (text[stop] == '.' && stop + 1 < text.size() && is_letter(text[stop + 1])))) {
        ++stop;
      }
      token.kind = TokenKind::word;
      token.text = text.substr(i, stop - i);
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

void Tokens::expect_end(Findings& findings) const {
  if (!at_end()) {
    findings.error(
        "A006",
        peek().span,
        "\"" + peek().text + "\" does not belong here, and would be lost.",
        "Take it out, or put it "
        "on a line of its own."
    );
  }
}

}  // namespace attune::engine
