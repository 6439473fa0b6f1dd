#pragma once

#include "transport/protocol/client_message.h"
#include "transport/protocol/server_message.h"
#include "transport/server/context.h"
#include "transport/server/outbox.h"
#include "transport/server/stream.h"
#include "transport/server/token_bucket.h"
#include "transport/service/session_service.h"

#include <boost/beast/websocket/stream.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace attune::server {

// One open conversation: reads messages one at a time, shows what was committed, catches up from
// the journal, and ends with a code that says why.
//
// `cursor_` is the seq up to which this client was told everything. While it is behind, pages of
// the journal are written at the client's pace and what is committed meanwhile is left to them;
// then events go straight from the commit to the outbox.
class WebsocketSession final : public service::Listener,
                               public Connection,
                               public std::enable_shared_from_this<WebsocketSession> {
 public:
  WebsocketSession(
      Context& context,
      Socket&& socket,
      std::optional<TlsEnd> tls,
      service::Pass pass,
      std::optional<AddressSlot> slot,
      std::optional<JourneyPlace> place
  );
  ~WebsocketSession() override;

  // From the upgrade to the end. Without a slot or a place the client is told what to do.
  static Awaitable<void> run(std::shared_ptr<WebsocketSession> self, BeastRequest request);

  void on_committed(std::shared_ptr<const service::Committed> committed) override;
  void on_closing(service::Closing why) override;
  void drain() override;
  void cut() override;

 private:
  using Clock = std::chrono::steady_clock;

  Awaitable<bool> accept(BeastRequest request);
  void welcome_or_turn_away();
  void expect_hello();
  Awaitable<void> read_messages();
  Awaitable<void> on_message(std::expected<protocol::ClientMessage, protocol::BadMessage> read);
  Awaitable<void> on_hello(protocol::Hello hello);
  Awaitable<void> on_request(service::Request request);
  void repeat(const engine::Event& event);
  void on_not_understood(const protocol::NotUnderstood& message);
  // True when the client says more than it may; it has been told.
  bool is_too_fast(const protocol::ClientMessage& message);

  void start_catching_up(bool greeting);
  static Awaitable<void> catch_up(
      std::shared_ptr<WebsocketSession> self, std::uint64_t round, bool greeting
  );
  Awaitable<void> outbox_drained();

  Outbox& outbox() { return socket_.next_layer(); }

  // One message, at once; several in a row are pushed and flushed together.
  void send(std::string_view message);
  void push(std::string_view message);
  void reject(
      std::string_view request, std::string_view code, std::string_view message, bool retry
  );
  // Closes after what waits. `code` is one of RFC 6455's.
  void finish(std::uint16_t code);
  void fail(std::string_view code, std::string_view message, std::uint16_t close_code);
  void close_socket();

  Context& context_;
  beast::websocket::stream<Outbox> socket_;
  service::Pass pass_;
  std::optional<AddressSlot> slot_;
  std::optional<JourneyPlace> place_;
  beast::flat_buffer buffer_;
  TokenBucket bucket_;
  protocol::Projection projection_;
  service::Subscription subscription_;
  std::optional<Timer> deadline_;  // for the hello, then for the close
  std::optional<Timer> drained_;   // wakes the replay when the outbox has room
  engine::Seq cursor_ = 0;
  engine::Seq head_ = 0;     // of the latest commit that was heard of
  std::uint64_t round_ = 0;  // of catching up; a later hello makes an earlier one stop
  std::uint32_t warnings_ = 0;
  std::uint16_t close_code_ = 0;  // 0: not closing
  bool greeted_ = false;
  bool behind_ = true;
  bool told_of_damage_ = false;
  bool submitting_ = false;
  bool leaving_ = false;  // close with 1001 when what is under way is done
};

}  // namespace attune::server
