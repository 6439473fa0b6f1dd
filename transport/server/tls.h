#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// TLS as a change of bytes: what came from the network goes in, what a client said comes out, and
// the other way round. No sockets: who reads and writes them is who would without TLS.
namespace attune::server {

// One end of one connection.
class TlsEnd {
 public:
  enum class State : std::uint8_t {
    open,        // more may come, when more is fed
    closed,      // the client has said goodbye
    plain_http,  // it does not speak TLS but HTTP
    broken,      // it cannot go on
  };

  TlsEnd(TlsEnd&& other) noexcept;
  TlsEnd& operator=(TlsEnd&& other) noexcept;
  TlsEnd(const TlsEnd&) = delete;
  TlsEnd& operator=(const TlsEnd&) = delete;
  ~TlsEnd();

  // Bytes as they came from the network.
  void feed(std::string_view sealed);
  // What the client said in them, appended; the handshake is gone through on the way.
  State open(std::string& said);
  // As much of that as fits. 0: nothing yet.
  std::size_t open_some(std::span<char> into, State& state);
  // What is to be said. Goes out with the next outgoing().
  void seal(std::string_view saying);
  // Says goodbye.
  void close();
  // Bytes for the network: what was sealed, and what the handshake wants to say.
  std::string outgoing();

 private:
  friend class Tls;
  struct Parts;

  explicit TlsEnd(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

// A certificate with its key, and how TLS is spoken: 1.2 with forward secrecy and authenticated
// encryption only, or 1.3. No compression, no renegotiation, and no resumption: a ticket would tell
// a network that the same person is back.
class Tls {
 public:
  // PEM: the certificate with those that lead to its root, and its key. The error is a sentence for
  // the operator.
  static std::expected<std::unique_ptr<Tls>, std::string> load(
      const std::filesystem::path& certificate, const std::filesystem::path& key
  );

  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;
  ~Tls();

  TlsEnd accept() const;
  // When the certificate is no longer valid.
  std::chrono::sys_seconds expires() const;

 private:
  struct Parts;

  explicit Tls(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace attune::server
