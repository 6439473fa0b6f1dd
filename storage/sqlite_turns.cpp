#include "storage/sqlite_turns.h"

#include "storage/limits.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace attune::storage {
namespace {

std::int64_t as_integer(engine::Seq seq) {
  return static_cast<std::int64_t>(seq);
}

engine::Seq as_seq(std::int64_t integer) {
  return static_cast<engine::Seq>(integer);
}

}  // namespace

SqliteTurns::SqliteTurns(Database& database)
    : version_{database, "PRAGMA data_version"},
      rows_after_index_{
          database,
          "SELECT id, session, first, last, chain FROM events"
          " WHERE id > (SELECT up_to FROM indexed) ORDER BY id"
      },
      last_row_{
          database, "SELECT max((SELECT up_to FROM indexed), ifnull(max(id), 0)) FROM events"
      },
      insert_event_{
          database,
          "INSERT INTO events (id, session, first, last, chain, body) VALUES (?, ?, ?, ?, ?, ?)"
      },
      last_place_{
          database,
          "SELECT places.last, events.chain FROM places LEFT JOIN events ON events.id = "
          "places.event"
          " WHERE places.session = ? ORDER BY places.first DESC LIMIT 1"
      },
      // The place that holds the event after `after` may begin before it.
      places_after_{
          database,
          "SELECT first, last, event FROM places WHERE session = ?1 AND first >= ifnull("
          "(SELECT max(first) FROM places WHERE session = ?1 AND first <= ?2 + 1), 0)"
          " ORDER BY first"
      },
      body_{database, "SELECT body FROM events WHERE id = ?"},
      erase_indexed_{
          database, "DELETE FROM events WHERE id IN (SELECT event FROM places WHERE session = ?)"
      },
      erase_row_{database, "DELETE FROM events WHERE id = ?"},
      erase_places_{database, "DELETE FROM places WHERE session = ?"},
      insert_place_{
          database, "INSERT INTO places (session, first, last, event) VALUES (?, ?, ?, ?)"
      },
      set_indexed_{database, "UPDATE indexed SET up_to = ?"} {}

void SqliteTurns::refresh() {
  std::int64_t version = 0;
  {
    const Reading reading{version_};
    version_.step();
    version = version_.integer(0);
  }
  if (known_version_ == version) {
    return;
  }
  recent_.clear();
  recent_turns_ = 0;
  {
    const Reading reading{rows_after_index_};
    while (rows_after_index_.step()) {
      remember(
          id_from<SessionId>(rows_after_index_.blob(1)),
          Place{
              .first = as_seq(rows_after_index_.integer(2)),
              .last = as_seq(rows_after_index_.integer(3)),
              .row = rows_after_index_.integer(0)
          },
          id_from<Chain>(rows_after_index_.blob(4))
      );
    }
  }
  const Reading reading{last_row_};
  last_row_.step();
  next_row_ = last_row_.integer(0) + 1;
  known_version_ = version;
}

void SqliteTurns::remember(const SessionId& session, const Place& place, const Chain& chain) {
  Recent& recent = recent_[session];
  recent.places.push_back(place);
  recent.chain = chain;
  ++recent_turns_;
}

std::optional<SqliteTurns::Head> SqliteTurns::head(const SessionId& session) {
  if (const auto recent = recent_.find(session); recent != recent_.end()) {
    return Head{.last = recent->second.places.back().last, .chain = recent->second.chain};
  }
  const Reading reading{last_place_.bind_blob(1, session.bytes)};
  if (!last_place_.step()) {
    return std::nullopt;
  }
  if (last_place_.is_null(1)) {
    throw SqliteError{SQLITE_CORRUPT, "the index tells of a turn that is not there"};
  }
  return Head{.last = as_seq(last_place_.integer(0)), .chain = id_from<Chain>(last_place_.blob(1))};
}

void SqliteTurns::append(const SessionId& session, const Head& head, const Entry& entry) {
  const Chain chain = chained(head.chain, session, entry);
  insert_event_.bind(1, next_row_)
      .bind_blob(2, session.bytes)
      .bind(3, as_integer(entry.first))
      .bind(4, as_integer(entry.last))
      .bind_blob(5, chain.bytes)
      .bind_blob(6, entry.body);
  insert_event_.run();
  remember(session, Place{.first = entry.first, .last = entry.last, .row = next_row_}, chain);
  ++next_row_;
}

void SqliteTurns::take(const Place& place, std::size_t& bytes, std::vector<Entry>& entries) {
  const Reading reading{body_.bind(1, place.row)};
  body_.step();
  entries.push_back(Entry{.first = place.first, .last = place.last, .body = body_.blob(0)});
  bytes += entries.back().body.size() + 1;
}

std::vector<Entry> SqliteTurns::read(
    const SessionId& session, engine::Seq after, std::size_t bytes_max
) {
  std::vector<Entry> entries;
  std::size_t bytes = 0;
  {
    const Reading reading{places_after_.bind_blob(1, session.bytes).bind(2, as_integer(after))};
    while (bytes < bytes_max && places_after_.step()) {
      const Place place{
          .first = as_seq(places_after_.integer(0)),
          .last = as_seq(places_after_.integer(1)),
          .row = places_after_.integer(2)
      };
      if (place.last > after) {
        take(place, bytes, entries);
      }
    }
  }
  if (const auto recent = recent_.find(session); recent != recent_.end()) {
    for (const Place& place : recent->second.places) {
      if (bytes >= bytes_max) {
        break;
      }
      if (place.last > after) {
        take(place, bytes, entries);
      }
    }
  }
  return entries;
}

void SqliteTurns::erase(const SessionId& session) {
  erase_indexed_.bind_blob(1, session.bytes).run();
  erase_places_.bind_blob(1, session.bytes).run();
  const auto recent = recent_.find(session);
  if (recent == recent_.end()) {
    return;
  }
  for (const Place& place : recent->second.places) {
    erase_row_.bind(1, place.row).run();
  }
  recent_turns_ -= recent->second.places.size();
  recent_.erase(recent);
}

bool SqliteTurns::index_is_due() const {
  return recent_turns_ >= limits::turns_without_index_max;
}

void SqliteTurns::write_index() {
  std::vector<std::pair<SessionId, Place>> rows;
  rows.reserve(recent_turns_);
  for (const auto& [session, recent] : recent_) {
    for (const Place& place : recent.places) {
      rows.emplace_back(session, place);
    }
  }
  if (rows.empty()) {
    return;
  }
  std::ranges::sort(rows, {}, [](const auto& row) {
    return std::tie(row.first, row.second.first);
  });
  for (const auto& [session, place] : rows) {
    insert_place_.bind_blob(1, session.bytes)
        .bind(2, as_integer(place.first))
        .bind(3, as_integer(place.last))
        .bind(4, place.row);
    insert_place_.run();
  }
  set_indexed_.bind(1, next_row_ - 1).run();
}

}  // namespace attune::storage
