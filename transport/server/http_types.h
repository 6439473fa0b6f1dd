#pragma once

#include "transport/server/net.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// HTTP as the routes see it: nothing of a parser, so that what answers does not include one.
namespace attune::server {

enum class Method : std::uint8_t { get, head, post, del, other };

struct HttpRequest {
  Method method = Method::other;
  std::string path;   // without the query
  std::string query;  // without its '?'
  std::string origin;
  bool has_origin = false;
  std::string cookie;  // value of the attune cookie; empty: there is none
  std::string accept_encoding;
  std::string address;  // that limits count by
  bool secure = false;  // the browser speaks TLS with the proxy before us
  std::string body;
};

// A stretch of a body whose length is not known.
struct BodyPart {
  std::string bytes;
  bool last = false;
  bool broken = false;  // it cannot go on: the connection closes, so that nobody takes it for whole
};

using NextPart = std::move_only_function<Awaitable<BodyPart>()>;

struct HttpResponse {
  unsigned status = 200;
  std::string_view type;  // content type; empty: no body
  std::vector<std::pair<std::string_view, std::string>> headers;
  std::string body;
  std::string_view lasting_body;  // instead of `body`, where the bytes live as long as the program
  NextPart parts;                 // instead of both
};

inline constexpr std::string_view json_type = "application/json";

HttpResponse json_response(unsigned status, std::string body);
// {"error":{"code","message"}}
HttpResponse error_response(unsigned status, std::string_view code, std::string_view message);

}  // namespace attune::server
