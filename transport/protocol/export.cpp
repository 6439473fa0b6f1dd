#include "transport/protocol/export.h"

#include "engine/base/calendar.h"
#include "engine/base/csv.h"
#include "engine/base/overloaded.h"
#include "engine/session/render.h"

#include "transport/protocol/json_writer.h"
#include "transport/protocol/picture_json.h"
#include "transport/protocol/timestamps.h"
#include "transport/protocol/value_json.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace attune::protocol {
namespace {

// A person's words as Markdown shows them: as they are, never as headings, links or HTML.
std::string escaped(std::string_view text) {
  constexpr std::string_view special = "\\`*_{}[]<>()#+-.!|~&";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

// Every line of a text behind `mark`.
std::string quoted(std::string_view text, std::string_view mark) {
  std::string out{mark};
  for (const char c : escaped(text)) {
    out += c;
    if (c == '\n') {
      out += mark;
    }
  }
  return out;
}

std::string day_of(engine::Instant at) {
  constexpr std::size_t date_size = 10;  // "2026-11-23"
  return iso_instant(at).substr(0, date_size);
}

// The coach's line as plain paragraphs.
std::string coach_paragraph(std::string_view text) {
  return escaped(text) + "\n\n";
}

constexpr std::size_t csv_columns = 4;
const std::array<std::string, csv_columns> csv_head{"at", "question", "value", "label"};

// For a machine: numbers, true and false, ids; several with "; " between them. Empty when skipped.
std::string csv_value(const engine::Value& value) {
  const auto several = [](const std::vector<std::string>& all) {
    std::string joined;
    for (const std::string& each : all) {
      joined += (joined.empty() ? "" : "; ") + each;
    }
    return engine::csv_words(joined);
  };
  return std::visit(
      engine::Overloaded{
          [](const engine::Skipped&) { return std::string{}; },
          [](const bool& yes) { return std::string{yes ? "true" : "false"}; },
          [](const double& number) { return engine::number_text(number); },
          [](const engine::Day& day) { return engine::iso_day(day); },
          [](const engine::Text& text) { return engine::csv_words(text.text); },
          [](const engine::OptionId& option) { return option.id; },
          [&](const engine::OptionIds& options) { return several(options.ids); },
          [&](const engine::Items& items) { return several(items.items); },
      },
      value
  );
}

void write_entry_head(JsonWriter& out, std::string_view who, engine::Instant at) {
  out.open_object().field("who", who).field("at", iso_instant(at));
}

}  // namespace

Export::Export(
    ExportFormat format, const service::JourneyView& journey, WithInterruptions interruptions
)
    : format_{format}, journey_{journey}, with_interruptions_{interruptions} {}

std::string_view Export::content_type() const {
  switch (format_) {
    case ExportFormat::json:
      return "application/json";
    case ExportFormat::markdown:
      return "text/markdown; charset=utf-8";
    case ExportFormat::csv:
      return "text/csv; charset=utf-8; header=present";
  }
  return {};
}

std::string_view Export::file_name() const {
  switch (format_) {
    case ExportFormat::json:
      return "my-words.json";
    case ExportFormat::markdown:
      return "my-words.md";
    case ExportFormat::csv:
      return "my-words.csv";
  }
  return {};
}

std::string Export::begin() {
  if (format_ == ExportFormat::csv) {
    return engine::csv_row(csv_head);
  }
  if (format_ == ExportFormat::markdown) {
    return "# " + escaped(journey_.name) + "\n\nBegun on " + escaped(day_of(journey_.started)) +
           "\n\n";
  }
  JsonWriter out;
  out.open_object().field("name", journey_.name).field("course", journey_.course);
  out.field("language", journey_.language).field("started", iso_instant(journey_.started));
  out.key("conversation").open_array();
  return std::move(out).take();
}

std::string Export::add(const engine::Event& event) {
  if (with_interruptions_ == WithInterruptions::yes) {
    return write(event);
  }
  std::string out;
  interruptions_.take(event, [&](const engine::Event& shown) { out += write(shown); });
  return out;
}

std::string Export::write(const engine::Event& event) {
  switch (format_) {
    case ExportFormat::json:
      return add_json(event);
    case ExportFormat::markdown:
      return add_markdown(event);
    case ExportFormat::csv:
      return add_csv(event);
  }
  return {};
}

std::string Export::end() {
  std::string out;
  interruptions_.end([&](const engine::Event& shown) { out += write(shown); });
  return out + (format_ == ExportFormat::json ? "\n]}\n" : "");
}

std::string Export::add_json(const engine::Event& event) {
  JsonWriter out;
  if (const auto* said = std::get_if<engine::LineSaid>(&event.body)) {
    write_entry_head(out, "coach", event.at);
    out.field("said", said->text);
  } else if (const auto* offered = std::get_if<engine::PracticeOffered>(&event.body)) {
    write_entry_head(out, "coach", event.at);
    out.field("practice", offered->text).field("days", offered->days);
  } else if (const auto* shown = std::get_if<engine::PictureShown>(&event.body)) {
    write_entry_head(out, "coach", event.at);
    write_picture(out, *shown);
  } else if (const auto* asked = std::get_if<engine::QuestionAsked>(&event.body)) {
    write_entry_head(out, "coach", event.at);
    out.field("asked", asked->text).field("stage", asked->stage);
  } else if (const auto* kept = std::get_if<engine::AnswerKept>(&event.body)) {
    write_entry_head(out, "you", event.at);
    out.field("answered", kept->label).key("value");
    write_value(out, kept->value);
  } else if (const auto* skipped = std::get_if<engine::QuestionSkipped>(&event.body);
             skipped != nullptr && skipped->asked != 0) {
    write_entry_head(out, "you", event.at);
    out.field("skipped", true);
  } else if (const auto* entered = std::get_if<engine::StageEntered>(&event.body)) {
    write_entry_head(out, "coach", event.at);
    out.field("stage", entered->stage).field("title", title_of(entered->stage));
  } else {
    return {};
  }
  out.close_object();
  return (std::exchange(first_, false) ? "\n" : ",\n") + std::move(out).take();
}

std::string Export::add_markdown(const engine::Event& event) {
  if (const auto* said = std::get_if<engine::LineSaid>(&event.body)) {
    return coach_paragraph(said->text);
  }
  if (const auto* offered = std::get_if<engine::PracticeOffered>(&event.body)) {
    return coach_paragraph(offered->text);
  }
  if (const auto* shown = std::get_if<engine::PictureShown>(&event.body)) {
    return "**" + escaped(shown->title) + "**\n\n" + coach_paragraph(shown->words);
  }
  if (const auto* asked = std::get_if<engine::QuestionAsked>(&event.body)) {
    // Without a text of its own it stands under the line that asks it.
    return asked->text_is_line ? std::string{} : coach_paragraph(asked->text);
  }
  if (const auto* kept = std::get_if<engine::AnswerKept>(&event.body)) {
    return quoted(kept->label, "> ") + "\n\n";
  }
  if (const auto* skipped = std::get_if<engine::QuestionSkipped>(&event.body)) {
    return skipped->asked == 0 ? std::string{} : std::string{"> *(skipped)*\n\n"};
  }
  if (const auto* entered = std::get_if<engine::StageEntered>(&event.body)) {
    return "## " + escaped(title_of(entered->stage)) + ", " + escaped(day_of(event.at)) + "\n\n";
  }
  return {};
}

std::string Export::add_csv(const engine::Event& event) {
  const std::string at = iso_instant(event.at);
  if (const auto* kept = std::get_if<engine::AnswerKept>(&event.body)) {
    return engine::csv_row(std::array<std::string, csv_columns>{
        at, kept->question, csv_value(kept->value), engine::csv_words(kept->label)
    });
  }
  if (const auto* skipped = std::get_if<engine::QuestionSkipped>(&event.body)) {
    return skipped->asked == 0
               ? std::string{}
               : engine::csv_row(std::array<std::string, csv_columns>{at, skipped->question});
  }
  std::string rows;
  if (const auto* taken = std::get_if<engine::MeasureTaken>(&event.body)) {
    for (const engine::Scored& score : taken->scores) {
      rows += engine::csv_row(std::array<std::string, csv_columns>{
          at, score.score, score.value ? engine::number_text(*score.value) : std::string{}
      });
    }
  }
  return rows;
}

const std::string& Export::title_of(const std::string& stage) const {
  const auto found = std::ranges::find(journey_.stages, stage, &service::StageView::id);
  return found == journey_.stages.end() ? stage : found->title;
}

}  // namespace attune::protocol
