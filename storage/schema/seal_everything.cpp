#include "storage/schema/seal_everything.h"

#include "storage/chain.h"
#include "storage/key.h"
#include "storage/seal.h"

#include <algorithm>
#include <vector>

namespace attune::storage {
namespace {

// What was stored of a token or of six words.
Key secret_from(const std::string& hash) {
  return Key::made([&](Key::Bytes bytes) {
    std::ranges::fill(bytes, std::uint8_t{0});
    std::copy_n(hash.begin(), std::min(hash.size(), bytes.size()), bytes.begin());
  });
}

std::vector<std::string> blobs(Database& database, std::string_view sql, const SessionId* session) {
  Statement select{database, sql};
  if (session != nullptr) {
    select.bind_blob(1, session->bytes);
  }
  std::vector<std::string> all;
  while (select.step()) {
    all.push_back(select.blob(0));
  }
  return all;
}

struct Sealing {
  explicit Sealing(Database& sealed) : database{sealed} {}

  Database& database;
  Statement set_words{database, "UPDATE journeys SET words = ?, key = ? WHERE session = ?"};
  Statement set_device{database, "UPDATE devices SET device = ?, key = ? WHERE device = ?"};
  Statement turns{
      database, "SELECT id, first, last, body FROM events WHERE session = ? ORDER BY first"
  };
  Statement set_turn{database, "UPDATE events SET chain = ?, body = ? WHERE id = ?"};

  void seal_doors(const SessionId& session, const Key& key) {
    const auto words = blobs(database, "SELECT words FROM journeys WHERE session = ?", &session);
    for (const std::string& hash : words) {
      const Door door = door_of(secret_from(hash), session, key);
      set_words.bind_blob(1, door.lookup.bytes)
          .bind_blob(2, door.wrapped_key)
          .bind_blob(3, session.bytes);
      set_words.run();
    }
    const auto devices = blobs(database, "SELECT device FROM devices WHERE session = ?", &session);
    for (const std::string& hash : devices) {
      const Door door = door_of(secret_from(hash), session, key);
      set_device.bind_blob(1, door.lookup.bytes)
          .bind_blob(2, door.wrapped_key)
          .bind_blob(3, std::string_view{hash});
      set_device.run();
    }
  }

  void seal_turns(const SessionId& session, const Key& key) {
    struct Row {
      std::int64_t id = 0;
      Entry entry;
    };

    std::vector<Row> rows;
    {
      const Reading reading{turns.bind_blob(1, session.bytes)};
      while (turns.step()) {
        rows.push_back(
            Row{.id = turns.integer(0),
                .entry =
                    {.first = static_cast<engine::Seq>(turns.integer(1)),
                     .last = static_cast<engine::Seq>(turns.integer(2)),
                     .body = turns.blob(3)}}
        );
      }
    }
    Chain chain;
    for (Row& row : rows) {
      const SealedPlace place{
          .session = session,
          .kind = SealedKind::turn,
          .first = row.entry.first,
          .last = row.entry.last
      };
      row.entry.body = seal(key, place, row.entry.body);
      chain = chained(chain, session, row.entry);
      set_turn.bind_blob(1, chain.bytes).bind_blob(2, row.entry.body).bind(3, row.id);
      set_turn.run();
    }
  }
};

}  // namespace

void seal_everything(Database& database) {
  database.execute("CREATE INDEX while_sealing ON events (session, first)");
  {
    Sealing sealing{database};
    for (const std::string& bytes : blobs(database, "SELECT session FROM journeys", nullptr)) {
      const auto session = id_from<SessionId>(bytes);
      const Key key = Key::random();
      sealing.seal_doors(session, key);
      sealing.seal_turns(session, key);
    }
  }
  database.execute("DROP INDEX while_sealing");
}

bool needs_sweeping(Database& database) {
  Statement mark{database, "SELECT 1 FROM secrets WHERE name = 'to_be_swept'"};
  return mark.step();
}

void sweep(Database& database) {
  database.execute("VACUUM");
  if (!database.empty_log()) {
    throw SqliteError{SQLITE_BUSY, "another program reads it while it is being sealed"};
  }
  database.execute("DELETE FROM secrets WHERE name = 'to_be_swept'");
}

}  // namespace attune::storage
