#pragma once

#include "transport/server/limits.h"
#include "transport/server/stream.h"
#include "transport/server/tls.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune::server {

// What waits to be written to one client, and its one writer. Lies between the WebSocket and its
// TCP connection, so that pings and closes, which Beast writes, take their turn among the messages;
// and a turn's messages, which are written here as frames, go out in one system call instead of one
// each. Holds no memory while nothing waits: most of ten thousand connections are idle. Where the
// client speaks TLS, what goes out is sealed here, and what comes in is opened.
class Outbox {
 public:
  using executor_type = Executor;
  using next_layer_type = Socket;
  using WhenEnded = std::move_only_function<void(beast::error_code)>;

  // `limits` is the server's, and outlives everything here.
  Outbox(Socket&& socket, std::optional<TlsEnd> tls, const Limits& limits);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;
  ~Outbox() = default;

  // A text message as one frame. It goes out with the next flush.
  void push(std::string_view message);
  void flush();
  // Bytes that the client has not taken yet.
  std::size_t bytes() const;
  // Runs each time that nothing waits any more.
  void on_empty(std::function<void()> empty);

  executor_type get_executor() { return core_->socket.get_executor(); }

  Socket& next_layer() { return core_->socket; }

  const Socket& next_layer() const { return core_->socket; }

  template <class Buffers, class Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    if (!core_->tls) {
      return core_->socket.async_read_some(buffers, std::forward<Handler>(handler));
    }
    auto initiate = [core = core_](auto done, const Buffers& into) {
      core->read_sealed(
          first_of(into),
          [done = std::move(done)](beast::error_code error, std::size_t size) mutable {
            std::move(done)(error, size);
          }
      );
    };
    return asio::async_initiate<Handler, void(beast::error_code, std::size_t)>(
        std::move(initiate), handler, buffers
    );
  }

  // Beast's own frames: each is taken whole, so that no other comes between its parts.
  template <class Buffers, class Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    auto initiate = [core = core_](auto done, const Buffers& frame) {
      const std::size_t size = asio::buffer_size(frame);
      const std::size_t before = core->waiting.size();
      core->waiting.resize(before + size);
      asio::buffer_copy(asio::buffer(core->waiting.data() + before, size), frame);
      core->when_written.push_back([done = std::move(done), size](beast::error_code error) mutable {
        std::move(done)(error, error ? 0 : size);
      });
      core->flush();
    };
    return asio::async_initiate<Handler, void(beast::error_code, std::size_t)>(
        std::move(initiate), handler, buffers
    );
  }

  // The end of it: a client who speaks TLS is told so, nothing more is written, what is still sent
  // is read off, and the connection is closed. Runs `done` later, never from within.
  void end(WhenEnded done);

 private:
  using WhenRead = std::move_only_function<void(beast::error_code, std::size_t)>;
  using WhenWritten = std::vector<std::move_only_function<void(beast::error_code)>>;

  // Outlives the Outbox while a write is under way.
  struct Core : std::enable_shared_from_this<Core> {
    Core(Socket&& tcp, std::optional<TlsEnd> end, const Limits& bounds)
        : socket{std::move(tcp)}, tls{std::move(end)}, limits{bounds} {}

    static Awaitable<void> end(std::shared_ptr<Core> core, WhenEnded done);
    void flush();
    void seal();
    void read_sealed(asio::mutable_buffer into, WhenRead done);
    bool write_at_once();
    void on_written(beast::error_code error);

    Socket socket;
    std::optional<TlsEnd> tls;
    const Limits& limits;
    std::string waiting;
    std::string writing;
    WhenWritten when_written;      // of frames in `waiting`
    WhenWritten after_this_write;  // of frames in `writing`
    std::function<void()> empty;
    beast::error_code failed;
    bool busy = false;
  };

  // The first of them that has room.
  template <class Buffers>
  static asio::mutable_buffer first_of(const Buffers& buffers) {
    const auto end = asio::buffer_sequence_end(buffers);
    for (auto each = asio::buffer_sequence_begin(buffers); each != end; ++each) {
      const asio::mutable_buffer buffer = *each;
      if (buffer.size() > 0) {
        return buffer;
      }
    }
    return {};
  }

  std::shared_ptr<Core> core_;
};

// Beast's own closes after it has read 2 KiB, whatever more there is.
template <class Handler>
void async_teardown(beast::role_type, Outbox& outbox, Handler&& handler) {
  outbox.end([handler = std::forward<Handler>(handler)](beast::error_code error) mutable {
    std::move(handler)(error);
  });
}

}  // namespace attune::server
