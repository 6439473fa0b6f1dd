#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace attune::server {

// Counts for the operator. Labels are words of this program: nothing of a person, nothing
// unbounded.
class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  // A request that became durable, from its frame to its commit.
  void turn(std::chrono::steady_clock::duration took);
  // A request that had been taken before.
  void repeated();
  void rejected(std::string_view code);
  void connected();
  void disconnected();
  // Connections turned away: "address", "full", "journey", "draining".
  void refused(std::string_view why);
  // Calls and messages that were over a limit, by its name.
  void limited(std::string_view limit);
  // Closed by us, by its code.
  void closed(std::uint16_t code);
  // When the certificate in use ends.
  void certificate(std::chrono::sys_seconds expires);
  // A client that did not read.
  void dropped();
  void http(std::string_view route, unsigned status, std::chrono::steady_clock::duration took);

  // Prometheus text format.
  std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace attune::server
