// Whatever bytes lie in the journal, they are read as a turn, a snapshot or archived sources, or
// refused. What was read is written in the one form that it has, and read again.
#include "engine/session/state_codec.h"

#include "storage/course_folder.h"
#include "storage/event_codec.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

// Bytes and not values are compared: a number in them may be one that equals nothing.
template <class Decode, class Encode>
void check(std::string_view bytes, Decode decode, Encode encode) {
  const auto value = decode(bytes);
  if (!value) {
    return;
  }
  const std::string written = encode(*value);
  const auto again = decode(written);
  if (!again || encode(*again) != written) {
    std::abort();
  }
}

}  // namespace

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  check(bytes, attune::storage::decode_events, attune::storage::encode_events);
  check(bytes, attune::engine::decode_state, attune::engine::encode_state);
  check(bytes, attune::storage::decode_sources, attune::storage::encode_sources);
  return 0;
}
