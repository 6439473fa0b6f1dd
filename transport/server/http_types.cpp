#include "transport/server/http_types.h"

#include "transport/protocol/http_bodies.h"

namespace attune::server {

HttpResponse json_response(unsigned status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.type = json_type;
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

HttpResponse error_response(unsigned status, std::string_view code, std::string_view message) {
  return json_response(status, protocol::error_json(code, message));
}

}  // namespace attune::server
