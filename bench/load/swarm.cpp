#include "bench/load/swarm.h"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace attune::bench {

Swarm::Swarm(std::size_t clients, Listener& listener)
    : connections_(clients),
      watched_for_writing_(clients),
      listener_(listener),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) {
    throw std::system_error{errno, std::generic_category(), "epoll_create1"};
  }
}

Swarm::~Swarm() {
  ::close(epoll_);
}

void Swarm::connect(std::size_t client, const Endpoint& endpoint) {
  WsConnection& connection = connections_[client];
  connection.connect(endpoint);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT;
  event.data.u64 = client;
  watched_for_writing_[client] = true;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.fd(), &event) != 0) {
    throw std::system_error{errno, std::generic_category(), "epoll_ctl"};
  }
}

void Swarm::watch(std::size_t client, bool also_for_writing) {
  if (watched_for_writing_[client] == also_for_writing) {
    return;
  }
  epoll_event event{};
  event.events = EPOLLIN;
  if (also_for_writing) {
    event.events |= EPOLLOUT;
  }
  event.data.u64 = client;
  watched_for_writing_[client] = also_for_writing;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, connections_[client].fd(), &event);
}

void Swarm::send(std::size_t client, std::string_view text) {
  WsConnection& connection = connections_[client];
  if (connection.phase() == WsConnection::Phase::open) {
    connection.send_text(text);
    watch(client, connection.wants_to_write());
  }
}

void Swarm::close_all() {
  for (WsConnection& connection : connections_) {
    connection.close();
  }
}

void Swarm::lose(std::size_t client) {
  connections_[client].close();
  listener_.on_lost(client);
}

void Swarm::poll(std::chrono::milliseconds wait) {
  std::array<epoll_event, 512> events{};
  const int count = ::epoll_wait(
      epoll_, events.data(), static_cast<int>(events.size()), static_cast<int>(wait.count())
  );
  for (std::size_t at = 0; count > 0 && at < static_cast<std::size_t>(count); ++at) {
    const auto client = static_cast<std::size_t>(events[at].data.u64);
    WsConnection& connection = connections_[client];
    if (connection.phase() == WsConnection::Phase::closed) {
      continue;
    }
    const bool was_open = connection.phase() == WsConnection::Phase::open;
    if ((events[at].events & EPOLLOUT) != 0 && !connection.on_writable()) {
      lose(client);
      continue;
    }
    if ((events[at].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
      const bool alive =
          connection.on_readable([&](std::string_view text) { listener_.on_text(client, text); });
      if (!alive) {
        lose(client);
        continue;
      }
    }
    if (!was_open && connection.phase() == WsConnection::Phase::open) {
      listener_.on_open(client);
    }
    watch(client, connection.wants_to_write());
  }
}

bool Swarm::poll_until(const std::function<bool()>& done, Clock::time_point deadline) {
  while (!done()) {
    const Clock::time_point now = Clock::now();
    if (now >= deadline) {
      return false;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - now);
    poll(std::min(left + std::chrono::milliseconds{1}, std::chrono::milliseconds{100}));
  }
  return true;
}

void raise_open_files(std::size_t files) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < files) {
    throw std::runtime_error{
        "this needs " + std::to_string(files) + " open files; the limit is " +
        std::to_string(limit.rlim_cur)
    };
  }
}

}  // namespace attune::bench
