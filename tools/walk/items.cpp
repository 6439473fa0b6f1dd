#include "tools/walk/items.h"

#include "engine/base/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "tools/walk/walks.h"

namespace attune::tools {
namespace {

using namespace engine;

std::uint32_t words_of(const Program& program, std::uint32_t words) {
  std::string text;
  const Template& whole = program.source().templates[words];
  for (std::uint32_t i = 0; i < whole.count; ++i) {
    const Segment& segment = program.source().segments[whole.first + i];
    text += segment.what == Quoted::literal ? program.source().texts[segment.text] : "word";
  }
  return words_in(text);
}

class Items {
 public:
  Items(const Program& program, const Coverage& walks, const Coverage& transcripts)
      : program_{program}, walks_{walks}, transcripts_{transcripts} {}

  void add_step(std::uint32_t at) {
    const Step& step = program_.steps[at];
    const SourceSpan& span = program_.spans[at];
    switch (step.kind) {
      case StepKind::say:
        add_line(at, words_of(program_, step.a));
        break;
      case StepKind::resources:
        add_line(at, 0);
        break;
      case StepKind::practice:
        add_line(at, words_of(program_, program_.practices[step.a].text));
        break;
      case StepKind::show: {
        const Picture& picture = program_.pictures[step.a];
        add_line(at, words_of(program_, picture.title) + words_of(program_, picture.words));
        break;
      }
      case StepKind::ask:
        add_line(at, words_of(program_, program_.questions[step.a].text));
        add_question(at, step.a);
        break;
      case StepKind::one_of:
        for (std::uint32_t way = 0; way < step.b; ++way) {
          add_road(at, span, "way " + std::to_string(way + 1), &Coverage::taken, step.a + way);
        }
        break;
      case StepKind::branch:
        add_road(at, span, "yes", &Coverage::held, at);
        add_road(at, span, "no", &Coverage::failed, at);
        break;
      case StepKind::jump:
      case StepKind::enter:
      case StepKind::call:
      case StepKind::give_back:
      case StepKind::finish:
      case StepKind::set:
      case StepKind::score:
      case StepKind::pause:
      case StepKind::retract:
      case StepKind::run_off:
        break;
    }
  }

  std::vector<Item> take() && {
    // Those of one line stay as they were found.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Item>> by_line;
    for (Item& item : items_) {
      by_line[{item.span.file, item.span.line}].push_back(std::move(item));
    }
    std::vector<Item> sorted;
    for (auto& [line, items] : by_line) {
      std::ranges::move(items, std::back_inserter(sorted));
    }
    return sorted;
  }

 private:
  using Counts = std::vector<std::uint64_t> Coverage::*;

  Item& add(
      Item::Kind kind, std::uint32_t step, const SourceSpan& span, Counts counts, std::size_t index
  ) {
    return items_.emplace_back(Item{
        .kind = kind,
        .step = step,
        .span = span,
        .what = {},
        .words = 0,
        .walked = (walks_.*counts)[index],
        .told = (transcripts_.*counts)[index]
    });
  }

  void add_line(std::uint32_t at, std::uint32_t words) {
    add(Item::Kind::line, at, program_.spans[at], &Coverage::ran, at).words = words;
  }

  void add_road(
      std::uint32_t step, const SourceSpan& span, std::string what, Counts counts, std::size_t index
  ) {
    add(Item::Kind::road, step, span, counts, index).what = std::move(what);
  }

  void add_question(std::uint32_t at, std::uint32_t index) {
    const Question& question = program_.questions[index];
    if (!question.required) {
      add_road(at, program_.spans[at], "skipped", &Coverage::skipped, index);
    }
    for (std::uint32_t i = 0; i < question.options_count; ++i) {
      const std::uint32_t option = question.options_first + i;
      add(Item::Kind::option, at, program_.options[option].span, &Coverage::chosen, option).what =
          program_.options[option].id;
    }
  }

  const Program& program_;
  const Coverage& walks_;
  const Coverage& transcripts_;
  std::vector<Item> items_;
};

bool is_covered(const Item& item, By by) {
  return (by == By::walks ? item.walked : item.told) > 0;
}

}  // namespace

std::vector<Item> items_of(
    const Program& program,
    const std::vector<bool>& scope,
    const Coverage& walks,
    const Coverage& transcripts
) {
  Items items{program, walks, transcripts};
  for (std::uint32_t at = 0; at < program.steps.size(); ++at) {
    if (scope[at]) {
      items.add_step(at);
    }
  }
  return std::move(items).take();
}

Share share_of(const std::vector<Item>& items, Item::Kind kind, By by) {
  Share share;
  for (const Item& item : items) {
    share.all += item.kind == kind ? 1U : 0U;
    share.covered += item.kind == kind && is_covered(item, by) ? 1U : 0U;
  }
  return share;
}

Share share_of_words(const std::vector<Item>& items, By by) {
  Share share;
  for (const Item& item : items) {
    share.all += item.words;
    share.covered += is_covered(item, by) ? item.words : 0U;
  }
  return share;
}

std::string percent(const Share& share) {
  if (share.covered == share.all) {
    return "100 %";
  }
  const double exact = 100.0 * static_cast<double>(share.covered) / static_cast<double>(share.all);
  return fmt::format("{:.1f} %", std::floor(exact * 10) / 10);
}

std::string line_at(const CourseSources& sources, const SourceSpan& span) {
  std::string_view text = sources.files[span.file].text;
  for (std::uint32_t line = 1; line < span.line; ++line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return std::string{trimmed(text.substr(0, text.find('\n')))};
}

}  // namespace attune::tools
