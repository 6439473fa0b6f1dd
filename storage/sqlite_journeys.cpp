#include "storage/sqlite_journeys.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace attune::storage {
namespace {

std::int64_t as_integer(engine::Day day) {
  return day.time_since_epoch().count();
}

std::string select(std::string_view columns, std::string_view rest) {
  return "SELECT " + std::string{columns} + " " + std::string{rest};
}

constexpr std::string_view stamp_journey = "UPDATE journeys SET checksum = ? WHERE session = ?";
constexpr std::string_view stamp_device = "UPDATE devices SET checksum = ? WHERE device = ?";

}  // namespace

Chain journey_checksum(const Statement& row) {
  return RowSum{"journey"}
      .blob(row.blob(0))
      .blob(row.blob(1))
      .blob(row.blob(2))
      .blob(row.blob(3))
      .integer(row.integer(4))
      .integer(row.integer(5))
      .sum();
}

Chain device_checksum(const Statement& row) {
  return RowSum{"device"}
      .blob(row.blob(0))
      .blob(row.blob(1))
      .blob(row.blob(2))
      .integer(row.integer(3))
      .sum();
}

SqliteJourneys::SqliteJourneys(Database& database)
    : database_{database},
      insert_{
          database,
          "INSERT INTO journeys (session, words, key, program, started, touched, checksum)"
          " VALUES (?, ?, ?, ?, ?, ?, x'')"
      },
      insert_device_{
          database,
          "INSERT INTO devices (device, session, key, since, checksum) VALUES (?, ?, ?, ?, x'')"
      },
      stamp_device_{database, stamp_device},
      read_device_{database, select(device_columns, "FROM devices WHERE device = ?")},
      read_{database, select(journey_columns, "FROM journeys WHERE session = ?")},
      stamp_{database, stamp_journey},
      exists_{database, "SELECT 1 FROM journeys WHERE session = ?"},
      by_device_{database, "SELECT session, key FROM devices WHERE device = ?"},
      by_words_{database, "SELECT session, key FROM journeys WHERE words = ?"},
      set_program_{database, "UPDATE journeys SET program = ? WHERE session = ?"},
      touch_{database, "UPDATE journeys SET touched = ?1 WHERE session = ?2 AND touched < ?1"},
      forget_device_{database, "DELETE FROM devices WHERE device = ?"},
      erase_devices_{database, "DELETE FROM devices WHERE session = ?"},
      erase_{database, "DELETE FROM journeys WHERE session = ?"},
      leave_tombstone_{database, "INSERT OR IGNORE INTO erased (tombstone) VALUES (?)"} {}

Stored<void> SqliteJourneys::insert(const NewJourney& journey) {
  insert_.bind_blob(1, journey.session.bytes)
      .bind_blob(2, journey.words.lookup.bytes)
      .bind_blob(3, journey.words.wrapped_key)
      .bind_blob(4, journey.program.bytes)
      .bind(5, journey.at.time_since_epoch().count())
      .bind(6, as_integer(std::chrono::floor<std::chrono::days>(journey.at)));
  try {
    insert_.run();
  } catch (const SqliteError& error) {
    if (error.is_constraint()) {
      return std::unexpected{StoreError::conflict};
    }
    throw;
  }
  stamp(journey.session);
  add_device(journey.device, journey.session, journey.at);
  return {};
}

void SqliteJourneys::add_device(const Door& device, const SessionId& session, engine::Instant at) {
  insert_device_.bind_blob(1, device.lookup.bytes)
      .bind_blob(2, session.bytes)
      .bind_blob(3, device.wrapped_key)
      .bind(4, at.time_since_epoch().count())
      .run();
  Chain sum;
  {
    const Reading reading{read_device_.bind_blob(1, device.lookup.bytes)};
    read_device_.step();
    sum = device_checksum(read_device_);
  }
  stamp_device_.bind_blob(1, sum.bytes).bind_blob(2, device.lookup.bytes).run();
}

// After each change of a row, over what stands there then.
void SqliteJourneys::stamp(const SessionId& session) {
  Chain sum;
  {
    const Reading reading{read_.bind_blob(1, session.bytes)};
    if (!read_.step()) {
      return;
    }
    sum = journey_checksum(read_);
  }
  stamp_.bind_blob(1, sum.bytes).bind_blob(2, session.bytes).run();
}

void SqliteJourneys::stamp_all(Database& database) {
  const auto stamp_rows = [&](const std::string& sql, std::string_view update, auto sum) {
    std::vector<std::pair<std::string, Chain>> sums;
    {
      Statement rows{database, sql};
      while (rows.step()) {
        sums.emplace_back(rows.blob(0), sum(rows));
      }
    }
    Statement put{database, update};
    for (const auto& [row, checksum] : sums) {
      put.bind_blob(1, checksum.bytes).bind_blob(2, std::string_view{row}).run();
    }
  };
  stamp_rows(select(journey_columns, "FROM journeys"), stamp_journey, journey_checksum);
  stamp_rows(select(device_columns, "FROM devices"), stamp_device, device_checksum);
}

bool SqliteJourneys::exists(const SessionId& session) {
  const Reading reading{exists_.bind_blob(1, session.bytes)};
  return exists_.step();
}

Stored<Found> SqliteJourneys::find(Statement& statement, const SecretHash& lookup) {
  const Reading reading{statement.bind_blob(1, lookup.bytes)};
  if (!statement.step()) {
    return std::unexpected{StoreError::missing};
  }
  return Found{.session = id_from<SessionId>(statement.blob(0)), .wrapped_key = statement.blob(1)};
}

Stored<Found> SqliteJourneys::find_by_device(const SecretHash& device) {
  return find(by_device_, device);
}

Stored<Found> SqliteJourneys::find_by_words(const SecretHash& words) {
  return find(by_words_, words);
}

void SqliteJourneys::set_program(const SessionId& session, const engine::ProgramId& program) {
  set_program_.bind_blob(1, program.bytes).bind_blob(2, session.bytes).run();
  stamp(session);
}

void SqliteJourneys::touch(const SessionId& session, engine::Day day) {
  touch_.bind(1, as_integer(day)).bind_blob(2, session.bytes).run();
  if (database_.changes() > 0) {
    stamp(session);
  }
}

bool SqliteJourneys::forget_device(const SecretHash& device) {
  forget_device_.bind_blob(1, device.bytes).run();
  return database_.changes() > 0;
}

bool SqliteJourneys::erase(const SessionId& session) {
  erase_devices_.bind_blob(1, session.bytes).run();
  erase_.bind_blob(1, session.bytes).run();
  const bool was_there = database_.changes() > 0;
  const Chain stays = tombstone(session);
  leave_tombstone_.bind_blob(1, stays.bytes).run();
  return was_there;
}

}  // namespace attune::storage
