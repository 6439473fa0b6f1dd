#include "tools/walk/values.h"

#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/session/render.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "tools/limits.h"
#include "tools/walk/heard.h"

namespace attune::tools {
namespace {

using namespace engine;

// Now and then somebody writes what a watch hears.
constexpr std::size_t heard_one_in = 25;

constexpr auto texts = std::to_array<std::string_view>(
    {"No.",
     "I said that I was fine, and then I went for a long walk.",
     "we had a fight about dinner {again}",
     "\u0645\u0631\u062d\u0628\u0627 \U0001f642",
     "It was late. She asked what was wrong and I could not say it, so I did the dishes instead "
     "and went to bed. In the morning neither of us spoke of it, and we have not spoken of it "
     "since, though I think of it on most days."}
);

struct Count {
  std::size_t least = 1;
  std::size_t most = 1;
};

// How many things may be chosen or listed.
Count count_of(const QuestionAsked& asked) {
  const bool is_list = asked.kind == QuestionKind::list;
  const std::size_t there = is_list ? asked.at_most : asked.options.size();
  const std::size_t most = asked.at_most == 0 ? there : std::min<std::size_t>(asked.at_most, there);
  return Count{.least = std::max<std::size_t>(asked.at_least, 1), .most = most};
}

std::vector<std::string> some_options(const QuestionAsked& asked, Random& random) {
  const Count count = count_of(asked);
  std::size_t wanted = count.least + random.below(count.most - count.least + 1);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < asked.options.size() && wanted > 0; ++i) {
    // Each set of this size is as likely as any other.
    if (random.below(asked.options.size() - i) < wanted) {
      ids.push_back(asked.options[i].id);
      --wanted;
    }
  }
  return ids;
}

// Sets of options, by size, that tell `read_ids` apart; of those that no condition reads, the
// first stands for all in sets, and each is tried alone.
std::vector<RawValue> sets_of_options(
    const QuestionAsked& asked, const std::vector<std::string>& read_ids
) {
  std::vector<std::string> ids;
  bool has_unread = false;
  const Count count = count_of(asked);
  for (const OfferedOption& option : asked.options) {
    const bool is_read = std::ranges::find(read_ids, option.id) != read_ids.end();
    if (is_read || !has_unread || ids.size() < count.least) {
      ids.push_back(option.id);
      has_unread = has_unread || !is_read;
    }
  }
  std::vector<RawValue> sets;
  std::vector<std::vector<std::size_t>> last = {{}};
  for (std::size_t size = 1; size <= std::min(count.most, ids.size()); ++size) {
    std::vector<std::vector<std::size_t>> larger;
    for (const std::vector<std::size_t>& set : last) {
      for (std::size_t i = set.empty() ? 0 : set.back() + 1; i < ids.size(); ++i) {
        if (sets.size() + larger.size() >= limits::walk_answers_max) {
          break;
        }
        larger.push_back(set);
        larger.back().push_back(i);
      }
    }
    for (const std::vector<std::size_t>& set : larger) {
      if (set.size() >= count.least) {
        std::vector<std::string> chosen;
        for (const std::size_t i : set) {
          chosen.push_back(ids[i]);
        }
        sets.emplace_back(std::move(chosen));
      }
    }
    last = std::move(larger);
  }
  for (const OfferedOption& option : asked.options) {
    if (count.least <= 1 && std::ranges::find(ids, option.id) == ids.end()) {
      sets.emplace_back(std::vector<std::string>{option.id});
    }
  }
  return sets;
}

}  // namespace

Values::Values(const Program& program) : heard_{heard_texts(program)} {
  for (const Node& node : program.nodes) {
    const bool compares = node.op == Op::equal || node.op == Op::not_equal || node.op == Op::less ||
                          node.op == Op::less_equal || node.op == Op::greater ||
                          node.op == Op::greater_equal;
    if (!compares) {
      continue;
    }
    const Node& left = program.nodes[node.left];
    const Node& right = program.nodes[node.right];
    for (const auto& [answer, number] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
      const Question* question =
          answer->op == Op::answer ? program.find_question(answer->name) : nullptr;
      if (question != nullptr && number->op == Op::number) {
        std::vector<double>& numbers = compared_[question->name];
        numbers.insert(numbers.end(), {number->number - 1, number->number, number->number + 1});
      }
    }
  }
  for (auto& [name, numbers] : compared_) {
    std::ranges::sort(numbers);
    const auto rest = std::ranges::unique(numbers);
    numbers.erase(rest.begin(), rest.end());
  }
}

std::string Values::text_at_random(std::uint32_t characters_max, Random& random) const {
  if (!heard_.empty() && random.chance(heard_one_in)) {
    return std::string{trimmed(first_characters(heard_[random.below(heard_.size())], characters_max)
    )};
  }
  const std::string_view text = texts[random.below(texts.size())];
  return std::string{trimmed(first_characters(text, characters_max))};
}

RawValue Values::at_random(const QuestionAsked& asked, Random& random) const {
  switch (asked.kind) {
    case QuestionKind::choice:
    case QuestionKind::pick:
      return asked.options[random.below(asked.options.size())].id;
    case QuestionKind::choices:
    case QuestionKind::picks:
      return some_options(asked, random);
    case QuestionKind::yesno:
      return random.chance(2);
    case QuestionKind::text:
    case QuestionKind::long_text:
      return text_at_random(asked.characters_max, random);
    case QuestionKind::list: {
      const Count count = count_of(asked);
      std::vector<std::string> items(count.least + random.below(count.most - count.least + 1));
      for (std::string& item : items) {
        item = text_at_random(asked.characters_max, random);
      }
      return items;
    }
    case QuestionKind::scale:
    case QuestionKind::number: {
      const auto room = static_cast<std::size_t>(std::floor(asked.max) - std::ceil(asked.min)) + 1;
      return std::ceil(asked.min) + static_cast<double>(random.below(room));
    }
    case QuestionKind::date:
      return "2026-0" + std::to_string(1 + random.below(9)) + "-1" +
             std::to_string(random.below(10));
  }
  return true;
}

std::vector<RawValue> Values::each(
    const QuestionAsked& asked, const std::vector<std::string>& read_ids
) const {
  std::vector<RawValue> all;
  switch (asked.kind) {
    case QuestionKind::choice:
    case QuestionKind::pick:
      for (const OfferedOption& option : asked.options) {
        all.emplace_back(option.id);
      }
      return all;
    case QuestionKind::choices:
    case QuestionKind::picks:
      return sets_of_options(asked, read_ids);
    case QuestionKind::yesno:
      return {true, false};
    case QuestionKind::text:
    case QuestionKind::long_text:
      return {std::string{first_characters("No.", asked.characters_max)}};
    case QuestionKind::list: {
      const Count count = count_of(asked);
      all.emplace_back(std::vector<std::string>(count.least, "one"));
      if (count.most > count.least) {
        all.emplace_back(std::vector<std::string>(count.least + 1, "one"));
      }
      return all;
    }
    case QuestionKind::scale:
    case QuestionKind::number: {
      std::vector<double> numbers = {asked.min, asked.max};
      if (const auto it = compared_.find(asked.question); it != compared_.end()) {
        numbers.insert(numbers.end(), it->second.begin(), it->second.end());
      }
      std::ranges::sort(numbers);
      for (const double number : numbers) {
        const RawValue value = number;
        if (number >= asked.min && number <= asked.max && (all.empty() || all.back() != value)) {
          all.push_back(value);
        }
      }
      return all;
    }
    case QuestionKind::date:
      return {std::string{"2026-02-14"}};
  }
  return all;
}

bool can_be_answered(const QuestionAsked& asked) {
  switch (asked.kind) {
    case QuestionKind::choice:
    case QuestionKind::pick:
      return !asked.options.empty();
    case QuestionKind::choices:
    case QuestionKind::picks: {
      const Count count = count_of(asked);
      return count.least <= count.most;
    }
    case QuestionKind::yesno:
    case QuestionKind::text:
    case QuestionKind::long_text:
    case QuestionKind::list:
    case QuestionKind::scale:
    case QuestionKind::number:
    case QuestionKind::date:
      break;
  }
  return true;
}

std::string typed(QuestionKind kind, const RawValue& value) {
  const std::string_view separator = kind == QuestionKind::list ? "; " : ", ";
  return std::visit(
      Overloaded{
          [](bool yes) -> std::string { return yes ? "yes" : "no"; },
          [](double number) { return number_text(number); },
          [](const std::string& text) { return text.starts_with('(') ? "(" + text : text; },
          [&](const std::vector<std::string>& items) {
            std::string line;
            for (const std::string& item : items) {
              line += (line.empty() ? "" : std::string{separator}) + item;
            }
            return line;
          },
      },
      value
  );
}

}  // namespace attune::tools
