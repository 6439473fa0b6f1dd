#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace attune::engine {

enum class RejectionCode : std::uint8_t {
  not_open,
  unknown_option,
  wrong_kind,
  out_of_range,
  too_long,
  empty,
  required,
  nothing_to_take_back,
  not_paused,
  stage_not_open,
  unknown_language,
};

// Said wherever a person tries to leave a question without an answer that cannot be left so.
inline constexpr std::string_view needs_an_answer = "This one question needs an answer to go on.";

// The code's word on the wire.
std::string_view code_word(RejectionCode code);

// "Not acceptable now": it leaves no event, and the question stands. The message is for the person
// and never repeats what they wrote.
struct Rejection {
  RejectionCode code = RejectionCode::not_open;
  std::string message;

  bool operator==(const Rejection&) const = default;
};

}  // namespace attune::engine
