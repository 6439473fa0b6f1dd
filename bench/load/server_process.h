#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace attune::bench {

// A server in a process of its own that prints "listening on http://127.0.0.1:PORT" once it accepts
// connections. Its standard error goes to a file. Killed, if it still runs, when this is destroyed.
class ServerProcess {
 public:
  struct Plan {
    std::vector<std::string> command;
    std::string log_path;
    std::optional<int> core;  // the one core that it may run on
  };

  // Returns when it listens; throws when it ends or stays silent for `patience`.
  explicit ServerProcess(
      const Plan& plan, std::chrono::seconds patience = std::chrono::seconds{30}
  );
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  std::uint16_t port() const { return port_; }

  // SIGKILL, and no goodbye.
  void kill_hard();
  // SIGTERM; its exit status, or -1 when it ended by a signal or did not end in time.
  int stop(std::chrono::seconds patience = std::chrono::seconds{30});

  double cpu_seconds() const;  // user and system
  double resident_bytes() const;

 private:
  void wait_until_it_listens(int output, std::chrono::seconds patience);
  void reap();

  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

// Runs a command that ends by itself, its output into the log, too. Its exit status; -1 when it
// ended by a signal.
int run_to_end(const ServerProcess::Plan& plan);

void pin_this_thread(int core);

}  // namespace attune::bench
