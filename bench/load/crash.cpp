#include "bench/load/crash.h"

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bench/load/journeys.h"
#include "bench/load/json_field.h"
#include "bench/load/swarm.h"
#include "bench/load/talk.h"

namespace attune::bench {

namespace {

constexpr std::chrono::seconds patience{60};
constexpr std::size_t turns_after_a_crash = 2;

struct Kept {
  std::string question;
  std::string request;
  std::string value;
  std::uint64_t seq = 0;

  bool operator==(const Kept&) const = default;
};

class Survivors final : public Swarm::Listener {
 public:
  explicit Survivors(std::size_t clients) : swarm_(clients, *this) {
    for (std::size_t client = 0; client < clients; ++client) {
      clients_.emplace_back(client);
    }
  }

  // Each reads its journey from the start, and answers from then on.
  void connect_all(std::uint16_t port, const std::vector<std::string>& cookies) {
    Endpoint endpoint;
    endpoint.port = port;
    endpoint.target = "/ws";
    endpoint.subprotocol = "attune.v1";
    losses_are_expected_ = false;
    for (std::size_t client = 0; client < clients_.size(); ++client) {
      Client& one = clients_[client];
      one.caught_up = false;
      one.replayed.clear();
      one.turns = 0;
      endpoint.cookie = cookies.at(client);
      swarm_.connect(client, endpoint);
    }
    const bool went_on = swarm_.poll_until([&] { return all_went_on(); }, Clock::now() + patience);
    if (!went_on) {
      fail("not every client went on after it connected");
    }
  }

  void talk_for(std::chrono::milliseconds lasting) {
    swarm_.poll_until([] { return false; }, Clock::now() + lasting);
  }

  // Reads what had reached the clients before the server died.
  void drain() {
    losses_are_expected_ = true;
    const bool all_gone =
        swarm_.poll_until([&] { return lost_ == clients_.size(); }, Clock::now() + patience);
    if (!all_gone) {
      fail("the server was killed and a connection stayed");
    }
    lost_ = 0;
  }

  void leave() {
    losses_are_expected_ = true;
    swarm_.close_all();
  }

  std::size_t acknowledged() const {
    std::size_t count = 0;
    for (const Client& one : clients_) {
      count += one.acknowledged.size();
    }
    return count;
  }

  std::size_t kept_but_unheard() const { return kept_but_unheard_; }

  std::size_t sent_again() const { return sent_again_; }

 private:
  struct Client {
    explicit Client(std::size_t number) : talk(number) {}

    Talk talk;
    bool caught_up = false;
    bool answer_is_out = false;                          // sent, and not yet acknowledged
    std::size_t turns = 0;                               // since it connected
    std::unordered_map<std::string, Kept> acknowledged;  // by request
    std::unordered_map<std::string, Kept> replayed;      // by request
  };

  [[noreturn]] static void fail(const std::string& what) { throw std::runtime_error{what}; }

  [[noreturn]] static void fail_client(
      std::size_t client, std::string_view what, std::string_view which = {}
  ) {
    fail("client " + std::to_string(client) + ": " + std::string{what}.append(which));
  }

  bool all_went_on() const {
    for (const Client& one : clients_) {
      if (one.turns < turns_after_a_crash) {
        return false;
      }
    }
    return true;
  }

  void on_open(std::size_t client) override { swarm_.send(client, Talk::hello()); }

  void on_lost(std::size_t client) override {
    if (!losses_are_expected_) {
      fail_client(client, "it lost its connection");
    }
    ++lost_;
  }

  void on_text(std::size_t client, std::string_view text) override {
    Client& one = clients_[client];
    switch (one.talk.hear(text)) {
      case Talk::Heard::kept:
        take_kept(client, one);
        return;
      case Talk::Heard::asked:
        // A question that follows an answer; those of the replay wait for `current`.
        if (one.caught_up && !one.answer_is_out) {
          answer(client, one);
        }
        return;
      case Talk::Heard::current:
        if (!one.caught_up) {
          take_current(client, one, unquoted(json_field(text, "open")));
        }
        return;
      case Talk::Heard::rejected:
        fail_client(client, "it was told ", text);
      case Talk::Heard::words:
        return;
    }
  }

  void answer(std::size_t client, Client& one) {
    one.answer_is_out = true;
    swarm_.send(client, one.talk.answer());
  }

  void take_kept(std::size_t client, Client& one) {
    const Kept kept{
        .question = one.talk.kept_question(),
        .request = one.talk.kept_request(),
        .value = one.talk.kept_value(),
        .seq = one.talk.kept_seq(),
    };
    if (!one.caught_up) {
      if (!one.replayed.emplace(kept.request, kept).second) {
        fail_client(client, "a request happened twice: ", kept.request);
      }
      return;
    }
    if (kept.request != one.talk.request() || kept.value != one.talk.value()) {
      fail_client(client, "an answer was acknowledged that was not given");
    }
    const auto before = one.replayed.find(kept.request);
    if (before != one.replayed.end() && before->second != kept) {
      fail_client(client, "a repeated request was kept anew");
    }
    one.acknowledged.insert_or_assign(kept.request, kept);
    one.answer_is_out = false;
    ++one.turns;
    // Sent again, it had been kept before the crash: its next question came with the replay.
    if (before != one.replayed.end() && one.talk.has_question()) {
      answer(client, one);
    }
  }

  void take_current(std::size_t client, Client& one, std::string_view open) {
    one.caught_up = true;
    if (one.talk.question() != open) {
      fail_client(client, "the last question asked is not the one that stands open: ", open);
    }
    std::map<std::string, std::size_t> answers;  // a question
    for (const auto& [request, kept] : one.replayed) {
      if (++answers[kept.question] > 1) {
        fail_client(client, "a question was answered twice: ", kept.question);
      }
    }
    for (const auto& [request, kept] : one.acknowledged) {
      const auto found = one.replayed.find(request);
      if (found == one.replayed.end()) {
        fail_client(client, "an acknowledged answer is gone: ", request);
      }
      if (found->second != kept) {
        fail_client(client, "an acknowledged answer has changed: ", request);
      }
    }
    if (!one.answer_is_out) {
      answer(client, one);
      return;
    }
    // What a browser's outbox does with an answer that nobody acknowledged.
    if (one.replayed.contains(one.talk.request())) {
      ++kept_but_unheard_;
    }
    ++sent_again_;
    swarm_.send(client, one.talk.answer_again());
  }

  std::vector<Client> clients_;
  Swarm swarm_;
  std::size_t lost_ = 0;
  std::size_t kept_but_unheard_ = 0;
  std::size_t sent_again_ = 0;
  bool losses_are_expected_ = false;
};

void show_log(const std::string& path) {
  std::ifstream file{path};
  const std::string log{std::istreambuf_iterator<char>{file}, {}};
  constexpr std::size_t shown = 4000;
  const std::string tail = log.size() > shown ? log.substr(log.size() - shown) : log;
  std::fprintf(stderr, "the server's log ends with:\n%s\n", tail.c_str());
}

// What the killed server left, before another opens it.
void expect_whole(const Plan& plan, const Workplace& workplace) {
  if (const int status = run_to_end(workplace.verify_plan(plan)); status != 0) {
    throw std::runtime_error{"attune verify ended with " + std::to_string(status)};
  }
}

int crash_in(const Plan& plan, const Workplace& workplace) {
  const unsigned seed = plan.seed != 0 ? plan.seed : std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937 random{seed};
  std::uniform_int_distribution<int> moment_ms{20, 1200};

  auto server = std::make_unique<ServerProcess>(workplace.server_plan(plan));
  const std::vector<std::string> cookies =
      begin_journeys(server->port(), plan.course, plan.connections);
  Survivors survivors{plan.connections};
  survivors.connect_all(server->port(), cookies);
  for (std::size_t kill = 0; kill < plan.kills; ++kill) {
    survivors.talk_for(std::chrono::milliseconds{moment_ms(random)});
    server->kill_hard();
    survivors.drain();
    expect_whole(plan, workplace);
    server = std::make_unique<ServerProcess>(workplace.server_plan(plan));
    survivors.connect_all(server->port(), cookies);
  }
  survivors.leave();
  const int status = server->stop();
  expect_whole(plan, workplace);
  std::printf(
      "%zu clients, %zu kills, %zu answers acknowledged: all there, none twice; attune verify "
      "found "
      "nothing, after each.\n"
      "%zu answers were out when the server died and were sent again; %zu of them had been kept.\n",
      plan.connections,
      plan.kills,
      survivors.acknowledged(),
      survivors.sent_again(),
      survivors.kept_but_unheard()
  );
  if (status != 0) {
    std::fprintf(stderr, "after SIGTERM the server ended with %d\n", status);
    return 1;
  }
  return 0;
}

}  // namespace

int crash(const Plan& plan) {
  raise_open_files(plan.connections + 100);
  const Workplace workplace{plan};
  try {
    return crash_in(plan, workplace);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    show_log(workplace.log());
    return 1;
  }
}

}  // namespace attune::bench
