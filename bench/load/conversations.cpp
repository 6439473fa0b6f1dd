#include "bench/load/conversations.h"

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace attune::bench {

namespace {

constexpr std::size_t connecting_at_once = 200;
constexpr std::chrono::seconds connecting_patience{120};

const std::string& echo_message() {
  static const std::string message(120, 'a');
  return message;
}

}  // namespace

Conversations::Conversations(const Plan& plan, std::size_t clients)
    : echo_(plan.is_echo()), swarm_(clients, *this) {
  clients_.reserve(clients);
  for (std::size_t client = 0; client < clients; ++client) {
    clients_.emplace_back(client);
  }
}

void Conversations::connect_all(std::uint16_t port, const std::vector<std::string>& cookies) {
  Endpoint endpoint;
  endpoint.port = port;
  if (!echo_) {
    endpoint.target = "/ws";
    endpoint.subprotocol = "attune.v1";
  }
  const Clock::time_point deadline = Clock::now() + connecting_patience;
  for (std::size_t begun = 0; begun < clients_.size();) {
    const std::size_t until = std::min(clients_.size(), begun + connecting_at_once);
    for (; begun < until; ++begun) {
      if (!echo_) {
        endpoint.cookie = cookies.at(begun);
      }
      swarm_.connect(begun, endpoint);
    }
    swarm_.poll_until([&] { return ready_ == begun || lost_ > 0; }, deadline);
    if (ready_ != begun) {
      throw std::runtime_error{
          "of " + std::to_string(begun) + " connections, " + std::to_string(ready_) +
          " became ready and " + std::to_string(lost_) + " were lost. " + first_rejection_
      };
    }
  }
}

void Conversations::begin_turn(std::size_t client) {
  Client& one = clients_[client];
  one.in_turn = true;
  ++under_way_;
  if (echo_) {
    swarm_.send(client, echo_message());
  } else {
    swarm_.send(client, one.talk.answer());
  }
}

void Conversations::on_open(std::size_t client) {
  if (echo_) {
    ready(client);
  } else {
    swarm_.send(client, Talk::hello());
  }
}

void Conversations::on_text(std::size_t client, std::string_view text) {
  Client& one = clients_[client];
  if (echo_) {
    ready(client);
    return;
  }
  switch (one.talk.hear(text)) {
    case Talk::Heard::current:
      if (!one.caught_up) {
        one.caught_up = true;
        ready(client);
      }
      return;
    case Talk::Heard::asked:
      if (one.caught_up) {
        ready(client);
      }
      return;
    case Talk::Heard::rejected:
      if (rejections_++ == 0) {
        first_rejection_ = text;
        std::fprintf(stderr, "rejected: %s\n", first_rejection_.c_str());
      }
      return;
    case Talk::Heard::kept:
    case Talk::Heard::words:
      return;
  }
}

void Conversations::ready(std::size_t client) {
  Client& one = clients_[client];
  if (!one.in_turn) {
    ++ready_;
    return;
  }
  one.in_turn = false;
  --under_way_;
  on_turn_over(client);
}

void Conversations::on_lost(std::size_t client) {
  ++lost_;
  if (clients_[client].in_turn) {
    clients_[client].in_turn = false;
    --under_way_;
  }
}

}  // namespace attune::bench
