#include "bench/load/journeys.h"

#include <arpa/inet.h>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <exception>
#include <fstream>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace attune::bench {

namespace {

constexpr std::size_t connections_at_once = 4;

// `name` in lower case; empty when there is no such header.
std::string header(std::string_view answer, std::string_view name) {
  std::size_t at = answer.find("\r\n");
  while (at != std::string_view::npos && at + 2 < answer.size()) {
    const std::size_t end = answer.find("\r\n", at + 2);
    const std::string_view line = answer.substr(at + 2, end - at - 2);
    if (line.empty()) {
      break;
    }
    const std::size_t colon = line.find(':');
    std::string key;
    for (const char c : line.substr(0, colon)) {
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (key == name && colon != std::string_view::npos) {
      const std::size_t value = line.find_first_not_of(' ', colon + 1);
      return std::string{value == std::string_view::npos ? "" : line.substr(value)};
    }
    at = end;
  }
  return {};
}

// One kept-alive HTTP connection that waits for each answer.
class HttpConnection {
 public:
  explicit HttpConnection(std::uint16_t port) : port_(port) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd_ < 0) {
      throw std::system_error{errno, std::generic_category(), "socket"};
    }
    const timeval patience{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      ::close(fd_);
      throw std::system_error{error, std::generic_category(), "connect"};
    }
  }

  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  ~HttpConnection() { ::close(fd_); }

  // Each returns the head and the body of the answer.
  std::string post(const std::string& target, const std::string& body) {
    return exchange(
        "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body
    );
  }

  std::string get(const std::string& target) {
    return exchange(
        "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n\r\n"
    );
  }

  std::string exchange(const std::string& request) {
    if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      throw std::runtime_error{"the server hung up"};
    }
    std::string answer;
    std::size_t whole = std::string::npos;
    while (answer.size() < whole) {
      char buffer[4096];
      const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
      if (count <= 0) {
        throw std::runtime_error{"the server hung up or stayed silent; it said: " + answer};
      }
      answer.append(buffer, static_cast<std::size_t>(count));
      const std::size_t head_end = answer.find("\r\n\r\n");
      if (whole == std::string::npos && head_end != std::string::npos) {
        const std::string length = header(answer, "content-length");
        std::size_t body_bytes = 0;
        std::from_chars(length.data(), length.data() + length.size(), body_bytes);
        whole = head_end + 4 + body_bytes;
      }
    }
    return answer;
  }

 private:
  std::uint16_t port_;
  int fd_ = -1;
};

std::string begin_one(HttpConnection& server, const std::string& body) {
  const std::string answer = server.post("/api/journeys", body);
  if (!answer.starts_with("HTTP/1.1 201 ")) {
    throw std::runtime_error{"no journey was begun: " + answer};
  }
  const std::string cookie = header(answer, "set-cookie");
  if (!cookie.starts_with("attune=")) {
    throw std::runtime_error{"a journey came without its cookie"};
  }
  return cookie.substr(0, cookie.find(';'));
}

}  // namespace

std::vector<std::string> begin_journeys(
    std::uint16_t port, const std::string& course, std::size_t count
) {
  const std::string body =
      R"({"course":")" + course + R"(","language":"en","name":"Sam","adult":true,"consent":true})";
  std::vector<std::string> cookies(count);
  std::exception_ptr failure;
  std::mutex failure_guard;
  {
    std::vector<std::jthread> workers;
    workers.reserve(connections_at_once);
    for (std::size_t worker = 0; worker < connections_at_once; ++worker) {
      workers.emplace_back([&, worker] {
        try {
          HttpConnection server{port};
          for (std::size_t at = worker; at < count; at += connections_at_once) {
            cookies[at] = begin_one(server, body);
          }
        } catch (...) {
          const std::scoped_lock lock{failure_guard};
          failure = std::current_exception();
        }
      });
    }
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
  return cookies;
}

void write_cookies(const std::string& path, const std::vector<std::string>& cookies) {
  std::ofstream file{path};
  for (const std::string& cookie : cookies) {
    file << cookie << '\n';
  }
  if (!file.flush()) {
    throw std::runtime_error{"cannot write " + path};
  }
}

std::vector<std::string> read_cookies(const std::string& path) {
  std::ifstream file{path};
  std::vector<std::string> cookies;
  std::string cookie;
  while (std::getline(file, cookie)) {
    cookies.push_back(cookie);
  }
  return cookies;
}

void get(std::uint16_t port, const std::string& target) {
  const std::string answer = HttpConnection{port}.get(target);
  if (!answer.starts_with("HTTP/1.1 200 ")) {
    throw std::runtime_error{"GET " + target + " was answered: " + answer};
  }
}

}  // namespace attune::bench
