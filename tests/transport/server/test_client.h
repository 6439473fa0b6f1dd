#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A client that says exactly what a test wants it to say, right or wrong: plain sockets, no
// library.
namespace attune::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Where the server listens on this machine, and whether it speaks TLS there.
struct Door {
  Door(std::uint16_t number) : port{number} {}  // NOLINT(google-explicit-constructor)

  Door(std::uint16_t number, bool with_tls) : port{number}, tls{with_tls} {}

  std::uint16_t port;
  bool tls = false;
};

// A TCP connection to this machine, with TLS or without. Reads give up after some seconds.
class Connection {
 public:
  explicit Connection(Door door);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;
  ~Connection();

  void write(std::string_view bytes);
  // Exactly so many bytes, or nullopt at the end of the stream.
  std::optional<std::string> read(std::size_t size);
  // Up to and with the first `mark`.
  std::optional<std::string> read_until(std::string_view mark);
  std::string read_all();
  // The kernel takes no more than this for us: a client that hardly reads.
  void shrink_receive_buffer(int bytes);
  bool is_closed();

  int socket() const { return socket_; }

  // The name in the certificate that the server has shown.
  std::string certificate_name() const;

 private:
  bool fill();

  struct Tls;

  int socket_ = -1;
  std::unique_ptr<Tls> tls_;
  std::string read_;
};

struct Reply {
  int status = 0;
  Headers headers;  // names in lower case
  std::string body;

  // The first of that name, or empty.
  std::string header(std::string_view name) const;

  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }

  std::string error_code() const;
  // "attune=..." as a client sends it back.
  std::string cookie() const;
};

Reply read_reply(Connection& connection, bool has_body = true);

// One request on a connection of its own.
Reply call(
    Door door,
    const std::string& method,
    const std::string& target,
    const Headers& headers = {},
    const std::string& body = {}
);
// Bytes as they are; what came back until the server closed.
std::string exchange(Door door, std::string_view bytes);

// A journey of the test's course; its cookie and its six words.
struct Begun {
  std::string cookie;
  std::string words;
  nlohmann::json journey;
};

Begun begin_journey(Door door);

struct Frame {
  unsigned opcode = 0;
  std::string payload;

  unsigned close_code() const;
};

class Conversation {
 public:
  // The upgrade; `reply` holds the answer when it was not 101.
  Conversation(Door door, const Headers& headers);

  // With a cookie, ready for a hello.
  Conversation(Door door, const Begun& begun)
      : Conversation{door, Headers{{"Cookie", begun.cookie}}} {}

  Reply reply;
  Connection connection;

  void send(const nlohmann::json& message) { send_frame(1, message.dump()); }

  void send_text(std::string_view text) { send_frame(1, text); }

  void send_frame(unsigned opcode, std::string_view payload);

  // The next frame; a ping is answered on the way. nullopt: the connection ended.
  std::optional<Frame> frame();
  // The next message; fails the test when there is none.
  nlohmann::json message();
  // Messages up to and with the first of that type.
  std::vector<nlohmann::json> until(std::string_view type);
  // hello, and everything up to `current`.
  std::vector<nlohmann::json> hello(std::uint64_t after = 0);
  // The code of the close that comes next, after whatever messages; 0 when it just ends.
  unsigned close_code();
};

}  // namespace attune::testing
