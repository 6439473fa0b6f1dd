#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Every bound of the server, by name. All are settings (config.h, "limits"); these are their
// defaults.
namespace attune::server {

struct Limits {
  // What one connection may say: so many at once, then so many a second. After `warnings` refusals
  // in a row the connection is closed.
  double messages_burst = 20;
  double messages_per_s = 5;
  std::uint32_t warnings = 20;

  // One journey, over all the windows and devices that have it open.
  double journey_messages_burst = 40;
  double journey_messages_per_s = 10;
  std::size_t connections_per_journey = 20;

  // Conversations that are open at a time. Past 10,000 Asio serves unfairly (p99 of seconds), so it
  // is better to turn people away with a sentence.
  std::size_t connections_max = 10'000;
  // A clinic's or a mobile network's people share one address.
  std::size_t connections_per_address = 100;
  // TCP connections of every kind; one over it is closed before a byte is read.
  std::size_t sockets_max = 12'000;
  std::size_t sockets_per_address = 400;  // a browser opens six to load the page

  // Calls of /api/ from one address, whatever they are for.
  double calls_burst = 300;
  double calls_per_s = 20;
  // Coming back with six words, from one address and from all together. Six words are 77 bits: the
  // latter is for the processor's sake, as each try is a password hash.
  double tries_burst = 10;
  double tries_per_minute = 6;
  double tries_all_burst = 30;
  double tries_all_per_minute = 30;
  // Beginning a journey: the same. A group that begins together is a burst.
  double begins_burst = 30;
  double begins_per_minute = 10;
  double begins_all_burst = 300;
  double begins_all_per_minute = 120;

  // Bytes that wait for a client that reads slowly.
  std::size_t outbox_bytes_max = std::size_t{512} * 1024;
  std::size_t page_bytes = std::size_t{64} * 1024;  // of history, read at a time
  std::size_t header_bytes_max = std::size_t{16} * 1024;

  std::uint32_t hello_timeout_s = 10;
  std::uint32_t header_timeout_s = 10;
  std::uint32_t body_timeout_s = 10;
  std::uint32_t write_timeout_s = 30;
  std::uint32_t keep_alive_s = 30;
  std::uint32_t idle_timeout_s = 50;  // pings go out at half of it
  std::uint32_t close_timeout_s = 3;
  // Of a client that is told goodbye and goes on talking.
  std::size_t read_off_bytes_max = std::size_t{4} * 1024 * 1024;
  std::uint32_t drain_timeout_s = 8;

  // Shutting down, sockets are closed so many at a time.
  std::size_t drain_batch = 250;
  std::uint32_t drain_pause_ms = 20;

  std::uint32_t accept_pause_ms = 50;  // after the process ran out of descriptors
};

}  // namespace attune::server
