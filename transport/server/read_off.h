#pragma once

#include "transport/server/limits.h"
#include "transport/server/stream.h"

namespace attune::server {

// The end of a connection to which all has been said: a close with input unread resets it, and then
// the client may never see what it was told last (RFC 9112, 9.6). So what it still sends is read
// and thrown away until the client ends it too, has said `read_off_bytes_max` or has taken
// `close_timeout_s`. The socket is the caller's to close, and lasts as long as this; when somebody
// else closes it meanwhile, this ends.
Awaitable<void> read_off(Socket& socket, Limits limits);

}  // namespace attune::server
