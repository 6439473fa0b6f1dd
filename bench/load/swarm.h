#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "bench/load/ws_connection.h"

namespace attune::bench {

using Clock = std::chrono::steady_clock;

// Many WebSockets on one thread. Clients are numbered from 0.
class Swarm {
 public:
  // What happens to a client. Connections may be written to from within, but not closed or opened.
  class Listener {
   public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;

    virtual void on_open(std::size_t client) = 0;
    virtual void on_text(std::size_t client, std::string_view text) = 0;
    virtual void on_lost(std::size_t client) = 0;
  };

  Swarm(std::size_t clients, Listener& listener);
  Swarm(const Swarm&) = delete;
  Swarm& operator=(const Swarm&) = delete;
  ~Swarm();

  std::size_t size() const { return connections_.size(); }

  void connect(std::size_t client, const Endpoint& endpoint);
  void send(std::size_t client, std::string_view text);
  void close_all();

  // Handles what is there, after waiting for it up to `wait`.
  void poll(std::chrono::milliseconds wait);
  // Polls until `done` or the deadline; true when done.
  bool poll_until(const std::function<bool()>& done, Clock::time_point deadline);

 private:
  void lose(std::size_t client);
  void watch(std::size_t client, bool also_for_writing);

  std::vector<WsConnection> connections_;
  std::vector<bool> watched_for_writing_;
  Listener& listener_;
  int epoll_ = -1;
};

// As many open files as the system allows this process and its children; throws when fewer than
// `files`.
void raise_open_files(std::size_t files);

}  // namespace attune::bench
