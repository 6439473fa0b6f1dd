#include "transport/server/read_off.h"

#include <boost/asio/buffer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>

namespace attune::server {
namespace {

// Not in the coroutine, whose frame would hold the room while it waits: a server that stops says
// goodbye to ten thousand at a time.
std::size_t throw_away(Socket& socket, beast::error_code& error) {
  std::array<char, 16384> bytes{};
  return socket.read_some(asio::buffer(bytes), error);
}

}  // namespace

Awaitable<void> read_off(Socket& socket, Limits limits) {
  beast::error_code ignored;
  socket.shutdown(Socket::shutdown_send, ignored);

  // Null once this is over, or out of patience: whichever comes second may be on its way already.
  auto patience = std::make_shared<Socket*>(&socket);
  Timer deadline{socket.get_executor()};
  deadline.expires_after(std::chrono::seconds{limits.close_timeout_s});
  deadline.async_wait([patience](beast::error_code error) {
    if (beast::error_code none; !error && *patience != nullptr) {
      (*patience)->cancel(none);
      *patience = nullptr;
    }
  });

  std::size_t off = 0;
  const std::size_t most = limits.read_off_bytes_max;
  for (beast::error_code error; !error && *patience != nullptr && off < most;) {
    const auto [waited] = co_await socket.async_wait(Socket::wait_read, as_result);
    error = waited;
    if (!error) {
      off += throw_away(socket, error);
    }
  }
  *patience = nullptr;
}

}  // namespace attune::server
