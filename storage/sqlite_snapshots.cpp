#include "storage/sqlite_snapshots.h"

#include "storage/chain.h"

namespace attune::storage {
namespace {

std::int64_t as_integer(engine::Seq seq) {
  return static_cast<std::int64_t>(seq);
}

}  // namespace

SqliteSnapshots::SqliteSnapshots(Database& database)
    : insert_{
          database,
          "INSERT OR REPLACE INTO snapshots (session, seq, checked, checksum, body)"
          " VALUES (?, ?, 0, ?, ?)"
      },
      erase_unchecked_{
          database, "DELETE FROM snapshots WHERE session = ? AND checked = 0 AND seq < ?"
      },
      select_{
          database, "SELECT seq, checked, body FROM snapshots WHERE session = ? ORDER BY seq"
      },
      confirm_{database, "UPDATE snapshots SET checked = 1 WHERE session = ? AND seq = ?"},
      erase_earlier_{
          database,
          "DELETE FROM snapshots WHERE session = ?1 AND seq <"
          " (SELECT max(seq) FROM snapshots WHERE session = ?1 AND checked = 1)"
      },
      erase_all_{database, "DELETE FROM snapshots WHERE session = ?"} {}

void SqliteSnapshots::put(const SessionId& session, const Snapshot& snapshot) {
  const Chain sum = checksum(session, snapshot);
  insert_.bind_blob(1, session.bytes)
      .bind(2, as_integer(snapshot.seq))
      .bind_blob(3, sum.bytes)
      .bind_blob(4, snapshot.body);
  insert_.run();
  erase_unchecked_.bind_blob(1, session.bytes).bind(2, as_integer(snapshot.seq));
  erase_unchecked_.run();
}

Loaded SqliteSnapshots::load(const SessionId& session) {
  Loaded loaded;
  const Reading reading{select_.bind_blob(1, session.bytes)};
  while (select_.step()) {
    auto& snapshot = select_.integer(1) != 0 ? loaded.checked : loaded.unchecked;
    snapshot =
        Snapshot{.seq = static_cast<engine::Seq>(select_.integer(0)), .body = select_.blob(2)};
  }
  return loaded;
}

void SqliteSnapshots::confirm(const SessionId& session, engine::Seq seq) {
  confirm_.bind_blob(1, session.bytes).bind(2, as_integer(seq)).run();
  erase_earlier_.bind_blob(1, session.bytes).run();
}

void SqliteSnapshots::erase(const SessionId& session) {
  erase_all_.bind_blob(1, session.bytes).run();
}

}  // namespace attune::storage
