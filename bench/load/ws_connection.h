#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace attune::bench {

// Where to connect, and as whom.
struct Endpoint {
  std::uint16_t port = 0;
  std::string target = "/";
  std::string cookie;       // empty: none is sent
  std::string subprotocol;  // empty: none is asked for
};

// One WebSocket to 127.0.0.1, as a client, over a socket that never blocks. Whole text messages
// only, which is all that our servers send.
class WsConnection {
 public:
  using OnText = std::function<void(std::string_view)>;
  enum class Phase : std::uint8_t { closed, connecting, upgrading, open };

  WsConnection() = default;
  WsConnection(const WsConnection&) = delete;
  WsConnection& operator=(const WsConnection&) = delete;
  WsConnection(WsConnection&& other) noexcept;
  WsConnection& operator=(WsConnection&& other) noexcept;
  ~WsConnection();

  void connect(const Endpoint& endpoint);
  void close();

  int fd() const { return fd_; }

  Phase phase() const { return phase_; }

  bool wants_to_write() const { return phase_ == Phase::connecting || !unsent_.empty(); }

  void send_text(std::string_view text);
  // Both return false once the connection has ended.
  bool on_writable();
  bool on_readable(const OnText& on_text);

 private:
  bool flush();
  void send_frame(std::uint8_t opcode, std::string_view payload);
  bool take_upgrade();
  bool take_frames(const OnText& on_text);

  int fd_ = -1;
  Phase phase_ = Phase::closed;
  std::string request_;  // the upgrade, until it is sent
  std::string unsent_;
  std::string received_;
};

}  // namespace attune::bench
