#pragma once

#include "transport/server/limits.h"
#include "transport/server/server.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace attune::testing {

// A whole server in this process, on a port that the system picks, with its journal in memory.
class TestHouse {
 public:
  explicit TestHouse(server::Settings settings = {});
  TestHouse(const TestHouse&) = delete;
  TestHouse& operator=(const TestHouse&) = delete;
  // Drains, if that was not done, and waits for the thread.
  ~TestHouse();

  std::uint16_t port() const { return port_; }

  // Reads the certificate again, as SIGHUP has it done. Why not, or an empty text.
  std::string reload_certificate();
  // From here on the journal takes so long for each thing that it is asked.
  void slow_down(std::chrono::milliseconds each);
  // Begins to drain and comes back at once.
  void begin_draining();
  // Until the server has closed everything.
  void wait();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::uint16_t port_ = 0;
};

}  // namespace attune::testing
