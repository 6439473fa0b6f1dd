#pragma once

#include "transport/server/http_types.h"
#include "transport/server/origins.h"
#include "transport/server/stream.h"

#include <optional>

namespace attune::server {

inline constexpr const char* websocket_subprotocol = "attune.v1";

// Why a request for /ws is not the beginning of a conversation of ours; nullopt when it is one, as
// far as its head can tell. Beast 1.81 takes any Origin and a short key, so both are checked here.
std::optional<HttpResponse> fault_in_upgrade(const BeastRequest& request, const Origins& origins);

}  // namespace attune::server
