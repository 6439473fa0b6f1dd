#include "transport/server/server.h"

#include "transport/server/context.h"
#include "transport/server/listener.h"
#include "transport/server/logging.h"
#include "transport/server/net.h"
#include "transport/server/routes.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace attune::server {

struct Server::Parts {
  Parts(
      asio::io_context& io_context,
      service::SessionService& sessions,
      service::JourneyService& journeys,
      Settings wanted
  )
      : io{io_context},
        settings{std::move(wanted)},
        files{settings.web_root, settings.exit_site},
        addresses{settings.limits},
        journey_limits{settings.limits},
        proxies{settings.trusted_proxies},
        context{
            .limits = settings.limits,
            .sessions = sessions,
            .journeys = journeys,
            .files = files,
            .metrics = metrics,
            .addresses = addresses,
            .journey_limits = journey_limits,
            .connections = connections,
            .origins = origins,
            .proxies = proxies,
            .tls = nullptr,
        },
        routes{context},
        listener{io, context, routes} {}

  asio::io_context& io;
  Settings settings;
  StaticFiles files;
  Metrics metrics;
  AddressLimits addresses;
  JourneyLimits journey_limits;
  TrustedProxies proxies;
  Connections connections;
  Origins origins{0, {}};  // made whole when the port is known
  Context context;
  Routes routes;
  Listener listener;
};

namespace {

Awaitable<void> pause_for(asio::io_context& io, std::chrono::milliseconds time) {
  Timer timer{io.get_executor()};
  timer.expires_after(time);
  co_await timer.async_wait(as_result);
}

// Parts of a server that is being drained; all outlive the coroutine.
Awaitable<void> drain_connections(
    asio::io_context& io, Context& context, std::function<void()> done
) {
  using Clock = std::chrono::steady_clock;
  const auto give_up = Clock::now() + std::chrono::seconds{context.limits.drain_timeout_s};
  const std::chrono::milliseconds pause{context.limits.drain_pause_ms};
  // In batches: all at once would come back all at once.
  const std::vector<Connection*> open = context.connections.all();
  std::size_t asked = 0;
  for (Connection* connection : open) {
    if (context.connections.contains(*connection)) {
      connection->drain();
      if (++asked % context.limits.drain_batch == 0) {
        co_await pause_for(io, pause);
      }
    }
  }
  while (context.connections.size() > 0 && Clock::now() < give_up) {
    co_await pause_for(io, pause);
  }
  for (Connection* connection : context.connections.all()) {
    connection->cut();
  }
  const auto last_call = Clock::now() + std::chrono::seconds{1};
  while (context.connections.size() > 0 && Clock::now() < last_call) {
    co_await pause_for(io, pause);
  }
  log::info("drained", {{"left_open", std::uint64_t{context.connections.size()}}});
  done();
}

}  // namespace

Server::Server(
    asio::io_context& io,
    service::SessionService& sessions,
    service::JourneyService& journeys,
    Settings settings
)
    : parts_{std::make_unique<Parts>(io, sessions, journeys, std::move(settings))} {}

Server::~Server() = default;

std::expected<void, std::string> Server::reload_certificate() {
  const auto& files = parts_->settings.tls;
  if (!files) {
    return {};
  }
  auto tls = Tls::load(files->certificate, files->key);
  if (!tls) {
    return std::unexpected{tls.error()};
  }
  parts_->metrics.certificate((*tls)->expires());
  parts_->context.tls = *std::move(tls);
  return {};
}

std::expected<std::uint16_t, std::string> Server::start() {
  const auto tls = reload_certificate();
  if (!tls) {
    return std::unexpected{tls.error()};
  }
  const auto port = parts_->listener.bind(parts_->settings.address, parts_->settings.port);
  if (port) {
    parts_->origins = Origins{*port, parts_->settings.origins, parts_->context.tls != nullptr};
    asio::co_spawn(parts_->io, Listener::accept(parts_->listener), asio::detached);
    log::info("listening", {{"port", std::uint64_t{*port}}});
  }
  return port;
}

void Server::drain(std::function<void()> done) {
  if (parts_->context.draining) {
    return;
  }
  parts_->context.draining = true;
  log::info("draining", {{"open", std::uint64_t{parts_->connections.size()}}});
  parts_->listener.close();
  asio::co_spawn(
      parts_->io, drain_connections(parts_->io, parts_->context, std::move(done)), asio::detached
  );
}

Metrics& Server::metrics() {
  return parts_->metrics;
}

std::size_t Server::open_connections() const {
  return parts_->connections.size();
}

}  // namespace attune::server
