#pragma once

#include "transport/server/http_types.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace attune::server {

enum class Framing : std::uint8_t { length, chunked, until_close };

// The status line and the headers of an answer, with its empty line. The security headers (web.md)
// are on every one of them; `secure` answers tell the browser to come by TLS from now on.
std::string response_head(
    const HttpResponse& response, Framing framing, std::size_t length, bool keep_alive, bool secure
);

}  // namespace attune::server
