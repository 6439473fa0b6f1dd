// How a client that is behind is told everything, once and in order.
#include "transport/server/awaiting.h"
#include "transport/server/websocket_session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <utility>

namespace attune::server {

using beast::websocket::close_code;

void WebsocketSession::repeat(const engine::Event& event) {
  if (behind_ && event.seq > cursor_) {
    return;  // the replay is on its way to it
  }
  protocol::Projection projection;
  if (const auto message = projection.message(event)) {
    send(*message);
  }
}

void WebsocketSession::start_catching_up(bool greeting) {
  behind_ = true;
  asio::co_spawn(
      socket_.get_executor(), catch_up(shared_from_this(), ++round_, greeting), asio::detached
  );
}

Awaitable<void> WebsocketSession::catch_up(
    std::shared_ptr<WebsocketSession> self, std::uint64_t round, bool greeting
) {
  auto read = [&self](auto done) {
    self->context_.sessions.history(
        self->pass_, self->cursor_, self->context_.limits.page_bytes, std::move(done)
    );
  };
  while (true) {
    const auto page = co_await awaiting<service::HistoryResult>(read);
    if (self->round_ != round || self->close_code_ != 0) {
      co_return;
    }
    if (!page) {
      self->fail(page.error().code, page.error().message, close_code::internal_error);
      co_return;
    }
    self->projection_.turn_over();
    for (const engine::Event& event : page->events) {
      if (auto message = self->projection_.message(event)) {
        self->push(*message);
      }
    }
    if (page->damaged && !std::exchange(self->told_of_damage_, true)) {
      self->push(protocol::error_message(
          "damaged",
          "A part of what is stored of this journey was damaged and is missing here. The rest is "
          "left as it is, and you can go on. Please tell whoever runs this site: a backup may have "
          "it whole."
      ));
    }
    self->outbox().flush();
    self->cursor_ = page->at;
    if (page->at >= page->head && page->at >= self->head_) {
      self->projection_.turn_over();
      self->behind_ = false;
      if (greeting) {
        self->send(protocol::current_message(page->at, page->open));
      }
      co_return;
    }
    co_await self->outbox_drained();
    if (self->round_ != round || self->close_code_ != 0) {
      co_return;
    }
  }
}

Awaitable<void> WebsocketSession::outbox_drained() {
  while (outbox().bytes() > 0 && close_code_ == 0) {
    drained_.emplace(socket_.get_executor());
    drained_->expires_at(Clock::time_point::max());
    outbox().on_empty([self = weak_from_this()] {
      if (const auto session = self.lock(); session && session->drained_) {
        session->drained_->cancel();
      }
    });
    co_await drained_->async_wait(as_result);
  }
}

void WebsocketSession::on_committed(std::shared_ptr<const service::Committed> committed) {
  if (committed->events.empty()) {
    return;
  }
  head_ = committed->events.back().seq;
  if (behind_ || close_code_ != 0) {
    return;
  }
  if (committed->before != cursor_) {
    start_catching_up(false);
    return;
  }
  cursor_ = head_;
  projection_.turn_over();
  const std::size_t waiting = outbox().bytes();
  for (const engine::Event& event : committed->events) {
    if (auto message = projection_.message(event)) {
      push(*message);
    }
  }
  outbox().flush();
  // What one turn says always fits, however long; a client that leaves more than that waiting does
  // not read, and is dropped: an event is never passed over.
  if (waiting > context_.limits.outbox_bytes_max) {
    context_.metrics.dropped();
    cut();
  }
}

}  // namespace attune::server
