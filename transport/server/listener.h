#pragma once

#include "transport/server/context.h"
#include "transport/server/net.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <expected>
#include <functional>
#include <string>

namespace attune::server {

class Routes;

// Accepts connections, and goes on doing so when the process runs out of descriptors.
class Listener {
 public:
  Listener(asio::io_context& io, Context& context, const Routes& routes);

  std::expected<std::uint16_t, std::string> bind(const std::string& address, std::uint16_t port);
  // Runs until close().
  static Awaitable<void> accept(Listener& self);
  void close();

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

  Acceptor acceptor_;
  Context& context_;
  const Routes& routes_;
};

}  // namespace attune::server
