#pragma once

#include "transport/protocol/json_writer.h"
#include "transport/service/journey_service.h"
#include "transport/service/session_service.h"

#include <expected>
#include <span>
#include <string>
#include <string_view>

// Bodies of HTTP requests and answers.
namespace attune::protocol {

// What is wrong with a body, for the answer's `error`.
struct BadBody {
  unsigned status = 400;
  std::string code;
  std::string message;
};

// POST /api/journeys. What is missing is taken as not given: no consent, no name.
std::expected<service::Beginning, BadBody> read_beginning(std::string_view body);
// POST /api/resume: the words as they were typed.
std::expected<std::string, BadBody> read_words(std::string_view body);
// DELETE /api/journey: whether it says {"confirm":"erase"}.
std::expected<void, BadBody> read_confirmation(std::string_view body);

void write_journey(JsonWriter& out, const service::JourneyView& journey);
std::string journey_json(const service::JourneyView& journey);
std::string begun_json(const service::JourneyView& journey, std::string_view words);
std::string courses_json(std::span<const service::CourseView> courses);
// `details`: what the message names, for a client that says it in another language.
std::string error_json(
    std::string_view code,
    std::string_view message,
    std::span<const std::pair<std::string, std::string>> details = {}
);

}  // namespace attune::protocol
