#include "bench/load/ws_connection.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace attune::bench {

namespace {

// RFC 6455, 1.3: its example key and the answer to it.
constexpr std::string_view sample_key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view sample_accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

constexpr std::uint8_t opcode_text = 1;
constexpr std::uint8_t opcode_close = 8;
constexpr std::uint8_t opcode_ping = 9;
constexpr std::uint8_t opcode_pong = 10;

std::uint32_t next_mask() {
  static std::uint32_t state = 0x9e3779b9U;
  state ^= state << 13U;
  state ^= state >> 17U;
  state ^= state << 5U;
  return state;
}

std::string upgrade_request(const Endpoint& endpoint) {
  const std::string host = "127.0.0.1:" + std::to_string(endpoint.port);
  std::string request = "GET " + endpoint.target + " HTTP/1.1\r\nHost: " + host +
                        "\r\nOrigin: http://" + host +
                        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        "\r\nSec-WebSocket-Key: ";
  request += sample_key;
  if (!endpoint.subprotocol.empty()) {
    request += "\r\nSec-WebSocket-Protocol: " + endpoint.subprotocol;
  }
  if (!endpoint.cookie.empty()) {
    request += "\r\nCookie: " + endpoint.cookie;
  }
  request += "\r\n\r\n";
  return request;
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) {
    number = (number << 8U) | static_cast<std::uint8_t>(byte);
  }
  return number;
}

}  // namespace

WsConnection::WsConnection(WsConnection&& other) noexcept {
  *this = std::move(other);
}

WsConnection& WsConnection::operator=(WsConnection&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
    phase_ = std::exchange(other.phase_, Phase::closed);
    request_ = std::move(other.request_);
    unsent_ = std::move(other.unsent_);
    received_ = std::move(other.received_);
  }
  return *this;
}

WsConnection::~WsConnection() {
  close();
}

void WsConnection::close() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
  fd_ = -1;
  phase_ = Phase::closed;
  request_.clear();
  unsent_.clear();
  received_.clear();
}

void WsConnection::connect(const Endpoint& endpoint) {
  close();
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) {
    throw std::system_error{errno, std::generic_category(), "socket"};
  }
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  if (result != 0 && errno != EINPROGRESS) {
    throw std::system_error{errno, std::generic_category(), "connect"};
  }
  request_ = upgrade_request(endpoint);
  phase_ = Phase::connecting;
}

bool WsConnection::on_writable() {
  if (phase_ == Phase::connecting) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      return false;
    }
    phase_ = Phase::upgrading;
    unsent_ = std::move(request_);
  }
  return flush();
}

bool WsConnection::flush() {
  while (!unsent_.empty()) {
    const ssize_t count = ::send(fd_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (count < 0) {
      return errno == EAGAIN || errno == EINTR;
    }
    unsent_.erase(0, static_cast<std::size_t>(count));
  }
  return true;
}

void WsConnection::send_text(std::string_view text) {
  send_frame(opcode_text, text);
}

void WsConnection::send_frame(std::uint8_t opcode, std::string_view payload) {
  if (payload.size() > 0xffff) {
    throw std::length_error{"a message over 65,535 bytes"};
  }
  const bool was_idle = unsent_.empty();
  unsent_ += static_cast<char>(0x80U | opcode);
  if (payload.size() < 126) {
    unsent_ += static_cast<char>(0x80U | payload.size());
  } else {
    unsent_ += static_cast<char>(0x80U | 126U);
    unsent_ += static_cast<char>(payload.size() >> 8U);
    unsent_ += static_cast<char>(payload.size() & 0xffU);
  }
  const std::uint32_t mask = next_mask();
  char key[4];
  for (unsigned at = 0; at < 4; ++at) {
    key[at] = static_cast<char>((mask >> (8 * at)) & 0xffU);
    unsent_ += key[at];
  }
  for (std::size_t at = 0; at < payload.size(); ++at) {
    unsent_ += static_cast<char>(payload[at] ^ key[at % 4]);
  }
  if (was_idle) {
    flush();  // an error shows at the next read
  }
}

bool WsConnection::on_readable(const OnText& on_text) {
  char buffer[65536];
  for (;;) {
    const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
    if (count == 0) {
      return false;
    }
    if (count < 0) {
      return errno == EAGAIN || errno == EINTR;
    }
    received_.append(buffer, static_cast<std::size_t>(count));
    if (phase_ == Phase::upgrading && !take_upgrade()) {
      return false;
    }
    if (phase_ == Phase::open && !take_frames(on_text)) {
      return false;
    }
    if (phase_ == Phase::closed || static_cast<std::size_t>(count) < sizeof buffer) {
      return phase_ != Phase::closed;
    }
  }
}

bool WsConnection::take_upgrade() {
  const std::size_t end = received_.find("\r\n\r\n");
  if (end == std::string::npos) {
    return true;
  }
  const std::string_view head = std::string_view{received_}.substr(0, end);
  if (!head.starts_with("HTTP/1.1 101 ") || head.find(sample_accept) == std::string_view::npos) {
    return false;
  }
  received_.erase(0, end + 4);
  phase_ = Phase::open;
  return true;
}

bool WsConnection::take_frames(const OnText& on_text) {
  std::size_t at = 0;
  bool alive = true;
  while (alive) {
    const std::string_view rest = std::string_view{received_}.substr(at);
    if (rest.size() < 2) {
      break;
    }
    const auto first = static_cast<std::uint8_t>(rest[0]);
    const auto second = static_cast<std::uint8_t>(rest[1]);
    std::size_t header = 2;
    std::uint64_t length = second & 0x7fU;
    if (length >= 126) {
      const std::size_t wide = length == 126 ? 2 : 8;
      header += wide;
      if (rest.size() < header) {
        break;
      }
      length = big_endian(rest.substr(2, wide));
    }
    if (rest.size() - header < length || rest.size() < header) {
      break;
    }
    const std::string_view payload = rest.substr(header, length);
    at += header + length;
    if (first == (0x80U | opcode_text)) {
      on_text(payload);
    } else if (first == (0x80U | opcode_ping)) {
      send_frame(opcode_pong, payload);
    } else if (first == (0x80U | opcode_close)) {
      alive = false;
    } else if (first != (0x80U | opcode_pong)) {
      throw std::runtime_error{"a frame that a server of ours never sends"};
    }
  }
  received_.erase(0, at);
  return alive;
}

}  // namespace attune::bench
