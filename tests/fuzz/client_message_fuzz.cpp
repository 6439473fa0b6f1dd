// Whatever bytes come over the wire, they are read into the closed set of messages, or refused.
#include "engine/base/text.h"

#include "transport/protocol/client_message.h"
#include "transport/protocol/limits.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using attune::engine::characters;
using attune::protocol::NotUnderstood;

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto message = attune::protocol::read_client_message(bytes);
  if (message) {
    // What is given back to the client is what can be kept.
    std::string_view request;
    if (const auto* asked = std::get_if<attune::service::Request>(&*message)) {
      request = asked->id;
      if (request.empty()) {
        std::abort();
      }
    } else if (const auto* other = std::get_if<NotUnderstood>(&*message)) {
      request = other->request;
    }
    if (attune::engine::first_invalid_utf8(request) ||
        characters(request) > attune::protocol::limits::request_characters_max) {
      std::abort();
    }
  }
  return 0;
}
