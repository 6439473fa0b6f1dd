#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/journeys.h"
#include "bench/load/json_field.h"
#include "bench/load/measure.h"
#include "bench/load/swarm.h"
#include "bench/load/talk.h"

namespace attune::bench {

namespace {

constexpr std::chrono::seconds patience{120};
constexpr std::uint64_t short_journey = 10;
constexpr std::uint64_t long_journey = 10'000;
constexpr std::size_t starts = 15;

// One person who answers until the journey has so many events, and later only comes back to it.
class Returner final : public Swarm::Listener {
 public:
  Returner(std::uint16_t port, std::string cookie, std::uint64_t seen)
      : cookie_(std::move(cookie)), seq_(seen), talk_(0) {
    Endpoint endpoint;
    endpoint.port = port;
    endpoint.target = "/ws";
    endpoint.subprotocol = "attune.v1";
    endpoint.cookie = cookie_;
    swarm_.connect(0, endpoint);
    wait_for([this] { return is_open_; });
  }

  // From hello, with all that was seen, to "you are up to date".
  Clock::duration come_back() {
    is_current_ = false;
    const Clock::time_point begun = Clock::now();
    swarm_.send(0, R"({"type":"hello","after":)" + std::to_string(seq_) + "}");
    wait_for([this] { return is_current_; });
    return Clock::now() - begun;
  }

  void answer_until(std::uint64_t seq) {
    while (seq_ < seq) {
      is_asked_ = false;
      swarm_.send(0, talk_.answer());
      wait_for([this] { return is_asked_; });
    }
  }

  std::uint64_t seq() const { return seq_; }

 private:
  void wait_for(const std::function<bool()>& done) {
    if (!swarm_.poll_until(done, Clock::now() + patience)) {
      throw std::runtime_error{"the server did not answer in time"};
    }
  }

  void on_open(std::size_t /*client*/) override { is_open_ = true; }

  void on_lost(std::size_t /*client*/) override {
    throw std::runtime_error{"it lost its connection"};
  }

  void on_text(std::size_t /*client*/, std::string_view text) override {
    const std::string_view seq = json_field(text, "seq");
    std::uint64_t number = 0;
    std::from_chars(seq.data(), seq.data() + seq.size(), number);
    seq_ = std::max(seq_, number);
    switch (talk_.hear(text)) {
      case Talk::Heard::current:
        is_current_ = true;
        return;
      case Talk::Heard::asked:
        is_asked_ = true;
        return;
      case Talk::Heard::rejected:
        throw std::runtime_error{"it was rejected: " + std::string{text}};
      case Talk::Heard::words:
      case Talk::Heard::kept:
        return;
    }
  }

  std::string cookie_;
  std::uint64_t seq_;
  Talk talk_;
  bool is_open_ = false;
  bool is_current_ = false;
  bool is_asked_ = false;
  Swarm swarm_{1, *this};
};

double median_us(std::vector<Clock::duration>& lasted) {
  std::ranges::sort(lasted);
  return std::chrono::duration<double, std::micro>(lasted[lasted.size() / 2]).count();
}

double percentile_ms(const std::vector<Clock::duration>& sorted, double part) {
  const auto at = static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1));
  return std::chrono::duration<double, std::milli>(sorted[at]).count();
}

}  // namespace

int measure_resume(const Plan& plan) {
  const Workplace workplace{plan};
  std::vector<std::string> cookies;
  std::vector<std::uint64_t> seen;
  {
    ServerProcess server{workplace.server_plan(plan)};
    cookies = begin_journeys(server.port(), plan.course, 3);
    for (const std::uint64_t events : {short_journey, short_journey, long_journey}) {
      Returner person{server.port(), cookies[seen.size()], 0};
      person.come_back();
      person.answer_until(events);
      seen.push_back(person.seq());
    }
    server.stop();
  }
  std::vector<Clock::duration> after_few;
  std::vector<Clock::duration> after_many;
  for (std::size_t start = 0; start < starts; ++start) {
    // A server that has just started has nothing in memory. The first journey warms what every
    // journey needs, and of the two others each goes first in turn.
    ServerProcess server{workplace.server_plan(plan)};
    Returner{server.port(), cookies[0], seen[0]}.come_back();
    for (const std::size_t which : {1 + start % 2, 2 - start % 2}) {
      Returner person{server.port(), cookies[which], seen[which]};
      (which == 1 ? after_few : after_many).push_back(person.come_back());
    }
    server.stop();
  }
  const double few = median_us(after_few);
  const double many = median_us(after_many);
  std::printf(
      "resume_us_after_%llu_events %.0f\nresume_us_after_%llu_events %.0f\nratio %.2f\n",
      static_cast<unsigned long long>(seen[1]),
      few,
      static_cast<unsigned long long>(seen[2]),
      many,
      many / few
  );
  return 0;
}

int measure_rest(const Plan& plan) {
  const Workplace workplace{plan};
  ServerProcess server{workplace.server_plan(plan)};
  std::vector<Clock::duration> lasted;
  for (const std::string& cookie : read_cookies(plan.cookies)) {
    Returner person{server.port(), cookie, 0};
    lasted.push_back(person.come_back());
  }
  server.stop();
  if (lasted.empty()) {
    throw std::runtime_error{"no cookies in " + plan.cookies};
  }
  std::ranges::sort(lasted);
  std::printf(
      "returned %zu\nresume_ms_p50 %.2f\nresume_ms_p99 %.2f\n",
      lasted.size(),
      percentile_ms(lasted, 0.5),
      percentile_ms(lasted, 0.99)
  );
  return 0;
}

}  // namespace attune::bench
