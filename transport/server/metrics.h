#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace attune::server {

// How it stands with what is durable, at the moment that is asked.
struct StorageFigures {
  std::size_t waiting = 0;  // operations, for the storage thread
  std::uintmax_t database_bytes = 0;
  std::uintmax_t log_bytes = 0;  // of the write-ahead log
};

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

  // A commit of so many operations, from the storage thread; one that failed kept none of them.
  void commit(std::chrono::steady_clock::duration took, std::size_t operations, bool failed);
  // Journeys "begun", "resumed" with six words, "erased" by their person, "untouched" for too long
  // and erased.
  void journeys(std::string_view what, std::size_t count = 1);
  // Which version of the program runs.
  void version(std::string_view version);
  // Asked at each text().
  void watch_storage(std::function<StorageFigures()> figures);

  // Prometheus text format.
  std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace attune::server
