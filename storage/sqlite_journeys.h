#pragma once

#include "storage/chain.h"
#include "storage/journal.h"
#include "storage/sqlite.h"

#include <string_view>

// The list of journeys and of the devices that open them. Each row has a checksum over all of it,
// so that `attune verify` notices a wrapped key that changed, which no key is needed for.
namespace attune::storage {

// What the checksums are over, in this order.
inline constexpr std::string_view journey_columns =
    "session, words, key, program, started, touched";
inline constexpr std::string_view device_columns = "device, session, key, since";

// Of a row that begins with those columns.
Chain journey_checksum(const Statement& row);
Chain device_checksum(const Statement& row);

// For the one thread that owns the connection, inside its transactions.
class SqliteJourneys {
 public:
  explicit SqliteJourneys(Database& database);

  // Conflict when there is one with this id, or these words.
  Stored<void> insert(const NewJourney& journey);
  void add_device(const Door& device, const SessionId& session, engine::Instant at);
  bool exists(const SessionId& session);
  Stored<Found> find_by_device(const SecretHash& device);
  Stored<Found> find_by_words(const SecretHash& words);
  void set_program(const SessionId& session, const engine::ProgramId& program);
  // Somebody was there on that day. A last day only ever moves forward.
  void touch(const SessionId& session, engine::Day day);
  // Each tells whether there was one.
  bool forget_device(const SecretHash& device);
  bool erase(const SessionId& session);

  // Gives every row the checksum of what stands in it.
  static void stamp_all(Database& database);

 private:
  static Stored<Found> find(Statement& statement, const SecretHash& lookup);
  void stamp(const SessionId& session);

  Database& database_;
  Statement insert_;
  Statement insert_device_;
  Statement stamp_device_;
  Statement read_device_;
  Statement read_;
  Statement stamp_;
  Statement exists_;
  Statement by_device_;
  Statement by_words_;
  Statement set_program_;
  Statement touch_;
  Statement forget_device_;
  Statement erase_devices_;
  Statement erase_;
  Statement leave_tombstone_;
};

}  // namespace attune::storage
