#pragma once

#include "transport/server/limits.h"
#include "transport/server/trusted_proxies.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boost::asio {

class io_context;

}  // namespace boost::asio

namespace attune::service {

class SessionService;
class JourneyService;

}  // namespace attune::service

namespace attune::server {

class Metrics;

struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

struct Settings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;            // 0: the system picks one
  std::vector<std::string> origins;  // as Origins::parse gives them
  std::optional<std::filesystem::path> web_root;
  std::optional<std::string> exit_site;
  std::vector<AddressRange> trusted_proxies;
  std::optional<TlsFiles> tls;  // absent: HTTP in the clear
  Limits limits;
};

// HTTP and WebSocket on one port, on the I/O context's one thread. The services must outlive it,
// and so must the I/O context's run.
class Server {
 public:
  Server(
      boost::asio::io_context& io,
      service::SessionService& sessions,
      service::JourneyService& journeys,
      Settings settings
  );
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  // Binds and begins to accept. The port that is bound, or a sentence on why not.
  std::expected<std::uint16_t, std::string> start();

  // Reads the certificate and its key again, for connections to come. Why not: a sentence, and the
  // one before stays. Without TLS there is nothing to do.
  std::expected<void, std::string> reload_certificate();

  // Stops accepting, finishes what is under way, closes conversations with 1001, and after the
  // drain timeout closes what is left. `done` runs once nothing is open.
  void drain(std::function<void()> done);

  // Something to serve with: `/readyz` says so.
  std::size_t open_connections() const;

  Metrics& metrics();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace attune::server
