#include "transport/protocol/http_bodies.h"

#include "transport/protocol/limits.h"
#include "transport/protocol/timestamps.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace attune::protocol {
namespace {

using nlohmann::json;

std::unexpected<BadBody> bad_body(std::string message) {
  return std::unexpected{
      BadBody{.status = 400, .code = "bad_message", .message = std::move(message)}
  };
}

std::expected<json, BadBody> read_object(std::string_view body) {
  const auto shallow = [](int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
    return depth <= static_cast<int>(limits::json_depth_max);
  };
  json object = json::parse(body.begin(), body.end(), shallow, false);
  if (!object.is_object()) {
    return bad_body("The body must be a JSON object.");
  }
  return object;
}

// Absent and null are alike; any other kind of value is a mistake.
std::expected<std::string, BadBody> text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) {
    return std::string{};
  }
  if (!found->is_string()) {
    return bad_body(std::string{"\""} + name + "\" must be a text.");
  }
  return found->get<std::string>();
}

std::expected<bool, BadBody> truth_of(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) {
    return false;
  }
  if (!found->is_boolean()) {
    return bad_body(std::string{"\""} + name + "\" must be true or false.");
  }
  return found->get<bool>();
}

}  // namespace

std::expected<service::Beginning, BadBody> read_beginning(std::string_view body) {
  const auto object = read_object(body);
  if (!object) {
    return std::unexpected{object.error()};
  }
  service::Beginning beginning;
  for (const auto& [name, member] :
       {std::pair{"course", &service::Beginning::course},
        std::pair{"language", &service::Beginning::language},
        std::pair{"name", &service::Beginning::name}}) {
    auto text = text_of(*object, name);
    if (!text) {
      return std::unexpected{text.error()};
    }
    beginning.*member = *std::move(text);
  }
  for (const auto& [name, member] :
       {std::pair{"adult", &service::Beginning::adult},
        std::pair{"consent", &service::Beginning::consent}}) {
    const auto yes = truth_of(*object, name);
    if (!yes) {
      return std::unexpected{yes.error()};
    }
    beginning.*member = *yes;
  }
  return beginning;
}

std::expected<std::string, BadBody> read_words(std::string_view body) {
  const auto object = read_object(body);
  if (!object) {
    return std::unexpected{object.error()};
  }
  return text_of(*object, "words");
}

std::expected<void, BadBody> read_confirmation(std::string_view body) {
  const auto object = read_object(body);
  if (!object) {
    return std::unexpected{object.error()};
  }
  const auto confirm = text_of(*object, "confirm");
  if (!confirm || *confirm != "erase") {
    return std::unexpected{BadBody{
        .status = 422,
        .code = "not_confirmed",
        .message = "To erase everything, confirm it: {\"confirm\":\"erase\"}."
    }};
  }
  return {};
}

void write_journey(JsonWriter& out, const service::JourneyView& journey) {
  out.open_object().field("id", journey.id).field("course", journey.course);
  out.field("language", journey.language).field("name", journey.name);
  out.field("stage", journey.stage).key("stages").open_array();
  for (const service::StageView& stage : journey.stages) {
    out.open_object().field("id", stage.id).field("title", stage.title);
    out.field("state", stage.state).close_object();
  }
  out.close_array().field("started", iso_instant(journey.started));
  out.field("last_seen", iso_instant(journey.last_seen));
  if (journey.kept_until) {
    out.field("kept_until", iso_day(*journey.kept_until));
  }
  out.close_object();
}

std::string journey_json(const service::JourneyView& journey) {
  JsonWriter out;
  out.open_object().key("journey");
  write_journey(out, journey);
  out.close_object();
  return std::move(out).take();
}

std::string begun_json(const service::JourneyView& journey, std::string_view words) {
  JsonWriter out;
  out.open_object().key("journey");
  write_journey(out, journey);
  out.field("words", words).close_object();
  return std::move(out).take();
}

std::string courses_json(std::span<const service::CourseView> courses) {
  JsonWriter out;
  out.open_object().key("courses").open_array();
  for (const service::CourseView& course : courses) {
    const service::CourseWords& source = course.words.front();
    out.open_object().field("id", course.id).field("title", source.title);
    out.field("about", source.about).key("languages").open_array();
    for (const service::CourseWords& words : course.words) {
      out.text(words.language);
    }
    out.close_array().key("translations").open_object();
    for (const service::CourseWords& words : course.words) {
      if (&words != &source) {
        out.key(words.language).open_object();
        out.field("title", words.title).field("about", words.about).close_object();
      }
    }
    out.close_object().close_object();
  }
  out.close_array().close_object();
  return std::move(out).take();
}

std::string error_json(
    std::string_view code,
    std::string_view message,
    std::span<const std::pair<std::string, std::string>> details
) {
  JsonWriter out;
  out.open_object().key("error").open_object();
  out.field("code", code).field("message", message);
  for (const auto& [name, text] : details) {
    out.field(name, text);
  }
  out.close_object().close_object();
  return std::move(out).take();
}

}  // namespace attune::protocol
