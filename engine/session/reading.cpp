#include "engine/session/reading.h"

#include "engine/base/calendar.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/program/limits.h"
#include "engine/session/evaluate.h"
#include "engine/session/render.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace attune::engine {
namespace {

using Read = std::expected<Value, Rejection>;

std::unexpected<Rejection> refuse(RejectionCode code, std::string message) {
  return std::unexpected{Rejection{.code = code, .message = std::move(message)}};
}

// What is missing, and what the person can do about it.
std::unexpected<Rejection> refuse_empty(const Question& question, std::string_view missing) {
  return refuse(
      RejectionCode::empty,
      std::string{missing} + " " +
          std::string{question.required ? needs_an_answer : "You can also skip this question."}
  );
}

std::string count_of(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string{noun} + (count == 1 ? "" : "s");
}

std::optional<double> leading_number(std::string_view text, bool whole_text) {
  std::string_view digits = trimmed(text);
  if (digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  std::string plain{digits};
  std::ranges::replace(plain, ',', '.');
  double number = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (error != std::errc{} || !std::isfinite(number)) {
    return std::nullopt;
  }
  const std::string_view rest = trimmed(std::string_view{end, plain.data() + plain.size()});
  if (whole_text && !rest.empty()) {
    return std::nullopt;
  }
  // "24 minutes" and "24min" are 24; "3-4", "7 or 8" and "2026-11-23" say something else.
  const bool says_more = std::ranges::any_of(rest, [](char c) { return c >= '0' && c <= '9'; });
  if (says_more) {
    return std::nullopt;
  }
  return number;
}

Read read_text(const Question& question, const RawValue& raw) {
  const auto* text = std::get_if<std::string>(&raw);
  if (text == nullptr || first_invalid_utf8(*text)) {
    return refuse(RejectionCode::wrong_kind, "Please answer this in your own words.");
  }
  std::string words = cleaned(*text);
  if (words.empty()) {
    return refuse_empty(question, "There is nothing written yet.");
  }
  const std::size_t length = characters(words);
  if (length > question.characters_max) {
    return refuse(
        RejectionCode::too_long,
        "That is " + std::to_string(length) + " characters; up to " +
            std::to_string(question.characters_max) + " fit here. Nothing you wrote is lost."
    );
  }
  return Text{std::move(words)};
}

Read read_number(const Question& question, const RawValue& raw) {
  std::optional<double> number;
  if (const auto* given = std::get_if<double>(&raw)) {
    number = *given;
  } else if (const auto* typed = std::get_if<std::string>(&raw);
             typed != nullptr && question.kind == QuestionKind::number) {
    number = leading_number(*typed, false);
  }
  if (!number || !std::isfinite(*number)) {
    return refuse(RejectionCode::wrong_kind, "Please answer this with a number.");
  }
  const bool whole = question.kind == QuestionKind::scale;
  if (*number < question.min || *number > question.max ||
      (whole && *number != std::floor(*number))) {
    return refuse(
        RejectionCode::out_of_range,
        std::string{whole ? "Please choose a number from " : "Please give a number from "} +
            number_text(question.min) + " to " + number_text(question.max) + "."
    );
  }
  return *number == 0 ? 0.0 : *number;
}

Read read_items(const Question& question, const RawValue& raw) {
  const auto* given = std::get_if<std::vector<std::string>>(&raw);
  if (given == nullptr) {
    return refuse(RejectionCode::wrong_kind, "Please answer this with a short list.");
  }
  Items kept;
  for (const std::string& item : *given) {
    Question line = question;
    line.kind = QuestionKind::text;
    Read read = read_text(line, item);
    if (!read) {
      return read;
    }
    kept.items.push_back(std::get<Text>(*std::move(read)).text);
    if (kept.items.size() > question.at_most) {
      break;
    }
  }
  if (kept.items.empty()) {
    return refuse_empty(question, "There is nothing on the list yet.");
  }
  if (kept.items.size() < question.at_least || kept.items.size() > question.at_most) {
    return refuse(
        RejectionCode::out_of_range,
        question.at_least == question.at_most
            ? "Please list " + count_of(question.at_most, "thing") + "."
            : "Please list from " + std::to_string(question.at_least) + " to " +
                  count_of(question.at_most, "thing") + "."
    );
  }
  return kept;
}

Read read_option(
    const Question& question, const std::vector<OfferedOption>& offered, const RawValue& raw
) {
  const auto* id = std::get_if<std::string>(&raw);
  if (id == nullptr) {
    return refuse(RejectionCode::wrong_kind, "Please choose one of the answers.");
  }
  const auto it = std::ranges::find(offered, *id, &OfferedOption::id);
  if (it == offered.end()) {
    return refuse(RejectionCode::unknown_option, "Please choose one of the answers on offer.");
  }
  if (question.kind == QuestionKind::pick) {
    return Text{it->label};
  }
  return OptionId{it->id};
}

Read read_options(
    const Question& question, const std::vector<OfferedOption>& offered, const RawValue& raw
) {
  const auto* ids = std::get_if<std::vector<std::string>>(&raw);
  if (ids == nullptr) {
    return refuse(RejectionCode::wrong_kind, "Please choose among the answers.");
  }
  for (const std::string& id : *ids) {
    if (std::ranges::find(offered, id, &OfferedOption::id) == offered.end()) {
      return refuse(RejectionCode::unknown_option, "Please choose among the answers on offer.");
    }
  }
  OptionIds kept;
  Items items;
  for (const OfferedOption& option : offered) {
    if (std::ranges::find(*ids, option.id) != ids->end()) {
      kept.ids.push_back(option.id);
      items.items.push_back(option.label);
    }
  }
  const std::size_t count = kept.ids.size();
  if (count == 0) {
    return refuse_empty(question, "Nothing is chosen yet.");
  }
  if (count < question.at_least) {
    return refuse(
        RejectionCode::out_of_range,
        "Please choose at least " + std::to_string(question.at_least) + "."
    );
  }
  if (question.at_most != 0 && count > question.at_most) {
    return refuse(
        RejectionCode::out_of_range,
        question.at_most == 1 ? "Please choose only one."
                              : "Please choose " + std::to_string(question.at_most) + " at most."
    );
  }
  if (question.kind == QuestionKind::picks) {
    return items;
  }
  return kept;
}

std::vector<std::string> split(std::string_view line, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = line.find(separator);
    const std::string_view part = trimmed(line.substr(0, at));
    if (!part.empty()) {
      parts.emplace_back(part);
    }
    if (at == std::string_view::npos) {
      return parts;
    }
    line.remove_prefix(at + 1);
  }
}

}  // namespace

std::vector<OfferedOption> offered_options(
    const Program& program, const State& state, Instant now, const Question& question
) {
  std::vector<OfferedOption> offered;
  if (question.kind == QuestionKind::pick || question.kind == QuestionKind::picks) {
    const Value* list = state.answer(question.source);
    if (const auto* items = list != nullptr ? std::get_if<Items>(list) : nullptr) {
      for (const std::string& item : items->items) {
        offered.push_back(OfferedOption{.id = std::to_string(offered.size() + 1), .label = item});
      }
    }
    return offered;
  }
  offered.reserve(question.options_count);
  for (std::uint32_t i = 0; i < question.options_count; ++i) {
    const Option& option = program.options[question.options_first + i];
    if (holds(program, state, now, option.condition)) {
      offered.push_back(
          OfferedOption{.id = option.id, .label = render(program, state, option.label)}
      );
    }
  }
  return offered;
}

std::expected<Value, Rejection> read_answer(
    const Program& program,
    const State& state,
    Instant now,
    const Question& question,
    const RawValue& raw
) {
  switch (question.kind) {
    case QuestionKind::choice:
    case QuestionKind::pick:
      return read_option(question, offered_options(program, state, now, question), raw);
    case QuestionKind::choices:
    case QuestionKind::picks:
      return read_options(question, offered_options(program, state, now, question), raw);
    case QuestionKind::yesno:
      if (const auto* yes = std::get_if<bool>(&raw)) {
        return *yes;
      }
      return refuse(RejectionCode::wrong_kind, "Please answer this with yes or no.");
    case QuestionKind::text:
    case QuestionKind::long_text:
      return read_text(question, raw);
    case QuestionKind::list:
      return read_items(question, raw);
    case QuestionKind::scale:
    case QuestionKind::number:
      return read_number(question, raw);
    case QuestionKind::date: {
      const auto* text = std::get_if<std::string>(&raw);
      const std::optional<Day> day = text != nullptr ? parse_day(trimmed(*text)) : std::nullopt;
      if (!day) {
        return refuse(RejectionCode::wrong_kind, "Please give a day, such as 2026-11-23.");
      }
      return *day;
    }
  }
  return refuse(RejectionCode::wrong_kind, "This answer does not fit the question.");
}

RawValue from_typed(QuestionKind kind, std::string_view line) {
  const std::string_view typed = trimmed(line);
  switch (kind) {
    case QuestionKind::choices:
    case QuestionKind::picks:
      return split(typed, ',');
    case QuestionKind::list:
      return split(typed, ';');
    case QuestionKind::yesno: {
      const std::string word = lower_ascii(typed);
      if (word == "yes" || word == "y") {
        return true;
      }
      if (word == "no" || word == "n") {
        return false;
      }
      return std::string{typed};
    }
    case QuestionKind::scale:
    case QuestionKind::number:
      if (const auto number = leading_number(typed, false)) {
        return *number;
      }
      return std::string{typed};
    case QuestionKind::choice:
    case QuestionKind::pick:
    case QuestionKind::text:
    case QuestionKind::long_text:
    case QuestionKind::date:
      return std::string{typed};
  }
  return std::string{typed};
}

std::string to_typed(const Value& value, const std::vector<OfferedOption>& offered) {
  const auto id_of = [&](const std::string& label) {
    const auto it = std::ranges::find(offered, label, &OfferedOption::label);
    return it != offered.end() ? it->id : label;
  };
  const auto list = [](const std::vector<std::string>& items, std::string_view separator) {
    std::string line;
    for (const std::string& item : items) {
      line += line.empty() ? "" : separator;
      line += item;
    }
    return line;
  };
  return std::visit(
      Overloaded{
          [](const Skipped&) { return std::string{"(skip)"}; },
          [](bool yes) { return std::string{yes ? "yes" : "no"}; },
          [](double number) { return number_text(number); },
          [](Day day) { return iso_day(day); },
          [&](const Text& text) {
            const std::string line = offered.empty() ? text.text : id_of(text.text);
            return line.starts_with('(') ? "(" + line : line;
          },
          [](const OptionId& id) { return id.id; },
          [&](const OptionIds& ids) { return list(ids.ids, ", "); },
          [&](const Items& items) {
            if (offered.empty()) {
              return list(items.items, "; ");
            }
            std::vector<std::string> ids;
            ids.reserve(items.items.size());
            for (const std::string& item : items.items) {
              ids.push_back(id_of(item));
            }
            return list(ids, ", ");
          },
      },
      value
  );
}

}  // namespace attune::engine
