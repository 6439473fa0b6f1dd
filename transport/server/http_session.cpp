#include "transport/server/http_session.h"

#include "transport/protocol/limits.h"
#include "transport/server/awaiting.h"
#include "transport/server/cookie.h"
#include "transport/server/logging.h"
#include "transport/server/read_off.h"
#include "transport/server/request_head.h"
#include "transport/server/response_head.h"
#include "transport/server/upgrade.h"
#include "transport/server/websocket_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <array>
#include <charconv>
#include <exception>
#include <memory>
#include <utility>

namespace attune::server {
namespace {

namespace http = beast::http;

using Seconds = std::chrono::seconds;

constexpr std::string_view head_end = "\r\n\r\n";

std::string text_of(const BeastRequest& request, http::field name) {
  const auto found = request.find(name);
  return found == request.end() ? std::string{} : std::string{found->value()};
}

Method method_of(http::verb verb) {
  constexpr std::pair<http::verb, Method> known[] = {
      {http::verb::get, Method::get},
      {http::verb::head, Method::head},
      {http::verb::post, Method::post},
      {http::verb::delete_, Method::del},
  };
  for (const auto& [word, method] : known) {
    if (word == verb) {
      return method;
    }
  }
  return Method::other;
}

std::size_t body_size_of(const BeastRequest& request) {
  const std::string text = text_of(request, http::field::content_length);
  std::size_t size = 0;
  std::from_chars(text.data(), text.data() + text.size(), size);
  return size;
}

// All headers of a name as one list, in their order: a proxy may add a line, or go on with one.
std::string list_of(const BeastRequest& request, std::string_view name) {
  std::string list;
  const auto [begin, end] = request.equal_range(name);
  for (auto field = begin; field != end; ++field) {
    list += list.empty() ? "" : ",";
    list += field->value();
  }
  return list;
}

// As chunked transfer coding has it; nothing but the last may be empty.
std::string chunk(const BodyPart& part) {
  std::string out;
  if (!part.bytes.empty()) {
    std::array<char, 16> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), part.bytes.size(), 16).ptr;
    out.assign(digits.data(), end);
    out += "\r\n" + part.bytes + "\r\n";
  }
  return part.last ? out + "0\r\n\r\n" : out;
}

}  // namespace

HttpSession::HttpSession(Context& context, const Routes& routes, Socket socket, std::string address)
    : context_{context}, routes_{routes}, stream_{std::move(socket)}, peer_{std::move(address)} {
  if (context.tls) {
    tls_ = context.tls->accept();
    secure_ = true;
  }
}

Awaitable<void> HttpSession::run(
    Context& context,
    const Routes& routes,
    Socket socket,
    std::string address,
    [[maybe_unused]] AddressSlot slot
) {
  HttpSession session{context, routes, std::move(socket), std::move(address)};
  context.connections.add(session);
  try {
    co_await session.serve();
  } catch (const std::exception& error) {
    // One connection is lost, not the house.
    log::error("http_fault", {{"what", std::string_view{error.what()}}});
  }
  context.connections.remove(session);
}

void HttpSession::drain() {
  if (idle_) {
    cut();
  }
}

void HttpSession::cut() {
  stream_.close();
}

Awaitable<void> HttpSession::serve() {
  while (true) {
    auto head = co_await read_head();
    if (!head) {
      break;
    }
    idle_ = false;
    if (head->plain.path == "/ws" && head->plain.method == Method::get) {
      const bool upgraded = co_await upgrade(*std::move(head));
      if (upgraded) {
        co_return;
      }
      break;
    }
    const bool whole = co_await read_body(*head);
    if (!whole) {
      break;
    }
    const bool keep_alive = head->keep_alive && !context_.draining;
    const bool chunks = head->request.version() >= 11;
    const bool go_on = co_await answer(std::move(head->plain), keep_alive, chunks);
    if (!go_on) {
      break;
    }
    idle_ = true;
  }
  if (tls_) {
    tls_->close();
    stream_.expires_after(Seconds{context_.limits.close_timeout_s});
    co_await send_sealed();
  }
  if (refused_) {
    co_await read_off(stream_.socket(), context_.limits);
  } else {
    beast::error_code ignored;
    stream_.socket().shutdown(Socket::shutdown_send, ignored);
  }
  stream_.close();
}

Awaitable<bool> HttpSession::fill() {
  constexpr std::size_t at_once = 4096;
  std::string sealed;
  std::string& into = tls_ ? sealed : read_;
  while (true) {
    const std::size_t before = into.size();
    into.resize(before + at_once);
    const auto room = asio::buffer(into.data() + before, at_once);
    const auto [error, size] = co_await stream_.async_read_some(room, as_result);
    into.resize(before + size);
    if (error || !tls_) {
      co_return !error;
    }
    const std::size_t said = read_.size();
    tls_->feed(sealed);
    sealed.clear();
    const TlsEnd::State state = tls_->open(read_);
    if (state == TlsEnd::State::plain_http) {
      tls_.reset();
      secure_ = false;
      auto refusal = error_response(
          400, "not_secure", "This address speaks TLS only. Please begin it with https://."
      );
      co_await refuse(std::move(refusal));
      co_return false;
    }
    // The handshake's own words; when it failed, why.
    const bool sent = co_await send_sealed();
    if (read_.size() > said) {
      co_return true;
    }
    if (state != TlsEnd::State::open || !sent) {
      co_return false;
    }
  }
}

Awaitable<bool> HttpSession::send_sealed() {
  const std::string bytes = tls_->outgoing();
  if (bytes.empty()) {
    co_return true;
  }
  const auto [error, size] = co_await asio::async_write(stream_, asio::buffer(bytes), as_result);
  co_return !error;
}

Awaitable<bool> HttpSession::send(std::string_view head, std::string_view body) {
  if (tls_) {
    tls_->seal(head);
    tls_->seal(body);
    co_return co_await send_sealed();
  }
  const std::array<asio::const_buffer, 2> buffers{
      asio::buffer(head.data(), head.size()), asio::buffer(body.data(), body.size())
  };
  const auto [error, size] = co_await asio::async_write(stream_, buffers, as_result);
  co_return !error;
}

Awaitable<std::optional<HttpSession::Head>> HttpSession::read_head() {
  const std::uint32_t patience =
      read_.empty() ? context_.limits.keep_alive_s : context_.limits.header_timeout_s;
  stream_.expires_after(Seconds{patience});
  const std::size_t most = context_.limits.header_bytes_max;
  std::size_t end = read_.find(head_end);
  while (end == std::string::npos && read_.size() < most) {
    const std::size_t looked_at = read_.size();
    const bool more = co_await fill();
    if (!more) {
      co_return std::nullopt;
    }
    end = read_.find(head_end, looked_at < head_end.size() ? 0 : looked_at - head_end.size());
  }
  const std::size_t size = end + head_end.size();
  if (end == std::string::npos || size > most) {
    auto too_long = error_response(
        431,
        "header_too_long",
        "That request's header is too long. Please clear this site's cookies, and try again."
    );
    co_await refuse(std::move(too_long));
    co_return std::nullopt;
  }
  const std::string_view raw = std::string_view{read_}.substr(0, size);
  std::string_view fault = fault_in_head(raw).value_or("");
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(context_.limits.header_bytes_max));
  parser.skip(true);  // the body is read by its Content-Length, below
  if (fault.empty()) {
    beast::error_code failed;
    parser.put(asio::buffer(raw.data(), raw.size()), failed);
    if (failed || !parser.is_header_done()) {
      fault = "a header that is not HTTP/1.1";
    }
  }
  if (fault.empty() && !parser.get().target().starts_with('/')) {
    fault = "a target that is not a path";
  }
  if (!fault.empty()) {
    context_.metrics.http("bad_request", 400, {});
    auto refusal =
        error_response(400, "bad_request", "That request has " + std::string{fault} + ".");
    co_await refuse(std::move(refusal));
    co_return std::nullopt;
  }
  Head head;
  head.request = parser.release();
  read_.erase(0, size);
  const BeastRequest& request = head.request;
  const std::string target{request.target()};
  const std::size_t question = target.find('?');
  head.keep_alive = request.keep_alive();
  head.body_size = body_size_of(request);
  head.plain.method = method_of(request.method());
  head.plain.path = target.substr(0, question);
  head.plain.query = question == std::string::npos ? std::string{} : target.substr(question + 1);
  head.plain.has_origin = request.count(http::field::origin) > 0;
  head.plain.origin = text_of(request, http::field::origin);
  head.plain.cookie = device_of(text_of(request, http::field::cookie));
  head.plain.accept_encoding = text_of(request, http::field::accept_encoding);
  head.plain.address = client_address(request);
  if (context_.proxies.trusts(peer_)) {
    const auto scheme = request.find("X-Forwarded-Proto");
    secure_ = secure_ || (scheme != request.end() && scheme->value() == "https");
  }
  head.plain.secure = secure_;
  co_return head;
}

std::string HttpSession::client_address(const BeastRequest& request) const {
  return limited_address(context_.proxies.client(peer_, list_of(request, "X-Forwarded-For")));
}

Awaitable<bool> HttpSession::read_body(Head& head) {
  if (head.body_size == 0) {
    co_return true;
  }
  if (head.body_size > protocol::limits::body_bytes_max) {
    auto refusal =
        error_response(413, "too_long", "That is more than this address takes. Please send less.");
    co_await refuse(std::move(refusal));
    co_return false;
  }
  stream_.expires_after(Seconds{context_.limits.body_timeout_s});
  if (text_of(head.request, http::field::expect) == "100-continue" &&
      read_.size() < head.body_size) {
    const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const bool sent = co_await send(go_on, {});
    if (!sent) {
      co_return false;
    }
  }
  while (read_.size() < head.body_size) {
    const bool more = co_await fill();
    if (!more) {
      co_return false;
    }
  }
  head.plain.body = read_.substr(0, head.body_size);
  read_.erase(0, head.body_size);
  co_return true;
}

Awaitable<bool> HttpSession::answer(HttpRequest request, bool keep_alive, bool chunks) {
  const auto started = std::chrono::steady_clock::now();
  const bool is_head = request.method == Method::head;
  const std::string_view route = routes_.name(request.path);
  HttpResponse response = co_await routes_.answer(std::move(request));
  const auto took = std::chrono::steady_clock::now() - started;
  context_.metrics.http(route, response.status, took);
  log::debug(
      "http",
      {{"route", route},
       {"status", std::uint64_t{response.status}},
       {"ms", std::chrono::duration<double, std::milli>{took}.count()}}
  );
  if (response.parts) {
    co_return co_await write_parts(std::move(response), is_head, keep_alive, chunks);
  }
  co_return co_await write(std::move(response), is_head, keep_alive);
}

Awaitable<void> HttpSession::refuse(HttpResponse response) {
  refused_ = true;
  co_await write(std::move(response), false, false);
}

Awaitable<bool> HttpSession::write(HttpResponse response, bool is_head, bool keep_alive) {
  stream_.expires_after(Seconds{context_.limits.write_timeout_s});
  const std::string_view body =
      response.lasting_body.empty() ? std::string_view{response.body} : response.lasting_body;
  const std::string head =
      response_head(response, Framing::length, body.size(), keep_alive, secure_);
  const bool sent = co_await send(head, is_head ? std::string_view{} : body);
  co_return sent&& keep_alive;
}

Awaitable<bool> HttpSession::write_parts(
    HttpResponse response, bool is_head, bool keep_alive, bool chunks
) {
  const Framing framing = chunks ? Framing::chunked : Framing::until_close;
  const bool go_on = keep_alive && chunks;
  std::string out = response_head(response, framing, 0, go_on, secure_);
  bool last = is_head;
  while (true) {
    stream_.expires_after(Seconds{context_.limits.write_timeout_s});
    const bool sent = co_await send(out, {});
    if (!sent) {
      co_return false;
    }
    if (last) {
      co_return go_on;
    }
    const BodyPart part = co_await response.parts();
    if (part.broken) {
      co_return false;
    }
    last = part.last;
    out = chunks ? chunk(part) : part.bytes;
  }
}

// False: there is no WebSocket.
Awaitable<bool> HttpSession::refuse_upgrade(HttpResponse fault) {
  context_.metrics.http("/ws", fault.status, {});
  co_await refuse(std::move(fault));
  co_return false;
}

Awaitable<bool> HttpSession::upgrade(Head head) {
  auto fault = fault_in_upgrade(head.request, context_.origins);
  if (!fault && (head.body_size > 0 || !read_.empty())) {
    fault = error_response(400, "bad_request", "An upgrade has no body.");
  }
  if (!fault && context_.draining) {
    context_.metrics.refused("draining");
    fault = error_response(503, "restarting", "The server is restarting. Please try again.");
  }
  if (fault) {
    co_return co_await refuse_upgrade(*std::move(fault));
  }
  auto identify = [this, &head](auto done) {
    context_.journeys.identify(head.plain.cookie, std::move(done));
  };
  const auto identity = co_await awaiting<service::IdentifyResult>(identify);
  auto pass = pass_of(identity);
  if (!pass) {
    co_return co_await refuse_upgrade(std::move(pass).error());
  }
  auto slot = context_.addresses.enter(Resource::connections, head.plain.address);
  auto place = context_.journey_limits.enter(pass->session, std::chrono::steady_clock::now());
  context_.connections.remove(*this);
  const auto executor = stream_.get_executor();
  auto conversation = std::make_shared<WebsocketSession>(
      context_,
      stream_.release_socket(),
      std::move(tls_),
      *std::move(pass),
      std::move(slot),
      std::move(place)
  );
  auto running = WebsocketSession::run(conversation, std::move(head.request));
  asio::co_spawn(executor, std::move(running), asio::detached);
  co_return true;
}

}  // namespace attune::server
