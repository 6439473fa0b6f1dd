#include "tests/transport/server/test_client.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cerrno>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>

namespace attune::testing {
namespace {

constexpr int patience_s = 10;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

std::string request_text(
    const std::string& method,
    const std::string& target,
    const Headers& headers,
    const std::string& body
) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : headers) {
    text += name + ": " + value + "\r\n";
  }
  if (!body.empty()) {
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + body;
}

}  // namespace

struct Connection::Tls {
  explicit Tls(int socket) {
    // What is tested is what the server does: a certificate of the test's own making is believed.
    context.reset(SSL_CTX_new(TLS_client_method()));
    ssl.reset(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), socket);
    if (SSL_connect(ssl.get()) != 1) {
      throw std::runtime_error{"the TLS handshake failed"};
    }
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, SSL_free};
};

Connection::Connection(Door door) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
  const timeval patience{.tv_sec = patience_s, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(door.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error{"connect: " + std::system_category().message(errno)};
  }
  if (door.tls) {
    tls_ = std::make_unique<Tls>(socket_);
  }
}

Connection::Connection(Connection&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)},
      tls_{std::move(other.tls_)},
      read_{std::move(other.read_)} {}

Connection::~Connection() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

void Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent =
        tls_ ? SSL_write(tls_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()))
             : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return;  // the server has closed: what it said is still to be read
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Connection::fill() {
  std::array<char, 16384> bytes{};
  const ssize_t got = tls_ ? SSL_read(tls_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()))
                           : ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (got < 0 && errno == EAGAIN) {  // the same number as EWOULDBLOCK on Linux
    throw std::runtime_error{"the server says nothing"};
  }
  if (got <= 0) {
    return false;
  }
  read_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string> Connection::read(std::size_t size) {
  while (read_.size() < size) {
    if (!fill()) {
      return std::nullopt;
    }
  }
  std::string out = read_.substr(0, size);
  read_.erase(0, size);
  return out;
}

std::optional<std::string> Connection::read_until(std::string_view mark) {
  std::size_t at = 0;
  while ((at = read_.find(mark)) == std::string::npos) {
    if (!fill()) {
      return std::nullopt;
    }
  }
  return read(at + mark.size());
}

std::string Connection::read_all() {
  while (fill()) {
  }
  return std::exchange(read_, {});
}

void Connection::shrink_receive_buffer(int bytes) {
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool Connection::is_closed() {
  return read_.empty() && !fill();
}

std::string Connection::certificate_name() const {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate{
      SSL_get1_peer_certificate(tls_->ssl.get()), X509_free
  };
  std::array<char, 128> name{};
  X509_NAME_get_text_by_NID(
      X509_get_subject_name(certificate.get()), NID_commonName, name.data(), name.size()
  );
  return name.data();
}

std::string Reply::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

std::string Reply::error_code() const {
  const auto parsed = json();
  return parsed.is_object() && parsed.contains("error") ? parsed["error"].value("code", "") : "";
}

std::string Reply::cookie() const {
  const std::string set = header("set-cookie");
  return set.substr(0, set.find(';'));
}

Reply read_reply(Connection& connection, bool has_body) {
  Reply reply;
  const auto head = connection.read_until("\r\n\r\n");
  if (!head) {
    return reply;
  }
  reply.status = std::atoi(head->c_str() + std::strlen("HTTP/1.1 "));
  std::size_t at = head->find("\r\n") + 2;
  while (at + 2 < head->size()) {
    const std::size_t end = head->find("\r\n", at);
    const std::string line = head->substr(at, end - at);
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) {
      reply.headers.emplace_back(lower(line.substr(0, colon)), line.substr(colon + 2));
    }
    at = end + 2;
  }
  if (!has_body) {
    return reply;
  }
  if (reply.header("transfer-encoding") == "chunked") {
    while (true) {
      const std::string size = connection.read_until("\r\n").value_or("0\r\n");
      const std::size_t bytes = std::stoul(size, nullptr, 16);
      reply.body += connection.read(bytes).value_or("");
      connection.read(2);
      if (bytes == 0) {
        return reply;
      }
    }
  }
  const std::string length = reply.header("content-length");
  reply.body = connection.read(length.empty() ? 0 : std::stoul(length)).value_or("");
  return reply;
}

Reply call(
    Door door,
    const std::string& method,
    const std::string& target,
    const Headers& headers,
    const std::string& body
) {
  Connection connection{door};
  connection.write(request_text(method, target, headers, body));
  return read_reply(connection, method != "HEAD");
}

std::string exchange(Door door, std::string_view bytes) {
  Connection connection{door};
  connection.write(bytes);
  return connection.read_all();
}

Begun begin_journey(Door door) {
  const Reply reply = call(
      door,
      "POST",
      "/api/journeys",
      {},
      R"({"course":"plain","language":"en","name":"Sam","adult":true,"consent":true})"
  );
  EXPECT_EQ(reply.status, 201) << reply.body;
  const auto body = reply.json();
  return Begun{.cookie = reply.cookie(), .words = body["words"], .journey = body["journey"]};
}

unsigned Frame::close_code() const {
  if (opcode != 8 || payload.size() < 2) {
    return 0;
  }
  return static_cast<unsigned>(static_cast<unsigned char>(payload[0])) << 8U |
         static_cast<unsigned char>(payload[1]);
}

Conversation::Conversation(Door door, const Headers& headers) : connection{door} {
  Headers all{
      {"Connection", "Upgrade"},
      {"Upgrade", "websocket"},
      {"Sec-WebSocket-Version", "13"},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
      {"Sec-WebSocket-Protocol", "attune.v1"},
  };
  for (const auto& header : headers) {
    const auto same = std::ranges::find(all, header.first, &Headers::value_type::first);
    if (same == all.end()) {
      all.push_back(header);
    } else {
      same->second = header.second;
    }
  }
  std::erase_if(all, [](const auto& header) { return header.second.empty(); });
  connection.write(request_text("GET", "/ws", all, {}));
  reply = read_reply(connection);
}

void Conversation::send_frame(unsigned opcode, std::string_view payload) {
  std::string frame;
  frame += static_cast<char>(0x80U | opcode);
  const std::size_t size = payload.size();
  constexpr unsigned masked = 0x80U;
  if (size < 126) {
    frame += static_cast<char>(masked | size);
  } else if (size < 65536) {
    frame += static_cast<char>(masked | 126U);
    frame += static_cast<char>(size >> 8U);
    frame += static_cast<char>(size & 0xffU);
  } else {
    frame += static_cast<char>(masked | 127U);
    for (int i = 7; i >= 0; --i) {
      frame += static_cast<char>((size >> (8 * static_cast<unsigned>(i))) & 0xffU);
    }
  }
  frame.append(4, '\0');  // a mask of zeros leaves the payload as it is
  frame += payload;
  connection.write(frame);
}

std::optional<Frame> Conversation::frame() {
  while (true) {
    const auto head = connection.read(2);
    if (!head) {
      return std::nullopt;
    }
    std::uint64_t size = static_cast<unsigned char>((*head)[1]);
    const std::size_t more = size == 126 ? 2 : (size == 127 ? 8 : 0);
    if (more > 0) {
      size = 0;
      const auto bytes = connection.read(more);
      if (!bytes) {
        return std::nullopt;
      }
      for (const char c : *bytes) {
        size = size << 8U | static_cast<unsigned char>(c);
      }
    }
    auto payload = connection.read(size);
    if (!payload) {
      return std::nullopt;
    }
    Frame read{
        .opcode = static_cast<unsigned char>((*head)[0]) & 0x0fU, .payload = *std::move(payload)
    };
    if (read.opcode != 9) {
      return read;
    }
    send_frame(10, read.payload);
  }
}

nlohmann::json Conversation::message() {
  const auto next = frame();
  if (!next || next->opcode != 1) {
    ADD_FAILURE() << "expected a message, and " << (next ? "a close came" : "the connection ended");
    return {};
  }
  return nlohmann::json::parse(next->payload);
}

std::vector<nlohmann::json> Conversation::until(std::string_view type) {
  std::vector<nlohmann::json> messages;
  do {
    messages.push_back(message());
  } while (messages.back().is_object() && messages.back()["type"] != type);
  return messages;
}

std::vector<nlohmann::json> Conversation::hello(std::uint64_t after) {
  send({{"type", "hello"}, {"after", after}});
  return until("current");
}

unsigned Conversation::close_code() {
  while (const auto next = frame()) {
    if (next->opcode == 8) {
      return next->close_code();
    }
  }
  return 0;
}

}  // namespace attune::testing
