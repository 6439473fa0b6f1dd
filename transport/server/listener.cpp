#include "transport/server/listener.h"

#include "transport/server/http_session.h"
#include "transport/server/logging.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <chrono>
#include <utility>

namespace attune::server {
namespace {

using asio::ip::tcp;

std::string cannot_listen(
    const std::string& address, std::uint16_t port, const boost::system::error_code& error
) {
  return "cannot listen on " + address + ":" + std::to_string(port) + ": " + error.message();
}

// A socket that is not wanted goes at once: a polite end would cost what is scarce.
void close_hard(Socket& socket) {
  boost::system::error_code ignored;
  const asio::socket_base::linger at_once{true, 0};
  socket.set_option(at_once, ignored);
  socket.close(ignored);
}

}  // namespace

Listener::Listener(asio::io_context& io, Context& context, const Routes& routes)
    : acceptor_{io}, context_{context}, routes_{routes} {}

std::expected<std::uint16_t, std::string> Listener::bind(
    const std::string& address, std::uint16_t port
) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  if (error) {
    return std::unexpected{cannot_listen(address, port, error)};
  }
  const tcp::endpoint endpoint{parsed, port};
  acceptor_.open(endpoint.protocol(), error);
  if (!error) {
    acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
  }
  if (!error && parsed.is_v6() && parsed.is_unspecified()) {
    acceptor_.set_option(asio::ip::v6_only{false}, error);
  }
  if (!error) {
    acceptor_.bind(endpoint, error);
  }
  if (!error) {
    acceptor_.listen(asio::socket_base::max_listen_connections, error);
  }
  if (error) {
    return std::unexpected{cannot_listen(address, port, error)};
  }
  return acceptor_.local_endpoint().port();
}

Awaitable<void> Listener::accept(Listener& self) {
  const auto executor = self.acceptor_.get_executor();
  bool failing = false;
  while (self.acceptor_.is_open()) {
    auto [error, socket] = co_await self.acceptor_.async_accept(as_result);
    if (error == asio::error::operation_aborted || !self.acceptor_.is_open()) {
      co_return;
    }
    if (error) {
      // Out of descriptors or memory: the connection waits in the kernel's queue meanwhile.
      if (!std::exchange(failing, true)) {
        log::warn("accept_failed", {{"error", std::uint64_t(error.value())}});
      }
      Timer pause{executor};
      pause.expires_after(std::chrono::milliseconds{self.context_.limits.accept_pause_ms});
      co_await pause.async_wait(as_result);
      continue;
    }
    failing = false;
    boost::system::error_code failed;
    const auto peer = socket.remote_endpoint(failed);
    socket.set_option(tcp::no_delay{true}, failed);
    const std::string address = failed ? std::string{} : peer.address().to_string();
    // Everybody comes from a proxy's address; conversations are counted by their own.
    const std::string counted =
        self.context_.proxies.trusts(address) ? std::string{} : limited_address(address);
    auto slot = self.context_.addresses.enter(Resource::sockets, counted);
    if (failed || !slot) {
      self.context_.metrics.refused("address");
      close_hard(socket);
      continue;
    }
    auto session =
        HttpSession::run(self.context_, self.routes_, std::move(socket), address, *std::move(slot));
    asio::co_spawn(executor, std::move(session), asio::detached);
  }
}

void Listener::close() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

}  // namespace attune::server
