#include "engine/script/measures.h"

#include <algorithm>

namespace attune::engine {
namespace {

bool counts_for(const ast::MeasureItem& item, const ast::MeasureScore& score) {
  return item.scores.empty() ||
         std::ranges::find(item.scores, score.name.text, &ast::Name::text) != item.scores.end();
}

}  // namespace

Measure make_measure(
    const Symbols& symbols,
    std::uint32_t dialogue,
    const ast::Measure& written,
    const std::vector<std::uint32_t>& kept
) {
  Measure made;
  made.name = symbols.qualified(dialogue, written.name.text);
  made.id = name_id(made.name);
  made.title = written.title;
  made.source = written.source;
  made.min = written.low.value;
  made.max = written.high.value;
  made.noise = written.noise;
  for (std::size_t i = 0; i < written.scores.size(); ++i) {
    const ast::MeasureScore& score = written.scores[i];
    MeasureScore& into = made.scores.emplace_back();
    into.question = kept[i];
    into.name = score.name.text;
    into.sum = score.sum;
    into.answered = score.answered;
    for (const ast::MeasureItem& item : written.items) {
      const std::string name = written.name.text + "_" + item.id.text;
      const QuestionSymbol* question = symbols.question(dialogue, name);
      if (question != nullptr && counts_for(item, score)) {
        into.items.push_back(MeasureItem{.question = question->index, .reversed = item.reversed});
      }
    }
    for (const ast::Band& band : written.bands) {
      if (band.score.text == score.name.text) {
        into.bands.push_back(Band{.low = band.low, .high = band.high, .label = band.label});
      }
    }
  }
  return made;
}

}  // namespace attune::engine
