#pragma once

#include "storage/chain.h"
#include "storage/journal.h"
#include "storage/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <vector>

namespace attune::storage {

// The turns of all sessions as they lie in SQLite, for the one thread that owns the connection.
//
// A turn is appended to `events` in commit order, and nothing else is written for it: an index kept
// up with each turn would rewrite a page somewhere else for each, which costs more than all the
// rest of a durable turn. `places` is that index, written in arrears: many rows at once, in its own
// order. Where the turns lie that are not in it yet is remembered here, and read from the end of
// `events` when the file is opened.
//
// Every call runs inside a transaction of the caller's, and throws SqliteError when SQLite fails.
class SqliteTurns {
 public:
  explicit SqliteTurns(Database& database);

  // At the start of each transaction: takes note of what another process wrote meanwhile.
  void refresh();

  // After a transaction that was rolled back: what is remembered of it is not true.
  void forget() { known_version_.reset(); }

  // Where a session's next turn goes on.
  struct Head {
    engine::Seq last = 0;
    Chain chain;
  };

  // Nothing when the session has no turn.
  std::optional<Head> head(const SessionId& session);
  // After the session's head, which is a fresh one for its first turn.
  void append(const SessionId& session, const Head& head, const Entry& entry);
  // Entries that hold an event with seq > after, in order, until `bytes_max` is passed.
  std::vector<Entry> read(const SessionId& session, engine::Seq after, std::size_t bytes_max);
  void erase(const SessionId& session);

  // Whether so much is remembered that it is time to write the index.
  bool index_is_due() const;
  void write_index();

 private:
  // Where a turn lies: its seqs, and the row of `events`.
  struct Place {
    engine::Seq first = 0;
    engine::Seq last = 0;
    std::int64_t row = 0;
  };

  // Session ids are random: any eight bytes of them are a hash.
  struct SessionHash {
    std::size_t operator()(const SessionId& session) const {
      std::size_t hash = 0;
      std::memcpy(&hash, session.bytes.data(), sizeof hash);
      return hash;
    }
  };

  // The turns of one session that are not in the index yet.
  struct Recent {
    std::vector<Place> places;
    Chain chain;  // of the last of them
  };

  void remember(const SessionId& session, const Place& place, const Chain& chain);
  void take(const Place& place, std::size_t& bytes, std::vector<Entry>& entries);

  Statement version_;
  Statement rows_after_index_;
  Statement last_row_;
  Statement insert_event_;
  Statement last_place_;
  Statement places_after_;
  Statement body_;
  Statement erase_indexed_;
  Statement erase_row_;
  Statement erase_places_;
  Statement insert_place_;
  Statement set_indexed_;

  std::unordered_map<SessionId, Recent, SessionHash> recent_;
  std::size_t recent_turns_ = 0;
  std::int64_t next_row_ = 1;
  std::optional<std::int64_t> known_version_;  // SQLite's data_version that `recent_` belongs to
};

}  // namespace attune::storage
