#pragma once

#include "transport/server/address_limits.h"
#include "transport/server/context.h"
#include "transport/server/routes.h"
#include "transport/server/stream.h"
#include "transport/server/tls.h"

#include <optional>
#include <string>
#include <string_view>

namespace attune::server {

// One TCP connection while it speaks HTTP: reads requests one after another, answers them, and
// hands the socket on when a request is the upgrade to a conversation.
class HttpSession final : public Connection {
 public:
  static Awaitable<void> run(
      Context& context, const Routes& routes, Socket socket, std::string address, AddressSlot slot
  );

  void drain() override;
  void cut() override;

 private:
  HttpSession(Context& context, const Routes& routes, Socket socket, std::string address);

  struct Head {
    BeastRequest request;
    HttpRequest plain;
    std::size_t body_size = 0;
    bool keep_alive = false;
  };

  Awaitable<void> serve();
  // More of what the client says, at the end of read_. False: there is no more.
  Awaitable<bool> fill();
  // False: it could not be written.
  Awaitable<bool> send(std::string_view head, std::string_view body);
  Awaitable<bool> send_sealed();
  // nullopt: the connection is over, or what came was answered and it is to be closed.
  Awaitable<std::optional<Head>> read_head();
  Awaitable<bool> read_body(Head& head);
  Awaitable<bool> answer(HttpRequest request, bool keep_alive, bool chunks);
  Awaitable<bool> write(HttpResponse response, bool is_head, bool keep_alive);
  Awaitable<bool> write_parts(HttpResponse response, bool is_head, bool keep_alive, bool chunks);
  // Moves the socket away into a conversation and gives true, or answers why not.
  Awaitable<bool> refuse_upgrade(HttpResponse fault);
  Awaitable<bool> upgrade(Head head);
  // The last answer on this connection, while the request may still be coming in.
  Awaitable<void> refuse(HttpResponse response);
  std::string client_address(const BeastRequest& request) const;

  Context& context_;
  const Routes& routes_;
  Stream stream_;
  std::optional<TlsEnd> tls_;
  std::string peer_;
  std::string read_;     // what has come in and was not used yet
  bool secure_ = false;  // what is said travels sealed, to us or to the proxy before us
  bool idle_ = true;
  bool refused_ = false;
};

}  // namespace attune::server
