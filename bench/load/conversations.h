#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/plan.h"
#include "bench/load/swarm.h"
#include "bench/load/talk.h"

namespace attune::bench {

// N clients of one server that each wait to be told when to begin a turn. A turn is an answer and
// all that comes back up to the next question; with an echo server, a message of 120 bytes and its
// echo.
class Conversations : public Swarm::Listener {
 public:
  Conversations(const Plan& plan, std::size_t clients);

  // Connects them, a few hundred at a time, and waits until each is ready; throws when one is not.
  void connect_all(std::uint16_t port, const std::vector<std::string>& cookies);
  void begin_turn(std::size_t client);

  Swarm& swarm() { return swarm_; }

  std::size_t turns_under_way() const { return under_way_; }

  std::size_t rejections() const { return rejections_; }

  std::size_t lost() const { return lost_; }

 protected:
  // The turn of a client is over. Another may be begun from within.
  virtual void on_turn_over(std::size_t client) = 0;

 private:
  void on_open(std::size_t client) override;
  void on_text(std::size_t client, std::string_view text) override;
  void on_lost(std::size_t client) override;
  void ready(std::size_t client);

  struct Client {
    explicit Client(std::size_t number) : talk(number) {}

    Talk talk;
    bool caught_up = false;
    bool in_turn = false;
  };

  bool echo_;
  std::vector<Client> clients_;
  Swarm swarm_;
  std::size_t ready_ = 0;
  std::size_t under_way_ = 0;
  std::size_t rejections_ = 0;
  std::size_t lost_ = 0;
  std::string first_rejection_;
};

}  // namespace attune::bench
