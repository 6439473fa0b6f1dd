// Whatever head is let through has one Host, no Transfer-Encoding, and no line that is folded.
#include "transport/server/request_head.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

// libFuzzer's name for it.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string head{reinterpret_cast<const char*>(data), size};
  head += "\r\n\r\n";
  head.resize(head.find("\r\n\r\n") + 4);  // as the server cuts it
  if (attune::server::fault_in_head(head)) {
    return 0;
  }
  std::ranges::transform(head, head.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  const std::size_t host = head.find("\r\nhost:");
  const bool one_host =
      host != std::string::npos && head.find("\r\nhost:", host + 1) == std::string::npos;
  if (!one_host || head.find("\r\ntransfer-encoding:") != std::string::npos ||
      head.find("\r\n ") != std::string::npos || head.find("\r\n\t") != std::string::npos) {
    std::abort();
  }
  return 0;
}
