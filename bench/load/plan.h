#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/server_process.h"

namespace attune::bench {

// What to start, and what to do to it.
struct Plan {
  std::string server;   // the attune program
  std::string echo;     // instead: an echo server's command line, words divided by spaces
  std::string courses;  // a folder that holds the course to talk with
  std::string course = "load";
  std::string config;   // settings of the server, in which its limits are raised
  std::string cookies;  // a file of `begin`'s: its journeys are used, and none is begun
  std::string data;     // empty: a new folder under the system's temporary one, gone afterwards
  std::optional<int> server_core;
  std::optional<int> load_core;

  std::size_t connections = 100;
  std::chrono::milliseconds warm_up{2000};
  std::chrono::milliseconds lasting{10000};
  double rate = 1000;  // open loop: turns a second
  std::size_t kills = 3;
  unsigned seed = 0;  // crash: of the moments at which it kills; 0 takes one from the clock

  bool is_echo() const { return !echo.empty(); }
};

// A folder for the server's data and its log; removed at the end when it was made here.
class Workplace {
 public:
  explicit Workplace(const Plan& plan);
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace();

  std::string data() const { return folder_ + "/data"; }

  std::string log() const { return folder_ + "/server.log"; }

  ServerProcess::Plan server_plan(const Plan& plan) const;
  // attune verify on the data.
  ServerProcess::Plan verify_plan(const Plan& plan) const;

 private:
  std::string folder_;
  bool temporary_ = false;
};

}  // namespace attune::bench
