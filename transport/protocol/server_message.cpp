#include "transport/protocol/server_message.h"

#include "engine/base/overloaded.h"

#include "transport/protocol/client_message.h"
#include "transport/protocol/http_bodies.h"
#include "transport/protocol/json_writer.h"
#include "transport/protocol/picture_json.h"
#include "transport/protocol/timestamps.h"
#include "transport/protocol/value_json.h"

#include <utility>
#include <variant>

namespace attune::protocol {
namespace {

using engine::QuestionKind;

// A person picks from what they wrote as they choose from what we offer.
std::string_view shown_kind(QuestionKind kind) {
  if (kind == QuestionKind::pick) {
    return engine::kind_word(QuestionKind::choice);
  }
  if (kind == QuestionKind::picks) {
    return engine::kind_word(QuestionKind::choices);
  }
  return engine::kind_word(kind);
}

void write_options(JsonWriter& out, const engine::QuestionAsked& asked) {
  out.key("options").open_array();
  for (const engine::OfferedOption& option : asked.options) {
    out.open_object().field("id", option.id).field("label", option.label).close_object();
  }
  out.close_array();
}

void write_how_many(JsonWriter& out, const engine::QuestionAsked& asked) {
  out.field("at_least", asked.at_least);
  if (asked.at_most > 0) {
    out.field("at_most", asked.at_most);
  }
}

void write_kind(JsonWriter& out, const engine::QuestionAsked& asked) {
  switch (asked.kind) {
    case QuestionKind::choice:
    case QuestionKind::pick:
      write_options(out, asked);
      break;
    case QuestionKind::choices:
    case QuestionKind::picks:
      write_options(out, asked);
      write_how_many(out, asked);
      break;
    case QuestionKind::text:
    case QuestionKind::long_text:
      out.field("max_characters", asked.characters_max);
      break;
    case QuestionKind::list:
      write_how_many(out, asked);
      out.field("max_characters", asked.characters_max);
      break;
    case QuestionKind::scale:
    case QuestionKind::number:
      out.field("min", asked.min).field("max", asked.max);
      out.field_if("low", asked.low).field_if("high", asked.high).field_if("unit", asked.unit);
      break;
    case QuestionKind::yesno:
    case QuestionKind::date:
      break;
  }
}

void write_question(JsonWriter& out, engine::Seq seq, const engine::QuestionAsked& asked) {
  out.field("question", question_id(seq)).field("kind", shown_kind(asked.kind));
  out.field("text", asked.text);
  write_kind(out, asked);
  out.field("skippable", asked.skippable).field("stage", asked.stage);
  out.field_if("hint", asked.hint).field_if("example", asked.example).field_if("why", asked.why);
  if (asked.place != 0) {
    out.field("step", asked.place).field("of", asked.place_of);
  }
}

// The word of an event on the wire; empty for one that nobody sees.
std::string_view type_word(const engine::EventBody& body) {
  using std::string_view;
  return std::visit(
      engine::Overloaded{
          [](const engine::Began&) -> string_view { return {}; },
          [](const engine::StageEntered&) -> string_view { return "stage"; },
          [](const engine::StageOpened&) -> string_view { return "stage"; },
          [](const engine::StageDone&) -> string_view { return "stage"; },
          [](const engine::CourseEnded&) -> string_view { return "ended"; },
          [](const engine::SceneEntered&) -> string_view { return {}; },
          [](const engine::PartEntered&) -> string_view { return {}; },
          [](const engine::PartLeft&) -> string_view { return {}; },
          [](const engine::Interrupted&) -> string_view { return {}; },
          [](const engine::LineSaid&) -> string_view { return "said"; },
          [](const engine::WayTaken&) -> string_view { return {}; },
          [](const engine::MemorySet&) -> string_view { return {}; },
          [](const engine::QuestionAsked&) -> string_view { return "asked"; },
          [](const engine::AnswerKept&) -> string_view { return "kept"; },
          // A question that the machine passed over was never asked.
          [](const engine::QuestionSkipped& skipped) -> string_view {
            return skipped.asked == 0 ? string_view{} : string_view{"kept"};
          },
          [](const engine::Paused&) -> string_view { return "paused"; },
          [](const engine::Resumed&) -> string_view { return "resumed"; },
          [](const engine::TookBack&) -> string_view { return "took_back"; },
          [](const engine::PracticeOffered&) -> string_view { return "practice"; },
          [](const engine::MeasureTaken&) -> string_view { return {}; },
          [](const engine::Moved&) -> string_view { return {}; },
          [](const engine::WatchMatched&) -> string_view { return {}; },
          [](const engine::MatchRetracted&) -> string_view { return {}; },
          [](const engine::LanguageChosen&) -> string_view { return "language"; },
          [](const engine::PictureShown&) -> string_view { return "shown"; },
      },
      body
  );
}

void write_stage(JsonWriter& out, const std::string& stage, std::string_view state) {
  out.field("stage", stage).field("state", state);
}

void write_body(JsonWriter& out, const engine::Event& event) {
  std::visit(
      engine::Overloaded{
          [](const engine::Began&) {},
          [&](const engine::StageEntered& entered) { write_stage(out, entered.stage, "here"); },
          [&](const engine::StageOpened& opened) { write_stage(out, opened.stage, "open"); },
          [&](const engine::StageDone& done) { write_stage(out, done.stage, "done"); },
          [&](const engine::CourseEnded& ended) { out.field("stage", ended.stage); },
          [](const engine::SceneEntered&) {},
          [](const engine::PartEntered&) {},
          [](const engine::PartLeft&) {},
          [](const engine::Interrupted&) {},
          [&](const engine::LineSaid& said) { out.field("text", said.text); },
          [](const engine::WayTaken&) {},
          [](const engine::MemorySet&) {},
          [&](const engine::QuestionAsked& asked) { write_question(out, event.seq, asked); },
          [&](const engine::AnswerKept& kept) {
            out.field("question", question_id(kept.asked)).key("value");
            write_value(out, kept.value);
            out.field("label", kept.label);
          },
          [&](const engine::QuestionSkipped& skipped) {
            out.field("question", question_id(skipped.asked)).key("value").null();
            out.field("skipped", true);
          },
          [&](const engine::Paused& paused) {
            out.key("until");
            if (paused.until) {
              out.text(iso_instant(*paused.until));
            } else {
              out.null();  // a rest that ends when the person comes back
            }
            out.field("early", paused.early);
          },
          [](const engine::Resumed&) {},
          [](const engine::Moved&) {},
          [&](const engine::TookBack& took) { out.field("from", took.from); },
          [&](const engine::PracticeOffered& offered) {
            out.field("text", offered.text).field("days", offered.days);
          },
          [](const engine::MeasureTaken&) {},
          [](const engine::WatchMatched&) {},
          [](const engine::MatchRetracted&) {},
          [&](const engine::LanguageChosen& chosen) {
            out.field("language", chosen.language).field("before", chosen.before);
          },
          [&](const engine::PictureShown& shown) { write_picture(out, shown); },
      },
      event.body
  );
}

}  // namespace

std::optional<std::string> Projection::message(const engine::Event& event) {
  if (!event.request.empty()) {
    request_ = event.request;
  }
  const std::string_view type = type_word(event.body);
  if (type.empty()) {
    return std::nullopt;
  }
  JsonWriter out;
  out.open_object().field("type", type).field("seq", event.seq).field("at", iso_instant(event.at));
  if (!request_.empty()) {
    out.field("request", std::exchange(request_, {}));
  }
  write_body(out, event);
  out.close_object();
  return std::move(out).take();
}

std::string welcome_message(const service::JourneyView& journey) {
  JsonWriter out;
  out.open_object().field("type", "welcome").key("journey");
  write_journey(out, journey);
  out.field("seq", journey.head).close_object();
  return std::move(out).take();
}

std::string current_message(engine::Seq seq, engine::Seq open) {
  JsonWriter out;
  out.open_object().field("type", "current").field("seq", seq).key("open");
  if (open == 0) {
    out.null();
  } else {
    out.text(question_id(open));
  }
  out.close_object();
  return std::move(out).take();
}

std::string rejected_message(
    std::string_view request, std::string_view code, std::string_view message, bool retry
) {
  JsonWriter out;
  out.open_object().field("type", "rejected").field("request", request);
  out.field("code", code).field("message", message);
  if (retry) {
    out.field("retry", true);
  }
  out.close_object();
  return std::move(out).take();
}

std::string error_message(std::string_view code, std::string_view message) {
  JsonWriter out;
  out.open_object().field("type", "error").field("code", code).field("message", message);
  out.close_object();
  return std::move(out).take();
}

}  // namespace attune::protocol
