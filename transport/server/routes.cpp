#include "transport/server/routes.h"

#include "transport/protocol/export.h"
#include "transport/protocol/http_bodies.h"
#include "transport/server/awaiting.h"
#include "transport/server/cookie.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace attune::server {
namespace {

HttpResponse refused(const service::Refused& refusal) {
  return json_response(
      status_of(refusal), protocol::error_json(refusal.code, refusal.message, refusal.details)
  );
}

HttpResponse bad_body(const protocol::BadBody& bad) {
  return error_response(bad.status, bad.code, bad.message);
}

HttpResponse no_content() {
  HttpResponse response;
  response.status = 204;
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse too_often() {
  HttpResponse response = error_response(
      429, "too_often", "That was tried very often. Please wait a minute and try again."
  );
  response.headers.emplace_back("Retry-After", "60");
  return response;
}

HttpResponse not_allowed(std::string_view allowed) {
  HttpResponse response =
      error_response(405, "method_not_allowed", "This address does not take that method.");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

std::string_view word(Method method) {
  switch (method) {
    case Method::get:
      return "GET, HEAD";
    case Method::post:
      return "POST";
    case Method::del:
      return "DELETE";
    case Method::head:
    case Method::other:
      return "";
  }
  return "";
}

bool changes_something(Method method) {
  return method == Method::post || method == Method::del || method == Method::other;
}

// The value of `name` in a query; none of ours is ever escaped.
std::string query_value(const std::string& query, std::string_view name) {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return std::string{pair.substr(name.size() + 1)};
    }
  }
  return {};
}

}  // namespace

std::expected<service::Pass, HttpResponse> pass_of(const service::IdentifyResult& identity) {
  if (!identity) {
    return std::unexpected{refused(identity.error())};
  }
  const std::optional<service::Pass>& pass = *identity;
  if (!pass) {
    return std::unexpected{error_response(
        401, "no_journey", "No journey is open on this device. Begin one, or use your six words."
    )};
  }
  return *pass;
}

unsigned status_of(const service::Refused& refusal) {
  constexpr std::pair<std::string_view, unsigned> statuses[] = {
      {"words_wrong", 401},
      {"words_count", 401},
      {"erased", 401},
      {"too_often", 429},
      {"not_kept", 503},
      {"set_aside", 503},
      {"damaged", 500},
  };
  for (const auto& [code, status] : statuses) {
    if (refusal.code == code) {
      return status;
    }
  }
  return 422;
}

const std::vector<Routes::Entry>& Routes::table() {
  static const std::vector<Entry> entries{
      {"/api/journeys", Method::post, &Routes::begin},
      {"/api/resume", Method::post, &Routes::resume},
      {"/api/journey", Method::get, &Routes::journey},
      {"/api/journey", Method::del, &Routes::erase},
      {"/api/journey/export", Method::get, &Routes::export_words},
      {"/api/leave", Method::post, &Routes::leave},
      {"/api/courses", Method::get, &Routes::courses},
      {"/healthz", Method::get, &Routes::health},
      {"/readyz", Method::get, &Routes::ready},
      {"/metrics", Method::get, &Routes::metrics},
  };
  return entries;
}

std::string_view Routes::name(std::string_view path) const {
  for (const Entry& entry : table()) {
    if (entry.path == path) {
      return entry.path;
    }
  }
  return path.starts_with("/api/") ? "other" : "static";
}

Awaitable<HttpResponse> Routes::answer(HttpRequest request) const {
  if (changes_something(request.method) && request.has_origin &&
      !context_.origins.allows(request.origin)) {
    co_return error_response(403, "foreign_origin", "This page may not talk with this server.");
  }
  if (request.path.starts_with("/api/")) {
    if (auto limited = refusal(Trying::calls, request.address)) {
      co_return *std::move(limited);
    }
  }
  const Method wanted = request.method == Method::head ? Method::get : request.method;
  Handler handler = nullptr;
  std::string allowed;
  for (const Entry& entry : table()) {
    if (entry.path != request.path) {
      continue;
    }
    if (entry.method == wanted) {
      handler = entry.handler;
    }
    allowed += allowed.empty() ? "" : ", ";
    allowed += word(entry.method);
  }
  if (handler != nullptr) {
    auto handled = (this->*handler)(std::move(request));
    co_return co_await std::move(handled);
  }
  if (request.path == "/ws") {
    allowed = "GET";
  }
  if (!allowed.empty()) {
    co_return not_allowed(allowed);
  }
  co_return file(request);
}

HttpResponse Routes::file(const HttpRequest& request) const {
  auto found = context_.files.find(request.path, request.accept_encoding);
  if (!found) {
    return error_response(404, "not_found", "There is nothing at this address.");
  }
  if (changes_something(request.method)) {
    return not_allowed(word(Method::get));
  }
  return *std::move(found);
}

Awaitable<HttpResponse> Routes::begin(HttpRequest request) const {
  auto beginning = protocol::read_beginning(request.body);
  if (!beginning) {
    co_return bad_body(beginning.error());
  }
  if (auto limited = refusal(Trying::begins, request.address)) {
    co_return *std::move(limited);
  }
  auto start = [&](auto done) { context_.journeys.begin(*std::move(beginning), std::move(done)); };
  const auto begun = co_await awaiting<service::BeginResult>(start);
  if (!begun) {
    co_return refused(begun.error());
  }
  context_.metrics.journeys("begun");
  HttpResponse response = json_response(201, protocol::begun_json(begun->journey, begun->words));
  response.headers.emplace_back("Set-Cookie", set_device(begun->device, request.secure));
  co_return response;
}

Awaitable<HttpResponse> Routes::resume(HttpRequest request) const {
  auto words = protocol::read_words(request.body);
  if (!words) {
    co_return bad_body(words.error());
  }
  if (auto limited = refusal(Trying::words, request.address)) {
    co_return *std::move(limited);
  }
  auto start = [&](auto done) { context_.journeys.resume(*std::move(words), std::move(done)); };
  const auto resumed = co_await awaiting<service::ResumeResult>(start);
  if (!resumed) {
    co_return refused(resumed.error());
  }
  context_.metrics.journeys("resumed");
  HttpResponse response = json_response(200, protocol::journey_json(resumed->journey));
  response.headers.emplace_back("Set-Cookie", set_device(resumed->device, request.secure));
  co_return response;
}

Awaitable<HttpResponse> Routes::journey(HttpRequest request) const {
  const auto identity = co_await identify(request.cookie);
  auto pass = pass_of(identity);
  if (!pass) {
    co_return std::move(pass).error();
  }
  auto look = [&](auto done) { context_.sessions.view(*pass, std::move(done)); };
  const auto journey = co_await awaiting<service::ViewResult>(look);
  if (!journey) {
    co_return refused(journey.error());
  }
  co_return json_response(200, protocol::journey_json(*journey));
}

Awaitable<HttpResponse> Routes::erase(HttpRequest request) const {
  const auto identity = co_await identify(request.cookie);
  auto pass = pass_of(identity);
  if (!pass) {
    co_return std::move(pass).error();
  }
  const auto confirmed = protocol::read_confirmation(request.body);
  if (!confirmed) {
    co_return bad_body(confirmed.error());
  }
  auto start = [&](auto done) { context_.journeys.erase(pass->session, std::move(done)); };
  const auto erased = co_await awaiting<service::PlainResult>(start);
  if (!erased) {
    co_return refused(erased.error());
  }
  context_.metrics.journeys("erased");
  HttpResponse response = no_content();
  response.headers.emplace_back("Set-Cookie", forget_device(request.secure));
  co_return response;
}

namespace {

// The pages of a history as stretches of a file, one read at a time. Listening holds the session
// until the last of them, and tells when it is erased meanwhile.
struct Exporting final : service::Listener {
  Exporting(Context& shared, service::Pass whose, protocol::Export made)
      : context{shared}, pass{std::move(whose)}, file{std::move(made)} {}

  void on_committed(std::shared_ptr<const service::Committed> /*committed*/) override {}

  void on_closing(service::Closing /*why*/) override { closed = true; }

  Context& context;
  service::Pass pass;
  protocol::Export file;
  service::Subscription listening{context.sessions, pass, *this};
  engine::Seq at = 0;
  bool begun = false;
  bool closed = false;
};

Awaitable<BodyPart> next_part(std::shared_ptr<Exporting> exporting) {
  BodyPart part;
  if (!exporting->begun) {
    exporting->begun = true;
    part.bytes = exporting->file.begin();
    co_return part;
  }
  auto read = [&](auto done) {
    exporting->context.sessions.history(
        exporting->pass, exporting->at, exporting->context.limits.page_bytes, std::move(done)
    );
  };
  const auto page = co_await awaiting<service::HistoryResult>(read);
  // One that cannot be whole is broken off, and not passed off as whole.
  if (!page || page->damaged || exporting->closed) {
    part.broken = true;
    co_return part;
  }
  for (const auto& event : page->events) {
    part.bytes += exporting->file.add(event);
  }
  exporting->at = page->at;
  if (page->at >= page->head) {
    part.bytes += exporting->file.end();
    part.last = true;
  }
  co_return part;
}

}  // namespace

Awaitable<HttpResponse> Routes::export_words(HttpRequest request) const {
  const auto identity = co_await identify(request.cookie);
  auto pass = pass_of(identity);
  if (!pass) {
    co_return std::move(pass).error();
  }
  const std::string format = query_value(request.query, "format");
  if (!format.empty() && format != "json" && format != "markdown" && format != "csv") {
    co_return error_response(
        422, "unknown_format", "Choose format=json, format=markdown or format=csv."
    );
  }
  const std::string interruptions = query_value(request.query, "interruptions");
  if (!interruptions.empty() && interruptions != "include") {
    co_return error_response(
        422, "unknown_interruptions", "Choose interruptions=include, or leave it out."
    );
  }
  auto look = [&](auto done) { context_.sessions.view(*pass, std::move(done)); };
  const auto journey = co_await awaiting<service::ViewResult>(look);
  if (!journey) {
    co_return refused(journey.error());
  }
  const auto kind = format == "markdown" ? protocol::ExportFormat::markdown
                    : format == "csv"    ? protocol::ExportFormat::csv
                                         : protocol::ExportFormat::json;
  const auto with =
      interruptions.empty() ? protocol::WithInterruptions::no : protocol::WithInterruptions::yes;
  auto exporting = std::make_shared<Exporting>(
      context_, *std::move(pass), protocol::Export{kind, *journey, with}
  );
  HttpResponse response;
  response.type = exporting->file.content_type();
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"" + std::string{exporting->file.file_name()} + "\""
  );
  response.parts = [exporting] { return next_part(exporting); };
  co_return response;
}

Awaitable<HttpResponse> Routes::leave(HttpRequest request) const {
  if (!request.cookie.empty()) {
    auto start = [&](auto done) { context_.journeys.leave(request.cookie, std::move(done)); };
    const auto left = co_await awaiting<service::PlainResult>(start);
    if (!left) {
      co_return refused(left.error());
    }
  }
  HttpResponse response = no_content();
  response.headers.emplace_back("Set-Cookie", forget_device(request.secure));
  co_return response;
}

Awaitable<HttpResponse> Routes::courses(HttpRequest /*request*/) const {
  const auto courses = context_.journeys.courses();
  co_return json_response(200, protocol::courses_json(courses));
}

Awaitable<HttpResponse> Routes::health(HttpRequest /*request*/) const {
  co_return json_response(200, "{\"ok\":true}");
}

Awaitable<HttpResponse> Routes::ready(HttpRequest /*request*/) const {
  if (context_.draining) {
    co_return error_response(503, "restarting", "The server is restarting.");
  }
  co_return json_response(200, "{\"ok\":true}");
}

Awaitable<HttpResponse> Routes::metrics(HttpRequest /*request*/) const {
  HttpResponse response;
  response.type = "text/plain; version=0.0.4; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = context_.metrics.text();
  co_return response;
}

std::optional<HttpResponse> Routes::refusal(Trying what, const std::string& address) const {
  const auto limit = context_.addresses.refuses(what, address, std::chrono::steady_clock::now());
  if (!limit) {
    return std::nullopt;
  }
  context_.metrics.limited(*limit);
  return too_often();
}

Awaitable<service::IdentifyResult> Routes::identify(std::string device) const {
  auto start = [&](auto done) { context_.journeys.identify(device, std::move(done)); };
  auto found = co_await awaiting<service::IdentifyResult>(start);
  co_return found;
}

}  // namespace attune::server
