#include "engine/base/text.h"
#include "engine/script/measures.h"
#include "engine/script/pieces.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune::engine {
namespace {

constexpr auto known_words =
    std::to_array<std::string_view>({"title", "scale", "score", "noise", "band", "source", "end"});

class MeasureParser {
 public:
  MeasureParser(const std::vector<Line>& lines, std::size_t at, Findings& findings)
      : lines_{lines}, at_{at}, findings_{findings} {}

  std::size_t parse(ast::Dialogue& dialogue) {
    const Line& open = lines_[at_++];
    Tokens tokens{open, open.first_word().size(), open.text.size(), findings_};
    auto name = parse_name(tokens, "a measure", false, findings_);
    if (name) {
      tokens.expect_end(findings_);
    }
    bool closed = false;
    while (at_ < lines_.size() && !closed && !is_section_start(lines_[at_])) {
      const Line& line = lines_[at_++];
      closed = line.first_word() == "end";
      if (closed) {
        Tokens{line, line.first_word().size(), line.text.size(), findings_}.expect_end(findings_);
      } else {
        detail(line);
      }
    }
    if (!closed) {
      findings_.error(
          "A003",
          open.whole(),
          "This \"measure\" is never closed.",
          "Put \"end\" after its last line."
      );
    }
    if (name && closed) {
      made_.name = *std::move(name);
      check(open);
      add(open, dialogue);
    }
    return at_;
  }

 private:
  void detail(const Line& line) {
    const std::string_view word = line.first_word();
    if (line.text.starts_with("- ")) {
      item(line);
    } else if (word == "title" || word == "source") {
      (word == "title" ? made_.title : made_.source) = text_behind_colon(line);
    } else if (word == "scale") {
      scale(line);
    } else if (word == "score") {
      score(line);
    } else if (word == "noise") {
      noise(line);
    } else if (word == "band") {
      band(line);
    } else {
      const auto close = nearest(word, known_words);
      findings_.error(
          "A001",
          line.span(0, std::max<std::size_t>(word.size(), 1)),
          "\"" + std::string{word} + "\" is not a word of a measure.",
          close
              ? "Did you mean \"" + std::string{*close} + "\"?"
              : "It has title, scale, score, items that start with a dash, noise, band and source."
      );
    }
  }

  std::string text_behind_colon(const Line& line) {
    const std::size_t word = line.first_word().size();
    const bool colon = line.text.size() > word && line.text[word] == ':';
    const std::string text{colon ? trimmed(line.text.substr(word + 1)) : std::string_view{}};
    if (text.empty()) {
      const std::string name{line.first_word()};
      findings_.error(
          "A005", line.whole(), "Here a text is missing.", "Write \"" + name + ": TEXT\"."
      );
    }
    return text;
  }

  void fault(const SourceSpan& span, std::string message, std::string mend) {
    findings_.error("A005", span, std::move(message), std::move(mend));
  }

  std::optional<ast::Bound> bound(Tokens& tokens) {
    const SourceSpan span = tokens.peek().span;
    const std::optional<double> number = parse_number(tokens);
    if (!number) {
      return std::nullopt;
    }
    ast::Bound made{.value = *number, .label = {}, .span = span};
    if (tokens.peek().kind == TokenKind::text) {
      const Token label = tokens.next();
      made.label = ast::Phrase{.text = label.text, .span = label.span};
    }
    return made;
  }

  void scale(const Line& line) {
    Tokens tokens{line, line.first_word().size(), line.text.size(), findings_};
    const auto low = bound(tokens);
    const bool to = low && tokens.accept_word("to");
    const auto high = to ? bound(tokens) : std::nullopt;
    if (!high) {
      fault(
          line.whole(),
          "The scale of a measure needs its two ends.",
          "Write \"scale 1 \"not at all\" to 7 \"very much\"\"."
      );
      return;
    }
    tokens.expect_end(findings_);
    made_.low = *low;
    made_.high = *high;
    has_scale_ = true;
  }

  void score(const Line& line) {
    Tokens tokens{line, line.first_word().size(), line.text.size(), findings_};
    auto name = parse_name(tokens, "a score", false, findings_);
    if (!name) {
      return;
    }
    ast::MeasureScore made;
    made.name = *std::move(name);
    made.sum = tokens.accept_word("sum");
    tokens.accept_symbol(",");
    if (tokens.accept_word("at")) {
      const bool least = tokens.accept_word("least");
      const SourceSpan span = tokens.peek().span;
      const auto share = least ? parse_number(tokens) : std::nullopt;
      if (!share || !tokens.accept_symbol("%") || !tokens.accept_word("answered")) {
        fault(
            span,
            "How much of a score must be answered is a share of its items.",
            "Write \"score NAME, at least 80% answered\"."
        );
        return;
      }
      if (*share <= 0 || *share > 100) {
        findings_.error("A031", span, "A share is more than 0% and at most 100%.");
        return;
      }
      made.answered = *share;
    }
    tokens.expect_end(findings_);
    made_.scores.push_back(std::move(made));
  }

  void noise(const Line& line) {
    Tokens tokens{line, line.first_word().size(), line.text.size(), findings_};
    const SourceSpan span = tokens.peek().span;
    const auto value = parse_number(tokens);
    if (!value || *value < 0) {
      fault(
          span,
          "After \"noise\" comes how large a change tells nothing yet.",
          "Write one such as \"noise 2\"."
      );
      return;
    }
    tokens.expect_end(findings_);
    made_.noise = *value;
  }

  void band(const Line& line) {
    const std::size_t colon = std::min(find_colon(line.text), line.text.size());
    Tokens tokens{line, line.first_word().size(), colon, findings_};
    auto name = parse_name(tokens, "a score", false, findings_);
    if (!name) {
      return;
    }
    const auto low = parse_number(tokens);
    const auto high = low && tokens.accept_word("to") ? parse_number(tokens) : std::nullopt;
    const std::string_view label =
        colon < line.text.size() ? trimmed(line.text.substr(colon + 1)) : std::string_view{};
    if (!high || label.empty()) {
      fault(
          line.whole(),
          "A band needs a score, its two ends and what it is called.",
          "Write \"band NAME 1 to 3: TEXT\"."
      );
      return;
    }
    tokens.expect_end(findings_);
    made_.bands.push_back(ast::Band{
        .score = *std::move(name), .low = *low, .high = *high, .label = std::string{label}
    });
  }

  // - id for SCORE, SCORE, reversed: TEXT
  void item(const Line& line) {
    const std::size_t colon = find_colon(line.text);
    if (colon == std::string_view::npos) {
      fault(
          line.whole(),
          "An item needs an id and a colon before its sentence.",
          "Write \"- id: SENTENCE\"."
      );
      return;
    }
    Tokens tokens{line, 1, colon, findings_};
    auto id = parse_option_id(tokens, findings_);
    if (!id) {
      return;
    }
    ast::MeasureItem made;
    made.id = *std::move(id);
    if (tokens.accept_word("for")) {
      do {
        if (tokens.is_word("reversed")) {
          break;
        }
        auto score = parse_name(tokens, "a score", false, findings_);
        if (!score) {
          return;
        }
        made.scores.push_back(*std::move(score));
      } while (tokens.accept_symbol(","));
    }
    tokens.accept_symbol(",");
    made.reversed = tokens.accept_word("reversed");
    tokens.expect_end(findings_);
    made.text = parse_words(line, colon + 1, line.text.size(), findings_);
    if (made.text.raw.empty()) {
      fault(line.whole(), "This item has no sentence.", "Write it after the colon.");
      return;
    }
    made_.items.push_back(std::move(made));
  }

  void unsound(const SourceSpan& span, std::string message, std::string mend) {
    findings_.error("A061", span, std::move(message), std::move(mend));
  }

  const ast::MeasureScore* find_score(const ast::Name& name) const {
    const auto it = std::ranges::find_if(made_.scores, [&](const ast::MeasureScore& score) {
      return score.name.text == name.text;
    });
    return it != made_.scores.end() ? &*it : nullptr;
  }

  void report_unknown_score(const ast::Name& name) {
    std::vector<std::string_view> names;
    for (const ast::MeasureScore& score : made_.scores) {
      names.push_back(score.name.text);
    }
    const auto close = nearest(name.text, names);
    unsound(
        name.span,
        "This measure has no score \"" + name.text + "\".",
        close ? "Did you mean \"" + std::string{*close} + "\"?"
              : "Add a line \"score " + name.text + "\"."
    );
  }

  void check(const Line& open) {
    if (!has_scale_ || made_.scores.empty() || made_.items.empty()) {
      unsound(
          open.whole(),
          "A measure needs a scale, at least one score, and items.",
          "Add the lines \"scale A to B\", \"score NAME\" and \"- id: SENTENCE\"."
      );
      return;
    }
    if (made_.items.size() > limits::measure_items_max ||
        made_.scores.size() > limits::measure_scores_max) {
      findings_.error(
          "A011", open.whole(), "A measure has at most 100 items and 20 scores.", "Divide it."
      );
    }
    for (const ast::MeasureItem& item : made_.items) {
      for (const ast::Name& score : item.scores) {
        if (find_score(score) == nullptr) {
          report_unknown_score(score);
        }
      }
    }
    for (const ast::MeasureScore& score : made_.scores) {
      if (items_of(score) == 0) {
        unsound(
            score.name.span,
            "No item counts for \"" + score.name.text + "\".",
            "Write \"for " + score.name.text + "\" behind the ids of its items."
        );
      }
    }
    check_bands();
  }

  std::size_t items_of(const ast::MeasureScore& score) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        made_.items,
        [&](const ast::MeasureItem& item) {
          return item.scores.empty() ||
                 std::ranges::find(item.scores, score.name.text, &ast::Name::text) !=
                     item.scores.end();
        }
    ));
  }

  void check_bands() {
    for (const ast::Band& band : made_.bands) {
      const ast::MeasureScore* score = find_score(band.score);
      if (score == nullptr) {
        report_unknown_score(band.score);
      } else if (band.low >= band.high || band.low < range(*score, made_.low.value) ||
                 band.high > range(*score, made_.high.value)) {
        unsound(
            band.score.span,
            "This band is not within what the score can be.",
            "Its ends lie between the ends of the scale, the lower one first."
        );
      }
    }
    if (!made_.bands.empty() && made_.source.empty()) {
      unsound(
          made_.bands.front().score.span,
          "A band says what a score means, and nobody is named who found that out.",
          "Add a line \"source: AUTHORS, YEAR, TITLE\"."
      );
    }
  }

  // What the score is when every item is at this end.
  double range(const ast::MeasureScore& score, double end) const {
    return score.sum ? end * static_cast<double>(items_of(score)) : end;
  }

  // The part that asks the items, and the answers that the scores are kept as.
  void add(const Line& open, ast::Dialogue& dialogue) {
    const SourceSpan span = open.whole();
    ast::Section part;
    part.is_part = true;
    part.name = made_.name;
    const auto name_of = [&](const ast::Name& name) {
      return ast::Name{.text = made_.name.text + "_" + name.text, .span = name.span};
    };
    for (const ast::MeasureItem& item : made_.items) {
      ast::Ask ask;
      ask.kind = QuestionKind::scale;
      ask.name = name_of(item.id);
      ask.is_private = true;
      ask.low = made_.low;
      ask.high = made_.high;
      ask.text = item.text;
      part.block.push_back(ast::Statement{.what = std::move(ask), .span = item.id.span});
    }
    ast::Score score{.measure = static_cast<std::uint32_t>(dialogue.measures.size()), .scores = {}};
    for (const ast::MeasureScore& each : made_.scores) {
      ast::Ask kept;
      kept.kind = QuestionKind::number;
      kept.name = name_of(each.name);
      kept.is_private = true;
      kept.low =
          ast::Bound{.value = range(each, made_.low.value), .label = {}, .span = each.name.span};
      kept.high =
          ast::Bound{.value = range(each, made_.high.value), .label = {}, .span = each.name.span};
      kept.text.span = each.name.span;
      score.scores.push_back(std::move(kept));
    }
    part.block.push_back(ast::Statement{.what = std::move(score), .span = span});
    part.block.push_back(ast::Statement{.what = ast::Return{}, .span = span});
    dialogue.sections.push_back(std::move(part));
    dialogue.measures.push_back(std::move(made_));
  }

  const std::vector<Line>& lines_;
  std::size_t at_;
  Findings& findings_;
  ast::Measure made_;
  bool has_scale_ = false;
};

}  // namespace

std::size_t parse_measure(
    const std::vector<Line>& lines, std::size_t at, ast::Dialogue& dialogue, Findings& findings
) {
  return MeasureParser{lines, at, findings}.parse(dialogue);
}

}  // namespace attune::engine
