#include "engine/session/rejection.h"

namespace attune::engine {

std::string_view code_word(RejectionCode code) {
  switch (code) {
    case RejectionCode::not_open:
      return "not_open";
    case RejectionCode::unknown_option:
      return "unknown_option";
    case RejectionCode::wrong_kind:
      return "wrong_kind";
    case RejectionCode::out_of_range:
      return "out_of_range";
    case RejectionCode::too_long:
      return "too_long";
    case RejectionCode::empty:
      return "empty";
    case RejectionCode::required:
      return "required";
    case RejectionCode::nothing_to_take_back:
      return "nothing_to_take_back";
    case RejectionCode::not_paused:
      return "not_paused";
    case RejectionCode::stage_not_open:
      return "stage_not_open";
    case RejectionCode::unknown_language:
      return "unknown_language";
  }
  return "not_open";
}

}  // namespace attune::engine
