#include "tools/script_lines.h"

#include "engine/base/text.h"
#include "engine/script/lexer.h"

#include <algorithm>
#include <array>

namespace attune::tools {
namespace {

using engine::Token;
using engine::TokenKind;
using engine::trimmed;

using Kind = ScriptLine::Kind;

constexpr std::string_view byte_order_mark = "\ufeff";

bool one_among(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \t:"));
}

std::string_view second_word(std::string_view text) {
  text.remove_prefix(first_word(text).size());
  return first_word(trimmed(text));
}

Kind kind_of(std::string_view text) {
  if (text.starts_with("//")) {
    return Kind::note;
  }
  if (text.starts_with("- ") || text == "-") {
    return Kind::option;
  }
  const std::string_view word = first_word(text);
  if (word == "else") {
    return second_word(text) == "if" ? Kind::condition : Kind::otherwise;
  }
  constexpr auto kinds = std::to_array<std::pair<std::string_view, Kind>>(
      {{"Coach", Kind::say},       {"ask", Kind::ask},         {"hint", Kind::help},
       {"example", Kind::help},    {"why", Kind::help},        {"scene", Kind::section},
       {"part", Kind::section},    {"measure", Kind::section}, {"if", Kind::condition},
       {"one", Kind::one_of},      {"or", Kind::or_else},      {"end", Kind::end},
       {"course", Kind::head},     {"dialogue", Kind::head},   {"title", Kind::head},
       {"about", Kind::head},      {"language", Kind::head},   {"stages", Kind::head},
       {"everywhere", Kind::head}, {"profile", Kind::head},    {"endless", Kind::head},
       {"never", Kind::head},      {"remember", Kind::head},   {"send", Kind::head},
       {"listening", Kind::block}, {"watch", Kind::block},     {"show", Kind::show}}
  );
  for (const auto& [name, kind] : kinds) {
    if (word == name) {
      return kind;
    }
  }
  constexpr auto listened = std::to_array<std::string_view>(
      {"words",   "clauses", "subjects", "carries", "negation", "still", "me",    "others",
       "past",    "now",     "stories",  "passed",  "exact",    "forms", "idiom", "clear",
       "unclear", "sign",    "spelling", "lowered", "pronoun",  "over",  "speaks"}
  );
  return std::ranges::find(listened, word) != listened.end() ? Kind::listen : Kind::other;
}

bool asks_with_options(std::string_view text) {
  return one_among(second_word(text), {"choice", "choices"});
}

// The lines of a picture look like others: its rows like options, its words like a list of words.
class Pictures {
 public:
  Kind of(Kind kind, std::string_view text) {
    if (kind == Kind::show) {
      inside_ = true;
    } else if (kind == Kind::end || kind == Kind::section) {
      inside_ = false;
    } else if (inside_ && kind == Kind::option) {
      return Kind::row;
    } else if (inside_ && first_word(text) == "words") {
      return Kind::help;
    }
    return kind;
  }

 private:
  bool inside_ = false;
};

// How deep lines lie, from the words that open and close blocks.
class Depths {
 public:
  std::size_t of(const ScriptLine& line) {
    if (line.kind == Kind::section) {
      in_measure_ = first_word(line.text) == "measure";
    } else if (in_measure_) {
      in_measure_ = line.kind != Kind::end;
      return in_measure_ ? 1 : 0;
    }
    const bool goes_on = line.text.starts_with("else");
    switch (line.kind) {
      case Kind::head:
      case Kind::section:
        open_.clear();
        return 0;
      case Kind::block:
        open_.clear();
        return open();
      case Kind::condition:
        return goes_on ? around() : open();
      case Kind::one_of:
        return open();
      case Kind::show:
        last_ask_ = open_.size();
        return open();
      case Kind::ask:
        last_ask_ = open_.size();
        if (asks_with_options(line.text)) {
          return open();
        }
        return open_.size();
      case Kind::help:
        return last_ask_ + 1;
      case Kind::option:
      case Kind::row:
      case Kind::otherwise:
      case Kind::or_else:
        return around();
      case Kind::end: {
        const std::size_t depth = around();
        if (!open_.empty()) {
          open_.pop_back();
        }
        return depth;
      }
      case Kind::note:
      case Kind::say:
      case Kind::listen:
      case Kind::other:
        break;
    }
    return open_.size();
  }

  std::size_t inside() const { return in_measure_ ? 1 : open_.size(); }

 private:
  std::size_t open() {
    open_.push_back(true);
    return open_.size() - 1;
  }

  std::size_t around() const { return open_.empty() ? 0 : open_.size() - 1; }

  std::vector<bool> open_;
  std::size_t last_ask_ = 0;
  bool in_measure_ = false;  // its lines are words of its own, up to its end
};

bool is_operand(const Token& token) {
  switch (token.kind) {
    case TokenKind::number:
    case TokenKind::text:
      return true;
    case TokenKind::word:
      return !one_among(
          token.text,
          {"if", "else", "when", "and", "or", "not", "is", "includes", "to", "at", "pause"}
      );
    case TokenKind::symbol:
      return token.text == ")";
    case TokenKind::end:
      break;
  }
  return false;
}

bool is_symbol(const Token& token, std::initializer_list<std::string_view> symbols) {
  return token.kind == TokenKind::symbol && one_among(token.text, symbols);
}

// Whether a blank stands between two tokens. `sign`: the first is the sign of a number.
bool apart(const Token& before, bool sign, const Token& after) {
  if (sign || is_symbol(before, {"("}) || is_symbol(after, {")", ",", ":", "%"})) {
    return false;
  }
  const bool calls =
      before.kind == TokenKind::word && one_among(before.text, {"count", "since", "score"});
  return !(calls && is_symbol(after, {"("}));
}

std::string squeezed(std::string_view text) {
  std::string kept;
  std::ranges::copy_if(text, std::back_inserter(kept), [](char c) {
    return c != ' ' && c != '\t';
  });
  return kept;
}

std::vector<Token> tokens_of(std::string_view code) {
  engine::Findings findings;
  const engine::Line line{.file = 0, .number = 1, .column = 1, .text = code};
  engine::Tokens tokens{line, 0, code.size(), findings};
  std::vector<Token> all;
  while (!tokens.at_end()) {
    all.push_back(tokens.next());
  }
  return all;
}

// Where the label of an option ends: at an arrow with one word after it.
std::size_t arrow_of(std::string_view text, std::size_t colon) {
  const std::size_t arrow = text.rfind("->");
  if (arrow == std::string_view::npos || arrow < colon) {
    return text.size();
  }
  return tokens_of(trimmed(text.substr(arrow + 2))).size() == 1 ? arrow : text.size();
}

}  // namespace

std::vector<ScriptLine> read_script(std::string_view source) {
  if (source.starts_with(byte_order_mark)) {
    source.remove_prefix(byte_order_mark.size());
  }
  std::vector<ScriptLine> lines;
  Depths depths;
  Pictures pictures;
  std::uint32_t number = 0;
  std::size_t notes = 0;  // that wait for the line they are about
  bool blank = false;
  while (!source.empty()) {
    ++number;
    const std::size_t end = std::min(source.find('\n'), source.size());
    const std::string_view text = trimmed(source.substr(0, end));
    source.remove_prefix(std::min(end + 1, source.size()));
    if (text.empty()) {
      blank = true;
      continue;
    }
    ScriptLine line{
        .kind = pictures.of(kind_of(text), text),
        .number = number,
        .depth = depths.inside(),
        .blank_before = std::exchange(blank, false),
        .text = std::string{text}
    };
    if (line.kind == Kind::note) {
      ++notes;
    } else {
      const std::size_t inside = depths.inside();
      line.depth = depths.of(line);
      // Before an `end` they stand with the lines that it closes off.
      const std::size_t depth = line.kind == Kind::end ? inside : line.depth;
      for (; notes > 0; --notes) {
        lines[lines.size() - notes].depth = depth;
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

LineParts parts_of(const ScriptLine& line) {
  const std::string_view text = line.text;
  const std::string_view word = first_word(text);
  std::size_t colon = std::string_view::npos;
  std::size_t end = text.size();
  if (line.kind == Kind::say || line.kind == Kind::help ||
      one_among(word, {"title", "about", "language"})) {
    colon = word.size();
  } else if (line.kind == Kind::listen) {
    colon = text.find(':');
  } else if (line.kind == Kind::ask || line.kind == Kind::option || line.kind == Kind::show ||
             line.kind == Kind::row || one_among(word, {"practice", "band", "source"})) {
    colon = engine::find_colon(text);
    end = line.kind == Kind::option && colon < text.size() ? arrow_of(text, colon) : end;
  }
  if (colon >= text.size() || text[colon] != ':') {
    return LineParts{.code = line.text, .text = {}, .target = {}};
  }
  return LineParts{
      .code = std::string{trimmed(text.substr(0, colon))},
      .text = std::string{trimmed(text.substr(colon + 1, end - colon - 1))},
      .target = std::string{end < text.size() ? trimmed(text.substr(end + 2)) : ""}
  };
}

std::string spaced_code(std::string_view code) {
  std::string spaced;
  const std::vector<Token> tokens = tokens_of(code);
  // In the details of a question a minus is always a sign; so is the dash of an option no minus.
  const bool details = first_word(code) == "ask";
  bool sign = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (i > 0 && apart(tokens[i - 1], sign, token)) {
      spaced += ' ';
    }
    spaced += token.kind == TokenKind::text ? "\"" + token.text + "\"" : token.text;
    sign = i > 0 && token.kind == TokenKind::symbol && token.text == "-" &&
           (details || !is_operand(tokens[i - 1]));
  }
  return squeezed(spaced) == squeezed(code) ? spaced : std::string{code};
}

}  // namespace attune::tools
