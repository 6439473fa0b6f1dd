#include "bench/load/measure.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include "bench/load/conversations.h"
#include "bench/load/journeys.h"

namespace attune::bench {

namespace {

constexpr std::chrono::seconds last_turns_patience{30};

void print(std::string_view name, double value) {
  std::printf("%.*s %.6g\n", static_cast<int>(name.size()), name.data(), value);
  std::fflush(stdout);
}

double seconds(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

double own_cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto whole = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
  return whole + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// In microseconds.
class Latencies {
 public:
  void add(Clock::duration latency) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(latency).count();
    values_.push_back(static_cast<std::uint32_t>(std::max<std::int64_t>(us, 0)));
  }

  std::size_t count() const { return values_.size(); }

  void report() {
    if (values_.empty()) {
      return;
    }
    std::ranges::sort(values_);
    print("p50_us", values_[values_.size() / 2]);
    print("p99_us", values_[values_.size() * 99 / 100]);
    print("max_us", values_.back());
  }

 private:
  std::vector<std::uint32_t> values_;
};

// Both processes' CPU over a stretch of time.
class CpuWatch {
 public:
  explicit CpuWatch(const ServerProcess& server)
      : server_(server),
        server_before_(server.cpu_seconds()),
        own_before_(own_cpu_seconds()),
        begun_(Clock::now()) {}

  void report(std::size_t turns) const {
    const double lasted = seconds(Clock::now() - begun_);
    const double server_cpu = server_.cpu_seconds() - server_before_;
    print("turns_per_s", static_cast<double>(turns) / lasted);
    print("server_cpu_percent", server_cpu / lasted * 100);
    print(
        "server_cpu_us_per_turn",
        server_cpu * 1e6 / static_cast<double>(std::max<std::size_t>(turns, 1))
    );
    print("load_cpu_percent", (own_cpu_seconds() - own_before_) / lasted * 100);
  }

 private:
  const ServerProcess& server_;
  double server_before_;
  double own_before_;
  Clock::time_point begun_;
};

class ClosedLoop final : public Conversations {
 public:
  using Conversations::Conversations;

  void begin_all() {
    begun_.resize(swarm().size());
    for (std::size_t client = 0; client < swarm().size(); ++client) {
      begin(client);
    }
  }

  void measure_from_now() { measured_ = Latencies{}; }

  void stop() { stopping_ = true; }

  Latencies& measured() { return measured_; }

 private:
  void begin(std::size_t client) {
    begun_[client] = Clock::now();
    begin_turn(client);
  }

  void on_turn_over(std::size_t client) override {
    if (!stopping_) {
      measured_.add(Clock::now() - begun_[client]);
      begin(client);
    }
  }

  std::vector<Clock::time_point> begun_;
  Latencies measured_;
  bool stopping_ = false;
};

class OpenLoop final : public Conversations {
 public:
  OpenLoop(const Plan& plan, std::size_t clients)
      : Conversations(plan, clients), due_(clients), order_(clients) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::shuffle(order_.begin(), order_.end(), std::mt19937{1});
  }

  // A turn of the next client should begin at `when`, which is now or just was.
  void turn_is_due(Clock::time_point when) {
    const std::size_t client = order_[next_++ % order_.size()];
    due_[client].push_back(when);
    if (due_[client].size() == 1) {
      begin_turn(client);
    }
  }

  void measure_from(Clock::time_point when) { measured_from_ = when; }

  Latencies& measured() { return measured_; }

 private:
  void on_turn_over(std::size_t client) override {
    const Clock::time_point due = due_[client].front();
    due_[client].pop_front();
    if (due >= measured_from_) {
      measured_.add(Clock::now() - due);
    }
    if (!due_[client].empty()) {
      begin_turn(client);
    }
  }

  std::vector<std::deque<Clock::time_point>> due_;  // the first of each is under way
  std::vector<std::size_t> order_;
  std::size_t next_ = 0;
  Clock::time_point measured_from_;
  Latencies measured_;
};

void prepare(const Plan& plan) {
  raise_open_files(plan.connections + 100);
  if (plan.load_core) {
    pin_this_thread(*plan.load_core);
  }
}

std::vector<std::string> cookies_for(const Plan& plan, const ServerProcess& server) {
  if (plan.is_echo()) {
    return {};
  }
  if (plan.cookies.empty()) {
    return begin_journeys(server.port(), plan.course, plan.connections);
  }
  std::vector<std::string> cookies = read_cookies(plan.cookies);
  if (cookies.size() < plan.connections) {
    throw std::runtime_error{plan.cookies + " has too few cookies"};
  }
  return cookies;
}

void poll_for(Conversations& conversations, std::chrono::milliseconds lasting) {
  conversations.swarm().poll_until([] { return false; }, Clock::now() + lasting);
}

// 1 when a client was refused, dropped or left without an answer.
int verdict(Conversations& conversations) {
  conversations.swarm().poll_until(
      [&] { return conversations.turns_under_way() == 0; }, Clock::now() + last_turns_patience
  );
  print("unanswered", static_cast<double>(conversations.turns_under_way()));
  print("rejected", static_cast<double>(conversations.rejections()));
  print("lost", static_cast<double>(conversations.lost()));
  const bool good = conversations.turns_under_way() == 0 && conversations.rejections() == 0 &&
                    conversations.lost() == 0;
  return good ? 0 : 1;
}

}  // namespace

int begin_only(const Plan& plan) {
  raise_open_files(plan.connections + 100);
  const Workplace workplace{plan};
  ServerProcess server{workplace.server_plan(plan)};
  const Clock::time_point begun = Clock::now();
  write_cookies(plan.cookies, begin_journeys(server.port(), plan.course, plan.connections));
  print("begun_per_s", static_cast<double>(plan.connections) / seconds(Clock::now() - begun));
  return server.stop();
}

int measure_closed_loop(const Plan& plan) {
  prepare(plan);
  const Workplace workplace{plan};
  ServerProcess server{workplace.server_plan(plan)};
  const double resident_before = server.resident_bytes();
  const std::vector<std::string> cookies = cookies_for(plan, server);
  ClosedLoop loop{plan, plan.connections};
  loop.connect_all(server.port(), cookies);
  loop.begin_all();
  poll_for(loop, plan.warm_up);
  loop.measure_from_now();
  const CpuWatch cpu{server};
  poll_for(loop, plan.lasting);
  cpu.report(loop.measured().count());
  loop.measured().report();
  print(
      "loaded_bytes_per_connection",
      (server.resident_bytes() - resident_before) / static_cast<double>(plan.connections)
  );
  loop.stop();
  return verdict(loop);
}

int measure_open_loop(const Plan& plan) {
  prepare(plan);
  const Workplace workplace{plan};
  ServerProcess server{workplace.server_plan(plan)};
  const std::vector<std::string> cookies = cookies_for(plan, server);
  OpenLoop loop{plan, plan.connections};
  loop.connect_all(server.port(), cookies);

  const std::chrono::duration<double> gap{1 / plan.rate};
  const Clock::time_point begun = Clock::now();
  const Clock::time_point measured_from = begun + plan.warm_up;
  const Clock::time_point ends = measured_from + plan.lasting;
  loop.measure_from(measured_from);
  std::size_t turns = 0;
  const auto due_at = [&](std::size_t turn) {
    return begun + std::chrono::duration_cast<Clock::duration>(gap * static_cast<double>(turn));
  };
  const auto run_until = [&](Clock::time_point until) {
    for (Clock::time_point now = Clock::now(); now < until; now = Clock::now()) {
      for (; due_at(turns) <= now; ++turns) {
        loop.turn_is_due(due_at(turns));
      }
      // Never sleeps: a millisecond of sleep would be counted as the server's.
      loop.swarm().poll(std::chrono::milliseconds{0});
    }
  };
  run_until(measured_from);
  const CpuWatch cpu{server};
  run_until(ends);
  cpu.report(loop.measured().count());
  const int result = verdict(loop);
  loop.measured().report();
  return result;
}

int measure_idle(const Plan& plan) {
  prepare(plan);
  const Workplace workplace{plan};
  ServerProcess server{workplace.server_plan(plan)};
  const double count = static_cast<double>(plan.connections);
  const double resident_before = server.resident_bytes();
  const std::vector<std::string> cookies = cookies_for(plan, server);
  const double resident_begun = server.resident_bytes();
  ClosedLoop loop{plan, plan.connections};
  loop.connect_all(server.port(), cookies);
  poll_for(loop, plan.warm_up);
  print("begun_bytes_per_journey", (resident_begun - resident_before) / count);
  print("idle_bytes_per_connection", (server.resident_bytes() - resident_before) / count);
  const CpuWatch cpu{server};
  poll_for(loop, plan.lasting);
  cpu.report(0);
  return verdict(loop);
}

int measure_start(const Plan& plan) {
  constexpr std::size_t starts = 11;
  std::vector<double> lasted;
  const Workplace workplace{plan};
  for (std::size_t start = 0; start < starts; ++start) {
    const Clock::time_point begun = Clock::now();
    ServerProcess server{workplace.server_plan(plan)};
    get(server.port(), "/healthz");
    lasted.push_back(seconds(Clock::now() - begun) * 1000);
    server.stop();
  }
  std::ranges::sort(lasted);
  print("start_ms", lasted[lasted.size() / 2]);
  return 0;
}

}  // namespace attune::bench
