#include "transport/server/websocket_session.h"

#include "transport/protocol/limits.h"
#include "transport/server/awaiting.h"
#include "transport/server/logging.h"
#include "transport/server/upgrade.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

namespace attune::server {
namespace {

namespace websocket = beast::websocket;
using websocket::close_code;

constexpr std::size_t read_buffer_max = 4096;  // what a connection keeps for its next message

}  // namespace

WebsocketSession::WebsocketSession(
    Context& context,
    Socket&& socket,
    std::optional<TlsEnd> tls,
    service::Pass pass,
    std::optional<AddressSlot> slot,
    std::optional<JourneyPlace> place
)
    : context_{context},
      socket_{std::move(socket), std::move(tls), context.limits},
      pass_{std::move(pass)},
      slot_{std::move(slot)},
      place_{std::move(place)},
      bucket_{context.limits.messages_burst, context.limits.messages_per_s, Clock::now()} {
  context_.connections.add(*this);
  context_.metrics.connected();
}

WebsocketSession::~WebsocketSession() {
  context_.metrics.disconnected();
  context_.connections.remove(*this);
}

Awaitable<void> WebsocketSession::run(
    std::shared_ptr<WebsocketSession> self, BeastRequest request
) {
  // From the cookie on, and not from the hello: a device that is left in between is left here, too.
  if (self->slot_ && self->place_) {
    self->subscription_ = service::Subscription{self->context_.sessions, self->pass_, *self};
  }
  try {
    const bool accepted = co_await self->accept(std::move(request));
    if (accepted) {
      self->welcome_or_turn_away();
      co_await self->read_messages();
    }
  } catch (const std::exception& error) {
    // One conversation is lost, not the house.
    log::error("conversation_fault", {{"what", std::string_view{error.what()}}});
    self->finish(close_code::internal_error);
  }
  // Whoever still holds on to this (a write, a close, a replay) finds that nobody listens.
  self->subscription_ = {};
  ++self->round_;
  if (auto& drained = self->drained_) {
    drained->cancel();
  }
  if (self->close_code_ == 0) {
    self->close_socket();
  }
}

void WebsocketSession::welcome_or_turn_away() {
  if (!slot_) {
    context_.metrics.refused("full");
    fail(
        "too_many",
        "Too many conversations are open just now. Please try again in a few minutes.",
        close_code::try_again_later
    );
  } else if (!place_) {
    context_.metrics.refused("journey");
    fail(
        "too_many",
        "This journey is open in very many windows. Please close some of them, and load this page "
        "again.",
        close_code::try_again_later
    );
  } else if (context_.draining) {
    finish(close_code::going_away);
  } else {
    expect_hello();
  }
}

void WebsocketSession::expect_hello() {
  deadline_.emplace(socket_.get_executor());
  deadline_->expires_after(std::chrono::seconds{context_.limits.hello_timeout_s});
  deadline_->async_wait([self = weak_from_this()](beast::error_code error) {
    const auto session = self.lock();
    if (!error && session && !session->greeted_ && session->close_code_ == 0) {
      session->fail("bad_message", "Say hello first.", close_code::policy_error);
    }
  });
}

Awaitable<bool> WebsocketSession::accept(BeastRequest request) {
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = std::chrono::seconds{context_.limits.header_timeout_s};
  timeout.idle_timeout = std::chrono::seconds{context_.limits.idle_timeout_s};
  timeout.keep_alive_pings = true;  // at half of the idle timeout
  socket_.set_option(timeout);
  socket_.read_message_max(protocol::limits::message_bytes_max);
  socket_.auto_fragment(false);
  socket_.text(true);
  const bool offered = request.count(beast::http::field::sec_websocket_protocol) > 0;
  auto decorate = [offered](websocket::response_type& response) {
    // Else Beast names itself and its version, which is of use to nobody but an attacker.
    response.set(beast::http::field::server, "attune");
    if (offered) {
      response.set(beast::http::field::sec_websocket_protocol, websocket_subprotocol);
    }
  };
  socket_.set_option(websocket::stream_base::decorator{decorate});
  const auto [error] = co_await socket_.async_accept(request, as_result);
  co_return !error;
}

Awaitable<void> WebsocketSession::read_messages() {
  while (true) {
    const auto [error, size] = co_await socket_.async_read(buffer_, as_result);
    if (error) {
      // Beast has told the client why, in these three.
      if (error == websocket::error::message_too_big) {
        context_.metrics.closed(close_code::too_big);
      } else if (error == websocket::error::bad_frame_payload) {
        context_.metrics.closed(close_code::bad_payload);
      } else if (error == websocket::condition::protocol_violation) {
        context_.metrics.closed(close_code::protocol_error);
      }
      co_return;
    }
    if (close_code_ != 0) {
      co_return;  // the close goes on by itself
    }
    if (!socket_.got_text()) {
      fail("bad_message", "Messages are text.", close_code::unknown_data);
      co_return;
    }
    const auto bytes = buffer_.data();
    auto message = protocol::read_client_message(
        std::string_view{static_cast<const char*>(bytes.data()), bytes.size()}
    );
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > read_buffer_max) {
      buffer_ = beast::flat_buffer{};
    }
    co_await on_message(std::move(message));
  }
}

Awaitable<void> WebsocketSession::on_message(
    std::expected<protocol::ClientMessage, protocol::BadMessage> read
) {
  if (!read) {
    fail("bad_message", read.error().message, close_code::policy_error);
    co_return;
  }
  if (!greeted_ && !std::holds_alternative<protocol::Hello>(*read)) {
    fail("bad_message", "Say hello first.", close_code::policy_error);
    co_return;
  }
  if (is_too_fast(*read)) {
    co_return;
  }
  if (auto* hello = std::get_if<protocol::Hello>(&*read)) {
    co_await on_hello(*hello);
  } else if (auto* request = std::get_if<service::Request>(&*read)) {
    co_await on_request(std::move(*request));
  } else if (const auto* other = std::get_if<protocol::NotUnderstood>(&*read)) {
    on_not_understood(*other);
  }
}

bool WebsocketSession::is_too_fast(const protocol::ClientMessage& message) {
  const auto now = Clock::now();
  if (bucket_.is_full(now)) {
    warnings_ = 0;
  }
  if (bucket_.take(now) && place_->take(now)) {
    return false;
  }
  context_.metrics.limited("messages");
  constexpr std::string_view code = "slow_down";
  constexpr std::string_view words = "That was very fast. Please wait a moment and send it again.";
  if (++warnings_ > context_.limits.warnings) {
    fail(code, words, close_code::try_again_later);
    return true;
  }
  std::string request;
  if (const auto* asked = std::get_if<service::Request>(&message)) {
    request = asked->id;
  } else if (const auto* other = std::get_if<protocol::NotUnderstood>(&message)) {
    request = other->request;
  }
  if (request.empty()) {
    send(protocol::error_message(code, words));
  } else {
    reject(request, code, words, true);
  }
  return true;
}

Awaitable<void> WebsocketSession::on_hello(protocol::Hello hello) {
  behind_ = true;
  ++round_;
  // It has been said. How long the journey takes to open is not the client's doing.
  deadline_.reset();
  auto open = [this](auto done) { context_.sessions.open(pass_, std::move(done)); };
  const auto journey = co_await awaiting<service::OpenResult>(open);
  if (close_code_ != 0) {
    co_return;
  }
  if (!journey) {
    fail(journey.error().code, journey.error().message, close_code::internal_error);
    co_return;
  }
  greeted_ = true;
  // A client that claims to have seen more than there is starts at the end, not in the future.
  cursor_ = std::min(hello.after, journey->head);
  send(protocol::welcome_message(*journey));
  start_catching_up(true);
}

void WebsocketSession::on_not_understood(const protocol::NotUnderstood& message) {
  if (message.request.empty()) {
    send(protocol::error_message(message.code, message.message));
  } else {
    reject(message.request, message.code, message.message, false);
  }
}

Awaitable<void> WebsocketSession::on_request(service::Request request) {
  const auto started = Clock::now();
  const std::string id = request.id;
  submitting_ = true;
  auto submit = [this, &request](auto done) {
    context_.sessions.submit(pass_, std::move(request), std::move(done));
  };
  auto result = co_await awaiting<service::SubmitResult>(submit);
  submitting_ = false;
  if (!result) {
    reject(id, result.error().code, result.error().message, result.error().retry);
  } else if (const auto& repeated = result->repeated) {
    context_.metrics.repeated();
    repeat(*repeated);
  } else {
    context_.metrics.turn(Clock::now() - started);
  }
  if (leaving_) {
    finish(close_code::going_away);
  }
}

void WebsocketSession::on_closing(service::Closing why) {
  switch (why) {
    case service::Closing::erased:
    case service::Closing::left:
      finish(close_code::normal);
      return;
    case service::Closing::set_aside:
      fail(
          "set_aside",
          "Something went wrong on our side, and this conversation has stopped. Nothing is lost. "
          "Please tell whoever runs this site.",
          close_code::internal_error
      );
  }
}

void WebsocketSession::drain() {
  leaving_ = true;
  if (!submitting_) {
    finish(close_code::going_away);
  }
}

void WebsocketSession::cut() {
  close_code_ = close_code::abnormal;
  close_socket();
}

void WebsocketSession::send(std::string_view message) {
  push(message);
  outbox().flush();
}

void WebsocketSession::push(std::string_view message) {
  if (close_code_ == 0) {
    outbox().push(message);
  }
}

void WebsocketSession::reject(
    std::string_view request, std::string_view code, std::string_view message, bool retry
) {
  context_.metrics.rejected(code);
  send(protocol::rejected_message(request, code, message, retry));
}

void WebsocketSession::fail(
    std::string_view code, std::string_view message, std::uint16_t close_code
) {
  send(protocol::error_message(code, message));
  finish(close_code);
}

void WebsocketSession::finish(std::uint16_t code) {
  if (close_code_ != 0) {
    return;
  }
  close_code_ = code;
  context_.metrics.closed(code);
  if (drained_) {
    drained_->cancel();
  }
  // Before the upgrade is through, and after the connection broke, there is no one to say goodbye
  // to: Beast's close and its accept must not overlap.
  if (!socket_.is_open()) {
    close_socket();
    return;
  }
  // async_close waits for the client without an end of its own.
  deadline_.emplace(socket_.get_executor());
  deadline_->expires_after(std::chrono::seconds{context_.limits.close_timeout_s});
  deadline_->async_wait([self = shared_from_this()](beast::error_code error) {
    if (!error) {
      self->close_socket();
    }
  });
  socket_.async_close(
      websocket::close_reason{close_code_},
      [self = shared_from_this()](beast::error_code) {
        self->deadline_.reset();
        self->close_socket();
      }
  );
}

void WebsocketSession::close_socket() {
  beast::error_code ignored;
  beast::get_lowest_layer(socket_).close(ignored);
}

}  // namespace attune::server
