#pragma once

#include "transport/server/context.h"
#include "transport/server/http_types.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::server {

// What each address answers (docs/PROTOCOL.md, "HTTP"), except for the upgrade at /ws.
class Routes {
 public:
  explicit Routes(Context& context) : context_{context} {}

  Awaitable<HttpResponse> answer(HttpRequest request) const;
  // The route of a path, for metrics and logs: one of a few words, never the path of a request.
  std::string_view name(std::string_view path) const;

 private:
  using Handler = Awaitable<HttpResponse> (Routes::*)(HttpRequest) const;

  struct Entry {
    std::string_view path;
    Method method;
    Handler handler;
  };

  static const std::vector<Entry>& table();

  Awaitable<HttpResponse> begin(HttpRequest request) const;
  Awaitable<HttpResponse> resume(HttpRequest request) const;
  Awaitable<HttpResponse> journey(HttpRequest request) const;
  Awaitable<HttpResponse> erase(HttpRequest request) const;
  Awaitable<HttpResponse> export_words(HttpRequest request) const;
  Awaitable<HttpResponse> leave(HttpRequest request) const;
  Awaitable<HttpResponse> courses(HttpRequest request) const;
  Awaitable<HttpResponse> health(HttpRequest request) const;
  Awaitable<HttpResponse> ready(HttpRequest request) const;
  Awaitable<HttpResponse> metrics(HttpRequest request) const;

  Awaitable<service::IdentifyResult> identify(std::string device) const;
  // An answer when this address, or all together, tried it too often.
  std::optional<HttpResponse> refusal(Trying what, const std::string& address) const;
  HttpResponse file(const HttpRequest& request) const;

  Context& context_;
};

// Whose cookie it is, or why it opens nothing.
std::expected<service::Pass, HttpResponse> pass_of(const service::IdentifyResult& identity);
// The HTTP status that fits a refusal of the service's.
unsigned status_of(const service::Refused& refusal);

}  // namespace attune::server
