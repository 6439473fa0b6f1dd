#pragma once

#include "transport/server/address_limits.h"
#include "transport/server/connections.h"
#include "transport/server/journey_limits.h"
#include "transport/server/limits.h"
#include "transport/server/metrics.h"
#include "transport/server/origins.h"
#include "transport/server/static_files.h"
#include "transport/server/tls.h"
#include "transport/server/trusted_proxies.h"
#include "transport/service/journey_service.h"
#include "transport/service/session_service.h"

#include <memory>

namespace attune::server {

// What every connection of one server shares. Lives as long as the server does.
struct Context {
  const Limits& limits;
  service::SessionService& sessions;
  service::JourneyService& journeys;
  const StaticFiles& files;
  Metrics& metrics;
  AddressLimits& addresses;
  JourneyLimits& journey_limits;
  Connections& connections;
  const Origins& origins;
  const TrustedProxies& proxies;
  std::unique_ptr<Tls> tls;  // nullptr: HTTP in the clear
  bool draining = false;
};

}  // namespace attune::server
