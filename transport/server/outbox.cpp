#include "transport/server/outbox.h"

#include "transport/server/read_off.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstdint>
#include <span>

namespace attune::server {
namespace {

// RFC 6455, 5.2: one whole frame of text, unmasked, as a server sends it.
void append_frame_head(std::string& out, std::uint64_t size) {
  constexpr char final_text = static_cast<char>(0x81);
  constexpr std::uint64_t short_max = 125;
  constexpr std::uint64_t medium_max = 0xffff;
  const auto append_size = [&](char mark, int bytes) {
    out += mark;
    for (int i = bytes; i-- > 0;) {
      out += static_cast<char>((size >> (8 * i)) & 0xffU);
    }
  };
  out += final_text;
  if (size <= short_max) {
    out += static_cast<char>(size);
  } else if (size <= medium_max) {
    append_size(126, 2);
  } else {
    append_size(127, 8);
  }
}

constexpr std::size_t usual_turn = 2048;

// Buffers that were written, for the next ones to be: those of a turn are too large for malloc's
// own caches. A connection to which nothing is being said holds none.
std::vector<std::string>& spare() {
  static thread_local std::vector<std::string> buffers;
  return buffers;
}

void take_spare(std::string& buffer) {
  if (spare().empty()) {
    buffer.reserve(usual_turn);
    return;
  }
  std::string taken = std::move(spare().back());
  spare().pop_back();
  taken = buffer;
  buffer = std::move(taken);
}

void give_spare(std::string buffer) {
  constexpr std::size_t spare_max = 256;
  constexpr std::size_t capacity_max = 4 * usual_turn;
  if (spare().size() < spare_max && buffer.capacity() >= usual_turn &&
      buffer.capacity() <= capacity_max) {
    buffer.clear();
    spare().push_back(std::move(buffer));
  }
}

}  // namespace

Outbox::Outbox(Socket&& socket, std::optional<TlsEnd> tls, const Limits& limits)
    : core_{std::make_shared<Core>(std::move(socket), std::move(tls), limits)} {
  beast::error_code ignored;
  core_->socket.non_blocking(true, ignored);
}

void Outbox::push(std::string_view message) {
  if (!core_->failed) {
    if (core_->waiting.capacity() < usual_turn) {
      take_spare(core_->waiting);
    }
    append_frame_head(core_->waiting, message.size());
    core_->waiting += message;
  }
}

void Outbox::flush() {
  core_->flush();
}

std::size_t Outbox::bytes() const {
  return core_->waiting.size() + core_->writing.size();
}

void Outbox::on_empty(std::function<void()> empty) {
  core_->empty = std::move(empty);
}

void Outbox::end(WhenEnded done) {
  if (core_->tls && !core_->failed) {
    core_->tls->close();
    core_->flush();
  }
  asio::co_spawn(get_executor(), Core::end(core_, std::move(done)), asio::detached);
}

Awaitable<void> Outbox::Core::end(std::shared_ptr<Core> core, WhenEnded done) {
  co_await read_off(core->socket, core->limits);
  beast::error_code error;
  core->socket.close(error);
  done(error);
}

// What waits becomes what goes over the wire, and TLS adds what it has to say itself.
void Outbox::Core::seal() {
  if (!failed) {
    tls->seal(waiting);
    const bool had_words = !waiting.empty();
    waiting = tls->outgoing();
    if (had_words && waiting.empty()) {
      failed = asio::error::connection_aborted;  // it is broken
    }
  }
}

void Outbox::Core::flush() {
  if (busy) {
    return;
  }
  if (tls) {
    seal();
  }
  if ((waiting.empty() && when_written.empty()) || write_at_once()) {
    return;
  }
  busy = true;
  if (failed) {
    // Whoever waits is told, but never from within its own call.
    after_this_write = std::exchange(when_written, {});
    asio::post(socket.get_executor(), [core = shared_from_this()] {
      core->on_written(core->failed);
    });
    return;
  }
  writing = std::exchange(waiting, {});
  after_this_write = std::exchange(when_written, {});
  asio::async_write(
      socket,
      asio::buffer(writing),
      [core = shared_from_this()](beast::error_code error, std::size_t) { core->on_written(error); }
  );
}

// Nearly always the client's window takes a whole turn: then nobody need wait for anything, and the
// buffer is the next turn's. What goes wrong here goes wrong in the asynchronous write as well.
bool Outbox::Core::write_at_once() {
  if (failed || !when_written.empty()) {
    return false;
  }
  beast::error_code error;
  const std::size_t written = socket.write_some(asio::buffer(waiting), error);
  if (error || written < waiting.size()) {
    waiting.erase(0, written);
    return false;
  }
  give_spare(std::exchange(waiting, {}));
  return true;
}

// Runs `done` later, never from within: it may be what asks.
void Outbox::Core::read_sealed(asio::mutable_buffer into, WhenRead done) {
  auto state = TlsEnd::State::open;
  const std::span<char> room{static_cast<char*>(into.data()), into.size()};
  const std::size_t got = tls->open_some(room, state);
  flush();
  if (got > 0 || room.empty() || state != TlsEnd::State::open) {
    beast::error_code error;
    if (got == 0 && !room.empty()) {
      error = asio::error::eof;
      if (state != TlsEnd::State::closed) {
        error = asio::error::connection_reset;
      }
    }
    asio::post(socket.get_executor(), [done = std::move(done), error, got]() mutable {
      done(error, got);
    });
    return;
  }
  // Waits without a buffer: most connections are idle.
  socket.async_wait(
      asio::socket_base::wait_read,
      [core = shared_from_this(), into, done = std::move(done)](beast::error_code error) mutable {
        std::array<char, 16384> bytes{};
        const std::size_t size = error ? 0 : core->socket.read_some(asio::buffer(bytes), error);
        if (error && error != asio::error::would_block) {
          done(error, 0);
          return;
        }
        core->tls->feed(std::string_view{bytes.data(), size});
        core->read_sealed(into, std::move(done));
      }
  );
}

void Outbox::Core::on_written(beast::error_code error) {
  busy = false;
  give_spare(std::exchange(writing, {}));
  if (error) {
    failed = error;
    waiting = {};
    beast::error_code ignored;
    socket.close(ignored);  // a read that waits ends with it
  }
  WhenWritten written = std::exchange(after_this_write, {});
  if (error) {
    for (auto& other : std::exchange(when_written, {})) {
      written.push_back(std::move(other));
    }
  }
  flush();
  for (auto& done : written) {
    done(error);
  }
  if (!busy && waiting.empty() && empty) {
    empty();
  }
}

}  // namespace attune::server
