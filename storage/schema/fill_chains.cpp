#include "storage/schema/fill_chains.h"

#include "storage/chain.h"

#include <map>

namespace attune::storage {
namespace {

void fill_events(Database& database) {
  Statement turns{
      database, "SELECT id, session, first, last, body FROM events_without_chain ORDER BY id"
  };
  Statement insert{
      database,
      "INSERT INTO events (id, session, first, last, chain, body) VALUES (?, ?, ?, ?, ?, ?)"
  };
  // Commit order is each session's own order, too.
  std::map<SessionId, Chain> heads;
  while (turns.step()) {
    const auto session = id_from<SessionId>(turns.blob(1));
    const Entry entry{
        .first = static_cast<engine::Seq>(turns.integer(2)),
        .last = static_cast<engine::Seq>(turns.integer(3)),
        .body = turns.blob(4)
    };
    Chain& head = heads[session];
    head = chained(head, session, entry);
    insert.bind(1, turns.integer(0))
        .bind_blob(2, session.bytes)
        .bind(3, turns.integer(2))
        .bind(4, turns.integer(3))
        .bind_blob(5, head.bytes)
        .bind_blob(6, entry.body);
    insert.run();
  }
}

void fill_snapshots(Database& database) {
  Statement snapshots{database, "SELECT session, seq, body FROM snapshots_without_checksum"};
  Statement insert{
      database, "INSERT INTO snapshots (session, seq, checksum, body) VALUES (?, ?, ?, ?)"
  };
  while (snapshots.step()) {
    const auto session = id_from<SessionId>(snapshots.blob(0));
    const Snapshot snapshot{
        .seq = static_cast<engine::Seq>(snapshots.integer(1)), .body = snapshots.blob(2)
    };
    const Chain sum = checksum(session, snapshot);
    insert.bind_blob(1, session.bytes)
        .bind(2, snapshots.integer(1))
        .bind_blob(3, sum.bytes)
        .bind_blob(4, snapshot.body);
    insert.run();
  }
}

}  // namespace

void fill_chains(Database& database) {
  fill_events(database);
  fill_snapshots(database);
  database.execute("DROP TABLE events_without_chain; DROP TABLE snapshots_without_checksum");
}

}  // namespace attune::storage
