#include "engine/script/parser.h"

#include "engine/base/text.h"
#include "engine/script/head.h"
#include "engine/script/lexer.h"
#include "engine/script/listening_parser.h"
#include "engine/script/measures.h"
#include "engine/script/pictures.h"
#include "engine/script/pieces.h"
#include "engine/script/slips.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attune::engine {
namespace {

constexpr auto known_words = std::to_array<std::string_view>(
    {"Coach",    "ask",     "one",      "or",    "end",       "go",      "do",        "return",
     "finish",   "if",      "else",     "set",   "pause",     "hint",    "example",   "why",
     "scene",    "part",    "remember", "title", "about",     "endless", "resources", "dialogue",
     "practice", "measure", "send",     "watch", "listening", "retract", "show"}
);

constexpr auto later_words = std::to_array<std::string_view>({"people", "together"});

bool is_option(const Line& line) {
  return line.text.starts_with("- ") || line.text == "-";
}

class Parser {
 public:
  Parser(std::vector<Line>& lines, Findings& findings) : lines_{lines}, findings_{findings} {}

  void parse(ast::Dialogue& dialogue) {
    at_ = parse_dialogue_head(lines_, dialogue, findings_, [this](const Line& line) {
      const bool known =
          is_option(line) || std::ranges::find(known_words, line.first_word()) != known_words.end();
      if (!known) {
        report_misplaced(line);
      }
      return !known;
    });
    while (!done()) {
      const Line& line = here();
      const std::string_view word = line.first_word();
      if (word == "scene" || word == "part") {
        section(dialogue);
      } else if (word == "measure") {
        at_ = parse_measure(lines_, at_, dialogue, findings_);
      } else if (word == "listening") {
        dialogue.listening.push_back(parse_listening(lines_, at_, findings_));
      } else if (word == "watch") {
        dialogue.watches.push_back(parse_watch(lines_, at_, findings_));
      } else {
        // Without a scene to belong to it would be lost.
        if (is_statement_start(line)) {
          findings_.error(
              "A002",
              line.whole(),
              "This line stands before the first scene.",
              "Put \"scene NAME\" before it."
          );
        } else {
          report_misplaced(line);
        }
        ++at_;
      }
    }
    dialogue.lost_words = std::move(lost_words_);
  }

 private:
  bool done() const { return at_ >= lines_.size(); }

  const Line& here() const { return lines_[at_]; }

  void report_misplaced(const Line& line) {
    const std::string_view word = line.first_word();
    const SourceSpan span = line.span(0, std::max<std::size_t>(word.size(), 1));
    if (std::ranges::find(later_words, word) != later_words.end()) {
      findings_.error(
          "A013", span, "\"" + std::string{word} + "\" is not part of this version of the language."
      );
    } else if (word == "end") {
      findings_.error("A004", span, "This \"end\" closes nothing.", "Take it out.");
    } else if (word == "or" || word == "else") {
      findings_.error(
          "A002",
          span,
          word == "or" ? "\"or\" belongs between \"one of\" and its \"end\"."
                       : "\"else\" belongs between \"if\" and its \"end\"."
      );
    } else if (word == "hint" || word == "example" || word == "why") {
      findings_.error(
          "A002",
          span,
          "\"" + std::string{word} + ":\" follows its question directly, once, before any option."
      );
    } else if (word == "words") {
      findings_.error(
          "A002", span, "\"words:\" follows \"show\" directly, and says what the picture shows."
      );
    } else if (is_option(line)) {
      findings_.error(
          "A002",
          span,
          "An option belongs under \"ask choice\" or \"ask choices\", before its \"end\"."
      );
    } else if (word == "remember" || word == "title" || word == "about" || word == "endless" ||
               word == "dialogue" || word == "send") {
      findings_.error(
          "A002",
          span,
          "\"" + std::string{word} + "\" belongs at the top of the file, before the first scene."
      );
    } else {
      findings_.error(
          "A001",
          span,
          "\"" + std::string{word} + "\" is not a word that a line can start with.",
          unknown_word_mend(line, known_words)
      );
      lose_words(line);
    }
  }

  // Names that a line may have meant to give: not to know them follows from its mistake.
  void lose_words(const Line& line) {
    Findings ignored;
    const std::size_t colon = std::min(find_colon(line.text), line.text.size());
    for (Tokens tokens{line, 0, colon, ignored}; !tokens.at_end();) {
      lost_words_.push_back(tokens.next().text);
    }
  }

  void section(ast::Dialogue& dialogue) {
    const Line& line = here();
    ++at_;
    ast::Section made;
    made.is_part = line.first_word() == "part";
    Tokens tokens{line, line.first_word().size(), line.text.size(), findings_};
    auto name = parse_name(tokens, made.is_part ? "a part" : "a scene", false, findings_);
    if (name && tokens.accept_word("was")) {
      made.was =
          parse_names(tokens, made.is_part ? "an older part" : "an older scene", false, findings_);
    } else if (name) {
      expect_end_of_name(*name, tokens, findings_);
    }
    made.name = name ? *std::move(name) : ast::Name{.text = {}, .span = line.whole()};
    depth_ = 0;
    in_option_ = false;
    made.block = block();
    while (!done() && !is_section_start(here())) {
      report_misplaced(here());
      ++at_;
      ast::Block rest = block();
      std::ranges::move(rest, std::back_inserter(made.block));
    }
    dialogue.sections.push_back(std::move(made));
  }

  // What stands under an option, or in another block.
  ast::Block block_of(bool option) {
    const bool around = std::exchange(in_option_, option);
    ast::Block lines = block();
    in_option_ = around;
    return lines;
  }

  // Statements up to a line that belongs to what stands around them.
  ast::Block block() {
    ast::Block statements;
    while (!done()) {
      const Line& line = here();
      const std::string_view word = line.first_word();
      if (is_section_start(line) || word == "end" || word == "or" || word == "else" ||
          is_option(line)) {
        return statements;
      }
      if (!is_statement_start(line)) {
        report_misplaced(line);
        if (!read_as_meant(lines_[at_], known_words)) {
          ++at_;
        }
        continue;
      }
      ++at_;
      if (auto made = statement(line)) {
        statements.push_back(*std::move(made));
      }
    }
    return statements;
  }

  template <class What>
  static ast::Statement make(const Line& line, What what) {
    return ast::Statement{.what = std::move(what), .span = line.whole()};
  }

  std::optional<ast::Statement> statement(const Line& line) {
    const std::string_view word = line.first_word();
    if (word == "Coach") {
      return say(line);
    }
    if (word == "ask") {
      return ask(line);
    }
    if (word == "one") {
      return one_of(line);
    }
    if (word == "if") {
      return conditional(line);
    }
    if (word == "show") {
      auto made = parse_picture(lines_, at_, findings_);
      if (!made) {
        lose_words(line);
      }
      return made;
    }
    Tokens tokens{line, word.size(), line.text.size(), findings_};
    if (word == "go" || word == "do") {
      auto name = parse_name(
          tokens, word == "go" ? "the scene to go to" : "the part to do", word == "do", findings_
      );
      if (!name) {
        return std::nullopt;
      }
      expect_end_of_name(*name, tokens, findings_);
      if (word == "go") {
        return make(line, ast::Go{*std::move(name)});
      }
      return make(line, ast::Do{*std::move(name)});
    }
    if (word == "return" || word == "finish" || word == "retract") {
      tokens.expect_end(findings_);
      if (word == "return") {
        return make(line, ast::Return{});
      }
      if (word == "retract") {
        return make(line, ast::Retract{});
      }
      return make(line, ast::Finish{});
    }
    if (word == "set") {
      return parse_set(line, tokens, findings_);
    }
    if (word == "pause") {
      return parse_pause(line, tokens, findings_);
    }
    if (word == "practice") {
      auto made = parse_practice(line, findings_);
      if (!made) {
        lose_words(line);
      }
      return made;
    }
    return parse_resources(line, tokens, findings_);
  }

  std::optional<ast::Statement> say(const Line& line) {
    const std::size_t colon = std::string_view{"Coach"}.size();
    if (line.text.size() <= colon || line.text[colon] != ':') {
      findings_.error(
          "A005", line.span(0, colon), "After \"Coach\" comes a colon.", "Write \"Coach: TEXT\"."
      );
      return std::nullopt;
    }
    ast::Words words = parse_words(line, colon + 1, line.text.size(), findings_);
    if (words.raw.empty()) {
      findings_.error(
          "A005", line.whole(), "The coach says nothing here.", "Write the line, or take it out."
      );
      return std::nullopt;
    }
    return make(line, ast::Say{std::move(words)});
  }

  // The opening line of a block is closed by "end", or reported.
  void close(const Line& open, std::string_view what) {
    if (!done() && here().first_word() == "end") {
      Tokens tokens{here(), std::string_view{"end"}.size(), here().text.size(), findings_};
      tokens.expect_end(findings_, "Write \"end\" alone: it closes what is open last.");
      ++at_;
      return;
    }
    findings_.error(
        "A003",
        open.whole(),
        "This \"" + std::string{what} + "\" is never closed.",
        "Put \"end\" after its last line."
    );
  }

  bool too_deep(const Line& line) {
    if (depth_ < limits::block_depth_max) {
      return false;
    }
    findings_.error(
        "A011",
        line.whole(),
        "Blocks lie too deep within one another here.",
        "Use a scene or a part."
    );
    return true;
  }

  std::optional<ast::Statement> one_of(const Line& line) {
    Tokens tokens{line, 0, line.text.size(), findings_};
    tokens.next();
    if (!tokens.accept_word("of")) {
      findings_.error("A001", line.whole(), "After \"one\" comes \"of\".", "Write \"one of\".");
      return std::nullopt;
    }
    tokens.expect_end(findings_);
    if (too_deep(line)) {
      return std::nullopt;
    }
    ++depth_;
    ast::OneOf made;
    made.ways.push_back(block_of(false));
    while (!done() && here().first_word() == "or") {
      Tokens alone{here(), std::string_view{"or"}.size(), here().text.size(), findings_};
      alone.expect_end(findings_);
      ++at_;
      made.ways.push_back(block_of(false));
    }
    --depth_;
    close(line, "one of");
    if (std::ranges::any_of(made.ways, &ast::Block::empty)) {
      findings_.error(
          "A005",
          line.whole(),
          "One of the ways of this \"one of\" is empty.",
          "Write its lines, or take its \"or\" out."
      );
    }
    return make(line, std::move(made));
  }

  std::optional<ast::Statement> conditional(const Line& line) {
    if (too_deep(line)) {
      return std::nullopt;
    }
    ++depth_;
    const std::size_t before = findings_.error_count();
    ast::If made;
    arm(line, std::string_view{"if"}.size(), made);
    while (!done() && here().first_word() == "else") {
      const Line& otherwise = here();
      ++at_;
      constexpr std::size_t behind = std::string_view{"else"}.size();
      Findings ignored;
      if (Tokens{otherwise, behind, otherwise.text.size(), ignored}.is_word("if")) {
        arm(otherwise, otherwise.text.find("if", behind) + 2, made);
        continue;
      }
      Tokens{otherwise, behind, otherwise.text.size(), findings_}.expect_end(
          findings_, "Write \"else\" alone, or \"else if\" and a condition."
      );
      made.otherwise = block_of(false);
      break;
    }
    --depth_;
    close(line, "if");
    if (made.arms.empty()) {
      return std::nullopt;
    }
    if ((!made.otherwise || made.otherwise->empty()) &&
        std::ranges::all_of(made.arms, [](const ast::Arm& each) { return each.block.empty(); }) &&
        findings_.error_count() == before) {
      findings_.error(
          "A005",
          line.whole(),
          "Nothing stands under this \"if\".",
          "Write its lines, or take it out."
      );
    }
    return make(line, std::move(made));
  }

  void arm(const Line& line, std::size_t from, ast::If& made) {
    Tokens tokens{line, from, line.text.size(), findings_};
    auto condition = parse_expression(tokens, findings_);
    ast::Block lines = block_of(false);
    if (condition) {
      made.arms.push_back(ast::Arm{.condition = *std::move(condition), .block = std::move(lines)});
    }
  }

  std::optional<ast::Statement> ask(const Line& line) {
    auto question = parse_ask(line, findings_);
    if (question) {
      notes(*question);
    } else {
      lose_words(line);
      ast::Ask ignored;
      notes(ignored);
    }
    Findings ignored_findings;
    const std::string kind = Tokens{line, 3, line.text.size(), ignored_findings}.peek().text;
    const bool has_options =
        question ? question->kind == QuestionKind::choice || question->kind == QuestionKind::choices
                 : kind == "choice" || kind == "choices" || (!done() && is_option(here()));
    if (has_options && !too_deep(line)) {
      ++depth_;
      ast::Ask ignored;
      options(question ? *question : ignored);
      --depth_;
      close(
          line, question && question->kind == QuestionKind::choices ? "ask choices" : "ask choice"
      );
    } else if (question && !in_option_ && !done() && is_option(here())) {
      foreign_options(question->kind);
    }
    if (!question) {
      return std::nullopt;
    }
    return make(line, *std::move(question));
  }

  // Options under a question that has none, with the "end" that was meant for them: one finding.
  void foreign_options(QuestionKind kind) {
    const Line& first = here();
    const bool from_list = kind == QuestionKind::pick || kind == QuestionKind::picks;
    findings_.error(
        "A002",
        first.span(0, 1),
        from_list ? "This question offers what the person wrote in the list, and has no options of "
                    "its own."
                  : "Only \"ask choice\" and \"ask choices\" have options.",
        "Take the options out, with their \"end\"; or ask a choice."
    );
    while (!done() && is_option(here())) {
      const Line& line = here();
      ++at_;
      parse_option(line, findings_);
      block();
    }
    if (!done() && here().first_word() == "end" && ends_to_come() > blocks_to_close()) {
      ++at_;
    }
  }

  // How many lines close something, from here to the end of the section.
  std::size_t ends_to_come() const {
    std::size_t count = 0;
    for (std::size_t i = at_; i < lines_.size() && !is_section_start(lines_[i]); ++i) {
      count += lines_[i].first_word() == "end" ? 1U : 0U;
    }
    return count;
  }

  // How many lines it takes: what is open now, and what opens up to the end of the section.
  std::size_t blocks_to_close() const {
    std::size_t count = depth_;
    for (std::size_t i = at_; i < lines_.size() && !is_section_start(lines_[i]); ++i) {
      const std::string_view text = lines_[i].text;
      const std::string_view word = lines_[i].first_word();
      const bool opens =
          word == "if" || word == "one" || word == "show" || text.starts_with("ask choice");
      count += opens ? 1U : 0U;
    }
    return count;
  }

  void notes(ast::Ask& question) {
    while (!done()) {
      const Line& line = here();
      const std::string_view word = line.first_word();
      std::optional<ast::Words>* into = word == "hint"      ? &question.hint
                                        : word == "example" ? &question.example
                                        : word == "why"     ? &question.why
                                                            : nullptr;
      if (into == nullptr || into->has_value()) {
        return;
      }
      ++at_;
      if (line.text.size() <= word.size() || line.text[word.size()] != ':') {
        findings_.error(
            "A005",
            line.whole(),
            "After \"" + std::string{word} + "\" comes a colon.",
            "Write \"" + std::string{word} + ": TEXT\"."
        );
        continue;
      }
      *into = parse_words(line, word.size() + 1, line.text.size(), findings_);
      if ((*into)->raw.empty()) {
        findings_.error(
            "A005", line.whole(), "This line is empty.", "Write its text, or take it out."
        );
      }
    }
  }

  void options(ast::Ask& question) {
    while (!done() && here().first_word() != "end") {
      const Line& line = here();
      if (is_section_start(line)) {
        return;
      }
      ++at_;
      if (!is_option(line)) {
        report_misplaced(line);
        continue;
      }
      auto option = parse_option(line, findings_);
      ast::Block body = block_of(true);
      if (option) {
        option->body = std::move(body);
        question.options.push_back(*std::move(option));
      }
      if (!done() && (here().first_word() == "or" || here().first_word() == "else")) {
        report_misplaced(here());
        ++at_;
      }
    }
  }

  std::vector<Line>& lines_;  // a misspelt word may be read as the one that was meant
  Findings& findings_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool in_option_ = false;  // the innermost open block: an option behind it is one of its choice
  std::vector<std::string> lost_words_;
};

}  // namespace

ast::Dialogue parse_dialogue(std::uint32_t file, std::string_view source, Findings& findings) {
  ast::Dialogue dialogue;
  dialogue.file = file;
  std::vector<Line> lines = read_lines(file, source, findings);
  dialogue.unread = lines.empty() && findings.any_error();
  join_broken_texts(lines, known_words, findings);
  Parser{lines, findings}.parse(dialogue);
  return dialogue;
}

}  // namespace attune::engine
