#include "engine/base/text.h"
#include "engine/script/pictures.h"
#include "engine/script/pieces.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace attune::engine {
namespace {

// "chain, plane, circle and loop".
std::string listed(const std::vector<std::string_view>& words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    all += i == 0 ? "" : (i + 1 == words.size() ? " and " : ", ");
    all += words[i];
  }
  return all;
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const auto close = nearest(word, known);
  return close ? "Did you mean \"" + std::string{*close} + "\"?" : std::string{};
}

class PictureParser {
 public:
  PictureParser(const std::vector<Line>& lines, std::size_t& at, Findings& findings)
      : lines_{lines}, at_{at}, findings_{findings} {}

  std::optional<ast::Statement> parse() {
    const Line& open = lines_[at_ - 1];
    const bool named = head(open);
    const bool closed = body(open);
    if (!named || !closed) {
      return std::nullopt;
    }
    if (made_.words.raw.empty()) {
      findings_.error(
          "A101",
          open.whole(),
          "Nothing says in words what this picture shows, for people who do not see it.",
          "Write \"words: TEXT\" directly below."
      );
      return std::nullopt;
    }
    return ast::Statement{.what = std::move(made_), .span = open.whole()};
  }

 private:
  // show KIND NAME: TITLE
  bool head(const Line& line) {
    const std::size_t colon = std::min(find_colon(line.text), line.text.size());
    Tokens tokens{line, line.first_word().size(), colon, findings_};
    if (!kind(tokens)) {
      return false;
    }
    auto name = parse_name(tokens, "the picture", false, findings_);
    if (!name) {
      return false;
    }
    made_.name = *std::move(name);
    tokens.expect_end(findings_);
    if (colon < line.text.size()) {
      made_.title = parse_words(line, colon + 1, line.text.size(), findings_);
    }
    if (made_.title.raw.empty()) {
      findings_.error(
          "A005",
          line.whole(),
          "A picture needs a colon and a title that stands over it.",
          "Write \"show KIND NAME: TITLE\"."
      );
      return false;
    }
    for (const ast::Hole& hole : made_.title.holes) {
      if (hole.what != Quoted::literal) {
        findings_.error(
            "A009",
            hole.name.span,
            "The title of a picture is the same for everyone: nothing is put into it.",
            "Quote it under \"words:\", or in a row."
        );
      }
    }
    return true;
  }

  bool kind(Tokens& tokens) {
    const Token word = tokens.next();
    const auto found =
        word.kind == TokenKind::word ? picture_kind(word.text) : std::optional<PictureKind>{};
    if (found) {
      made_.kind = *found;
      return true;
    }
    std::vector<std::string_view> known;
    for (const PictureForm& form : picture_forms()) {
      known.push_back(form.word);
    }
    std::string mend = suggestion(word.text, known);
    findings_.error(
        "A100",
        word.span,
        word.kind == TokenKind::end ? "After \"show\" comes the kind of picture."
                                    : "\"" + word.text + "\" is not a kind of picture.",
        mend.empty() ? "The kinds are " + listed(known) + "." : std::move(mend)
    );
    return false;
  }

  bool body(const Line& open) {
    while (at_ < lines_.size()) {
      const Line& line = lines_[at_];
      const std::string_view word = line.first_word();
      if (word == "end") {
        ++at_;
        Tokens{line, word.size(), line.text.size(), findings_}.expect_end(findings_);
        return true;
      }
      if (line.text.starts_with("- ")) {
        made_.is_whole = row(line) && made_.is_whole;
      } else if (word == "words") {
        words(line);
      } else if (is_section_start(line) || is_statement_start(line) || word == "or" ||
                 word == "else") {
        break;
      } else {
        std::string mend = suggestion(word, std::vector<std::string_view>{"words", "end"});
        findings_.error(
            "A001",
            line.span(0, std::max<std::size_t>(word.size(), 1)),
            "\"" + std::string{word} + "\" is not a word of a picture.",
            mend.empty() ? "It has \"words:\", rows that start with a dash, and \"end\"."
                         : std::move(mend)
        );
      }
      ++at_;
    }
    findings_.error(
        "A003", open.whole(), "This \"show\" is never closed.", "Put \"end\" after its last line."
    );
    return false;
  }

  void words(const Line& line) {
    const std::size_t word = line.first_word().size();
    if (!made_.words.raw.empty() || !made_.rows.empty()) {
      findings_.error(
          "A002", line.span(0, word), "\"words:\" follows \"show\" directly, once, before any row."
      );
      return;
    }
    const bool colon = line.text.size() > word && line.text[word] == ':';
    if (colon) {
      made_.words = parse_words(line, word + 1, line.text.size(), findings_);
    }
    if (made_.words.raw.empty()) {
      findings_.error(
          "A005", line.whole(), "Here the picture is not said in words.", "Write \"words: TEXT\"."
      );
      made_.words.raw = " ";  // said to be missing already
    }
  }

  // - ROLE ["LABEL"] [from LIST | at NUMBER, NUMBER | over score(...)] [when CONDITION] [: TEXT]
  bool row(const Line& line) {
    const std::size_t colon = std::min(find_colon(line.text), line.text.size());
    Tokens tokens{line, 1, colon, findings_};
    ast::PictureRow made;
    made.span = line.whole();
    const Token role = tokens.next();
    if (role.kind != TokenKind::word) {
      findings_.error(
          "A005",
          role.span,
          "A row of a picture starts with what it is there.",
          "Write one such as \"- link \"LABEL\": TEXT\"."
      );
      return false;
    }
    made.role = ast::Name{.text = role.text, .span = role.span};
    if (tokens.peek().kind == TokenKind::text) {
      const Token label = tokens.next();
      made.label = ast::Phrase{.text = label.text, .span = label.span};
      if (label.text.find('{') != std::string::npos) {
        findings_.error(
            "A009",
            label.span,
            "A label is the same for everyone: nothing is put into its braces.",
            "Write the quote behind the colon of the row."
        );
      }
    }
    if (!source(tokens, made)) {
      return false;
    }
    if (tokens.accept_word("when")) {
      made.condition = parse_expression(tokens, findings_);
      if (!made.condition) {
        return false;
      }
    } else if (!tokens.at_end()) {
      tokens.expect_end(findings_);
      return false;
    }
    if (colon < line.text.size()) {
      made.text = parse_words(line, colon + 1, line.text.size(), findings_);
      if (made.text.raw.empty()) {
        findings_.error(
            "A005", line.whole(), "Behind the colon of this row stands nothing.", "Take it out."
        );
      }
    }
    made_.rows.push_back(std::move(made));
    return true;
  }

  bool source(Tokens& tokens, ast::PictureRow& made) {
    if (tokens.accept_word("from")) {
      made.from = parse_name(tokens, "a list", true, findings_);
      return made.from.has_value();
    }
    if (tokens.accept_word("at")) {
      do {
        auto number = parse_amount(tokens, findings_);
        if (!number) {
          return false;
        }
        made.at.push_back(*std::move(number));
      } while (tokens.accept_symbol(","));
      return true;
    }
    if (tokens.accept_word("over")) {
      made.over = parse_amount(tokens, findings_);
      if (made.over && !made.over->score) {
        findings_.error(
            "A005",
            made.over->span,
            "After \"over\" comes the score whose results are shown, one after another.",
            "Write one such as \"over score(closeness.anxiety)\"."
        );
        return false;
      }
      return made.over.has_value();
    }
    return true;
  }

  const std::vector<Line>& lines_;
  std::size_t& at_;
  Findings& findings_;
  ast::Show made_;
};

}  // namespace

std::optional<ast::Statement> parse_picture(
    const std::vector<Line>& lines, std::size_t& at, Findings& findings
) {
  return PictureParser{lines, at, findings}.parse();
}

}  // namespace attune::engine
