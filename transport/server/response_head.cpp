#include "transport/server/response_head.h"

#include <array>
#include <chrono>
#include <ctime>
#include <string_view>

namespace attune::server {
namespace {

// Nothing from elsewhere runs, shows, or is reached; nobody frames us.
constexpr std::string_view security_headers =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

std::string_view reason(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Answer";
  }
}

std::string http_date() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  const std::size_t size =
      std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return std::string{text.data(), size};
}

void add(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  head += value;
  head += "\r\n";
}

}  // namespace

std::string response_head(
    const HttpResponse& response, Framing framing, std::size_t length, bool keep_alive, bool secure
) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.reserve(1024);
  head += reason(response.status);
  head += "\r\n";
  add(head, "Date", http_date());
  if (!response.type.empty()) {
    add(head, "Content-Type", response.type);
  }
  constexpr unsigned no_content = 204;
  if (response.status != no_content) {
    if (framing == Framing::length) {
      add(head, "Content-Length", std::to_string(length));
    } else if (framing == Framing::chunked) {
      add(head, "Transfer-Encoding", "chunked");
    }
  }
  for (const auto& [name, value] : response.headers) {
    add(head, name, value);
  }
  if (!keep_alive) {
    add(head, "Connection", "close");
  }
  if (secure) {
    add(head, "Strict-Transport-Security", "max-age=31536000");  // a year
  }
  head += security_headers;
  head += "\r\n";
  return head;
}

}  // namespace attune::server
