#include "transport/server/upgrade.h"

#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <string>
#include <string_view>

namespace attune::server {
namespace {

using beast::http::field;

std::string_view header(const BeastRequest& request, field name) {
  const auto found = request.find(name);
  if (found == request.end()) {
    return {};
  }
  return {found->value().data(), found->value().size()};
}

// 16 bytes in base64: 22 characters of it and two of padding.
bool is_key(std::string_view key) {
  constexpr std::size_t size = 24;
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return key.size() == size && key.ends_with("==") &&
         key.substr(0, size - 2).find_first_not_of(alphabet) == std::string_view::npos;
}

// To the letter, in any of the headers: a browser gives up on one that it did not offer so
// (RFC 6455, 4.1), and a list may go on in another line.
bool offers_subprotocol(const BeastRequest& request) {
  const auto [begin, end] = request.equal_range(field::sec_websocket_protocol);
  for (auto header = begin; header != end; ++header) {
    for (const auto& offered : beast::http::token_list{header->value()}) {
      if (offered == websocket_subprotocol) {
        return true;
      }
    }
  }
  return false;
}

HttpResponse upgrade_required() {
  HttpResponse response = error_response(
      426, "upgrade_required", "This address is for WebSockets, version 13, subprotocol attune.v1."
  );
  response.headers.emplace_back("Upgrade", "websocket");
  response.headers.emplace_back("Connection", "Upgrade");
  response.headers.emplace_back("Sec-WebSocket-Version", "13");
  return response;
}

}  // namespace

std::optional<HttpResponse> fault_in_upgrade(const BeastRequest& request, const Origins& origins) {
  if (!beast::websocket::is_upgrade(request) ||
      header(request, field::sec_websocket_version) != "13") {
    return upgrade_required();
  }
  if (request.count(field::sec_websocket_key) != 1 ||
      !is_key(header(request, field::sec_websocket_key))) {
    return error_response(400, "bad_request", "The Sec-WebSocket-Key is not 16 bytes in base64.");
  }
  if (request.count(field::sec_websocket_protocol) > 0 && !offers_subprotocol(request)) {
    return error_response(400, "bad_request", "This server speaks the subprotocol attune.v1.");
  }
  if (request.count(field::origin) > 0 && !origins.allows(header(request, field::origin))) {
    return error_response(403, "foreign_origin", "This page may not talk with this server.");
  }
  return std::nullopt;
}

}  // namespace attune::server
