#include "tools/codebook.h"

#include "engine/base/csv.h"
#include "engine/session/render.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace attune::tools {
namespace {

using namespace engine;

enum Column : std::size_t { question, kind, text, least, most, options, scores, column_count };

using Row = std::array<std::string, column_count>;

// Words as they were written, with their braces.
std::string written(const Program& program, std::uint32_t index) {
  std::string out;
  const Template& words = program.source().templates[index];
  for (std::uint32_t i = words.first; i < words.first + words.count; ++i) {
    const Segment& segment = program.source().segments[i];
    out += segment.what == Quoted::literal ? program.source().texts[segment.text] : "{...}";
  }
  return out;
}

std::string with_label(const Program& program, double end, std::uint32_t label) {
  return number_text(end) + (label == none ? "" : " " + written(program, label));
}

bool has_range(const Question& asked) {
  return asked.kind == QuestionKind::scale || asked.kind == QuestionKind::number;
}

std::string options_of(const Program& program, const Question& asked) {
  std::string all;
  for (std::uint32_t i = 0; i < asked.options_count; ++i) {
    const Option& option = program.options[asked.options_first + i];
    all += (i == 0 ? "" : "; ") + option.id + "=" + written(program, option.label);
  }
  return all;
}

// Which scores each item counts for, by question.
using Counted = std::map<std::uint32_t, std::string>;

Counted counted_items(const Program& program) {
  Counted counted;
  for (const Measure& measure : program.measures) {
    for (const MeasureScore& score : measure.scores) {
      for (const MeasureItem& item : score.items) {
        std::string& into = counted[item.question];
        into += (into.empty() ? "" : "; ") + program.questions[score.question].name +
                (item.reversed ? " reversed" : "");
      }
    }
  }
  return counted;
}

std::string rule_of(const Measure& measure, const MeasureScore& score) {
  const std::string how = score.sum ? "mean times items" : "mean";
  std::string rule = how + " of " + std::to_string(score.items.size()) +
                     " items, reversed ones as " + number_text(measure.min + measure.max) +
                     " minus the answer, missing when under " + number_text(score.answered) +
                     "% are answered";
  for (const Band& band : score.bands) {
    rule += "; " + number_text(band.low) + " to " + number_text(band.high) + ": " + band.label;
  }
  if (measure.noise != 0) {
    rule += "; a change under " + number_text(measure.noise) + " is within noise";
  }
  return rule + (measure.source.empty() ? "" : "; source: " + measure.source);
}

}  // namespace

std::string codebook(const Program& program) {
  const Counted counted = counted_items(program);
  std::vector<std::pair<SourceSpan, Row>> rows;
  for (std::uint32_t i = 0; i < program.questions.size(); ++i) {
    const Question& asked = program.questions[i];
    Row row;
    row[question] = asked.name;
    row[kind] = asked.scored ? "score" : std::string{kind_word(asked.kind)};
    row[text] = written(program, asked.text);
    if (has_range(asked)) {
      row[least] = with_label(program, asked.min, asked.low);
      row[most] = with_label(program, asked.max, asked.high);
    }
    row[options] = options_of(program, asked);
    if (const auto it = counted.find(i); it != counted.end()) {
      row[scores] = it->second;
    }
    rows.emplace_back(asked.span, std::move(row));
  }
  for (const Measure& measure : program.measures) {
    for (const MeasureScore& score : measure.scores) {
      const std::string& name = program.questions[score.question].name;
      const auto it = std::ranges::find_if(rows, [&](const auto& each) {
        return each.second[question] == name;
      });
      it->second[text] = measure.title;
      it->second[scores] = rule_of(measure, score);
    }
  }
  std::ranges::sort(rows, {}, [](const auto& each) {
    return std::tuple{each.first.file, each.first.line, each.first.column};
  });
  const Row head{"question", "kind", "text", "least", "most", "options", "scores"};
  std::string all = csv_row(head);
  for (const auto& [span, row] : rows) {
    all += csv_row(row);
  }
  return all;
}

}  // namespace attune::tools
