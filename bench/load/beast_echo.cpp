// A bare WebSocket echo in Boost.Beast with coroutines: what Attune's server would cost if it only
// said back what it hears. Prints where it listens, as attune serve does.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>

#include <cstddef>
#include <cstdio>
#include <exception>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;

constexpr auto as_awaitable = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t message_bytes_max = 65536;

asio::awaitable<void> echo(Tcp::socket socket) {
  beast::websocket::stream<beast::tcp_stream> stream{std::move(socket)};
  stream.next_layer().expires_never();
  stream.set_option(beast::websocket::stream_base::timeout::suggested(beast::role_type::server));
  stream.auto_fragment(false);
  stream.read_message_max(message_bytes_max);
  auto [accept_error] = co_await stream.async_accept(as_awaitable);
  if (accept_error) {
    co_return;
  }
  beast::flat_buffer buffer;
  for (;;) {
    auto [read_error, read_bytes] = co_await stream.async_read(buffer, as_awaitable);
    if (read_error) {
      co_return;
    }
    stream.text(stream.got_text());
    auto [write_error, written] = co_await stream.async_write(buffer.cdata(), as_awaitable);
    if (write_error) {
      co_return;
    }
    buffer.consume(buffer.size());
  }
}

asio::awaitable<void> listen(Tcp::acceptor& acceptor) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(as_awaitable);
    if (error) {
      co_return;
    }
    socket.set_option(Tcp::no_delay{true});
    asio::co_spawn(acceptor.get_executor(), echo(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main() {
  try {
    asio::io_context context{1};
    const Tcp::endpoint anywhere{asio::ip::address_v4::loopback(), 0};
    Tcp::acceptor acceptor{context, anywhere};
    std::printf("listening on http://127.0.0.1:%u\n", unsigned{acceptor.local_endpoint().port()});
    std::fflush(stdout);
    asio::co_spawn(context, listen(acceptor), asio::detached);
    context.run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "attune_beast_echo: %s\n", error.what());
    return 1;
  }
}
