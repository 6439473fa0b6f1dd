// Whatever comes as the body of a request, it is read, or refused with a sentence. What was read is
// text that can be kept.
#include "engine/base/text.h"

#include "transport/protocol/http_bodies.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void demand(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void is_text(std::string_view text) {
  demand(!attune::engine::first_invalid_utf8(text));
}

void is_said(const attune::protocol::BadBody& fault) {
  demand(fault.status >= 400 && fault.status < 500);
  demand(!fault.code.empty() && !fault.message.empty());
  is_text(fault.message);
  is_text(attune::protocol::error_json(fault.code, fault.message));
}

}  // namespace

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto beginning = attune::protocol::read_beginning(bytes);
  if (beginning) {
    is_text(beginning->course);
    is_text(beginning->language);
    is_text(beginning->name);
  } else {
    is_said(beginning.error());
  }
  const auto words = attune::protocol::read_words(bytes);
  if (words) {
    is_text(*words);
  } else {
    is_said(words.error());
  }
  const auto confirmation = attune::protocol::read_confirmation(bytes);
  if (!confirmation) {
    is_said(confirmation.error());
  }
  return 0;
}
