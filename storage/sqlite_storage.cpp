#include "storage/sqlite_storage.h"

#include "storage/chain.h"
#include "storage/limits.h"
#include "storage/schema/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_publications.h"
#include "storage/sqlite_turns.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_name = "attune.db";

std::int64_t as_integer(engine::Seq seq) {
  return static_cast<std::int64_t>(seq);
}

void migrate(Database& database) {
  const std::int64_t version = database.pragma("user_version");
  if (version > static_cast<std::int64_t>(schema_steps.size())) {
    throw SqliteError{
        SQLITE_ERROR, "it was written by a newer version of this program; use that one"
    };
  }
  for (auto step = static_cast<std::size_t>(version); step < schema_steps.size(); ++step) {
    database.execute("BEGIN IMMEDIATE");
    if (database.pragma("user_version") > static_cast<std::int64_t>(step)) {
      database.execute("COMMIT");  // another process took this step meanwhile
      continue;
    }
    database.execute(std::string{schema_steps[step].tables});
    if (schema_steps[step].fill != nullptr) {
      schema_steps[step].fill(database);
    }
    database.execute("PRAGMA user_version = " + std::to_string(step + 1) + "; COMMIT");
  }
}

Database opened(const fs::path& path) {
  Database database{path.string()};
  database.execute(
      "PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = FULL;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA wal_autocheckpoint = " +
      std::to_string(limits::wal_pages) + ";"
  );
  migrate(database);
  return database;
}

}  // namespace

// The connection and its statements; only the storage thread touches them.
struct SqliteStorage::Tables {
  explicit Tables(const fs::path& path) : database{opened(path)} {}

  Database database;
  Statement begin_write{database, "BEGIN IMMEDIATE"};
  Statement begin_read{database, "BEGIN"};
  Statement commit{database, "COMMIT"};
  SqliteTurns turns{database};
  Statement put_snapshot{
      database,
      "INSERT OR REPLACE INTO snapshots (session, seq, checksum, body) VALUES (?, ?, ?, ?)"
  };
  Statement get_snapshot{database, "SELECT seq, body FROM snapshots WHERE session = ?"};
  Statement insert_journey{
      database, "INSERT INTO journeys (session, words, program, started) VALUES (?, ?, ?, ?)"
  };
  Statement insert_device{
      database, "INSERT INTO devices (device, session, since) VALUES (?, ?, ?)"
  };
  Statement set_program{database, "UPDATE journeys SET program = ? WHERE session = ?"};
  Statement session_exists{database, "SELECT 1 FROM journeys WHERE session = ?"};
  Statement by_device{database, "SELECT session FROM devices WHERE device = ?"};
  Statement by_words{database, "SELECT session FROM journeys WHERE words = ?"};
  Statement delete_device{database, "DELETE FROM devices WHERE device = ?"};
  Statement erase_snapshot{database, "DELETE FROM snapshots WHERE session = ?"};
  Statement erase_devices{database, "DELETE FROM devices WHERE session = ?"};
  Statement leave_tombstone{database, "INSERT OR IGNORE INTO erased (tombstone) VALUES (?)"};
  Statement erase_journey{database, "DELETE FROM journeys WHERE session = ?"};
  Statement keep_program{
      database, "INSERT OR IGNORE INTO programs (program, sources) VALUES (?, ?)"
  };
  Statement get_program{database, "SELECT sources FROM programs WHERE program = ?"};
  SqlitePublications publications{database};

  Stored<void> append(const Append& append) {
    const auto head = turns.head(append.session);
    if (!head) {
      return std::unexpected{StoreError::missing};
    }
    if (append.entry.first != head->last + 1) {
      return std::unexpected{StoreError::conflict};
    }
    write(*head, append);
    return {};
  }

  void write(const SqliteTurns::Head& head, const Append& append) {
    turns.append(append.session, head, append.entry);
    if (append.snapshot) {
      const Chain sum = checksum(append.session, *append.snapshot);
      put_snapshot.bind_blob(1, append.session.bytes)
          .bind(2, as_integer(append.snapshot->seq))
          .bind_blob(3, sum.bytes)
          .bind_blob(4, append.snapshot->body);
      put_snapshot.run();
    }
    if (append.program) {
      set_program.bind_blob(1, append.program->bytes).bind_blob(2, append.session.bytes);
      set_program.run();
    }
  }

  Stored<SessionId> find(Statement& statement, const SecretHash& secret) {
    Reading reading{statement.bind_blob(1, secret.bytes)};
    if (!statement.step()) {
      return std::unexpected{StoreError::missing};
    }
    return id_from<SessionId>(statement.blob(0));
  }

  void roll_back() {
    sqlite3_exec(database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    turns.forget();
  }

  bool exists(const SessionId& session) {
    Reading reading{session_exists.bind_blob(1, session.bytes)};
    return session_exists.step();
  }

  void add_device(const SecretHash& device, const SessionId& session, engine::Instant at) {
    insert_device.bind_blob(1, device.bytes)
        .bind_blob(2, session.bytes)
        .bind(3, at.time_since_epoch().count());
    insert_device.run();
  }
};

engine::Result<std::unique_ptr<SqliteStorage>> SqliteStorage::open(
    const fs::path& folder, Post post
) {
  std::error_code error;
  const bool fresh = !fs::exists(folder, error);
  fs::create_directories(folder, error);
  if (!error && fresh) {
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  if (error) {
    return std::unexpected{engine::Error{
        "The data folder " + folder.string() + " cannot be made: " + error.message() + "."
    }};
  }
  try {
    auto tables = std::make_unique<Tables>(folder / file_name);
    fs::permissions(folder / file_name, fs::perms::owner_read | fs::perms::owner_write, error);
    return std::unique_ptr<SqliteStorage>{new SqliteStorage{std::move(tables), std::move(post)}};
  } catch (const SqliteError& failure) {
    return std::unexpected{engine::Error{
        "The journal " + (folder / file_name).string() + " cannot be opened: " + failure.what() +
        "."
    }};
  }
}

SqliteStorage::SqliteStorage(std::unique_ptr<Tables> tables, Post post)
    : tables_{std::move(tables)}, post_{std::move(post)}, thread_{[this] { run(); }} {}

SqliteStorage::~SqliteStorage() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void SqliteStorage::push(Operation operation) {
  {
    const std::lock_guard lock{mutex_};
    if (waiting_.size() >= limits::operations_waiting_max) {
      post_(std::move(operation.refuse));
      return;
    }
    waiting_.push_back(std::move(operation));
    if (std::exchange(hand_over_posted_, true)) {
      return;
    }
  }
  post_([self = std::weak_ptr{self_}] {
    if (const auto storage = self.lock()) {
      (*storage)->hand_over();
    }
  });
}

void SqliteStorage::hand_over() {
  {
    const std::lock_guard lock{mutex_};
    hand_over_posted_ = false;
    handed_over_ = !waiting_.empty();
  }
  wake_.notify_one();
}

void SqliteStorage::run() {
  while (true) {
    std::vector<Operation> batch;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return stopping_ || handed_over_; });
      if (waiting_.empty()) {
        break;
      }
      const std::size_t count = std::min(waiting_.size(), limits::operations_per_commit_max);
      batch.assign(
          std::make_move_iterator(waiting_.begin()),
          std::make_move_iterator(waiting_.begin() + static_cast<std::ptrdiff_t>(count))
      );
      waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
      handed_over_ = !waiting_.empty();
    }
    commit(std::move(batch));
    if (tables_->turns.index_is_due()) {
      write_index();
    }
  }
  write_index();  // the next start need not look for them
}

void SqliteStorage::commit(std::vector<Operation> batch) {
  std::vector<Completion> completions;
  completions.reserve(batch.size());
  try {
    const bool writes = std::ranges::any_of(batch, &Operation::writes);
    (writes ? tables_->begin_write : tables_->begin_read).run();
    tables_->turns.refresh();
    for (Operation& operation : batch) {
      completions.push_back(operation.work(tables_.get()));
    }
    tables_->commit.run();
  } catch (const SqliteError&) {
    // The disk is full, or broken, or busy: nobody is told that anything was kept.
    tables_->roll_back();
    completions.clear();
    for (Operation& operation : batch) {
      completions.push_back(std::move(operation.refuse));
    }
  }
  post_([completions = std::move(completions)]() mutable {
    for (Completion& completion : completions) {
      completion();
    }
  });
}

// Between batches, so that no answer waits for it longer than for another batch. What fails here is
// tried again later: the turns themselves are kept.
void SqliteStorage::write_index() {
  try {
    tables_->begin_write.run();
    tables_->turns.refresh();
    tables_->turns.write_index();
    tables_->commit.run();
  } catch (const SqliteError&) {
    tables_->roll_back();
    return;
  }
  tables_->turns.forget();
}

// `work` gives a Stored<T>; its `done` is shared by the two ways that an operation can end.
template <class T, class Work>
void SqliteStorage::enqueue(bool writes, Done<Stored<T>> done, Work work) {
  auto shared = std::make_shared<Done<Stored<T>>>(std::move(done));
  Operation operation;
  operation.writes = writes;
  operation.work = [shared, work = std::move(work)](Tables* tables) mutable -> Completion {
    return [shared, result = work(*tables)]() mutable { (*shared)(std::move(result)); };
  };
  operation.refuse = [shared] { (*shared)(std::unexpected{StoreError::unavailable}); };
  push(std::move(operation));
}

void SqliteStorage::append(Append append, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [append = std::move(append)](Tables& tables) {
    return tables.append(append);
  });
}

void SqliteStorage::load(SessionId session, Done<Stored<Loaded>> done) {
  enqueue<Loaded>(false, std::move(done), [session](Tables& tables) -> Stored<Loaded> {
    if (!tables.exists(session)) {
      return std::unexpected{StoreError::missing};
    }
    Loaded loaded;
    engine::Seq after = 0;
    {
      Reading reading{tables.get_snapshot.bind_blob(1, session.bytes)};
      if (tables.get_snapshot.step()) {
        after = static_cast<engine::Seq>(tables.get_snapshot.integer(0));
        loaded.snapshot = Snapshot{.seq = after, .body = tables.get_snapshot.blob(1)};
      }
    }
    loaded.tail = tables.turns.read(session, after, static_cast<std::size_t>(-1));
    return loaded;
  });
}

void SqliteStorage::read(
    SessionId session,
    engine::Seq after,
    std::size_t bytes_max,
    Done<Stored<std::vector<Entry>>> done
) {
  enqueue<std::vector<Entry>>(
      false,
      std::move(done),
      [session, after, bytes_max](Tables& tables) -> Stored<std::vector<Entry>> {
        return tables.turns.read(session, after, bytes_max);
      }
  );
}

void SqliteStorage::create(NewJourney journey, Done<Stored<void>> done) {
  enqueue<void>(
      true,
      std::move(done),
      [journey = std::move(journey)](Tables& tables) -> Stored<void> {
        tables.insert_journey.bind_blob(1, journey.session.bytes)
            .bind_blob(2, journey.words.bytes)
            .bind_blob(3, journey.program.bytes)
            .bind(4, journey.at.time_since_epoch().count());
        try {
          tables.insert_journey.run();
        } catch (const SqliteError& error) {
          if (error.is_constraint()) {
            return std::unexpected{StoreError::conflict};
          }
          throw;
        }
        tables.add_device(journey.device, journey.session, journey.at);
        tables.write(SqliteTurns::Head{}, journey.first_turn);
        return {};
      }
  );
}

void SqliteStorage::find_by_device(SecretHash device, Done<Stored<SessionId>> done) {
  enqueue<SessionId>(false, std::move(done), [device](Tables& tables) {
    return tables.find(tables.by_device, device);
  });
}

void SqliteStorage::find_by_words(SecretHash words, Done<Stored<SessionId>> done) {
  enqueue<SessionId>(false, std::move(done), [words](Tables& tables) {
    return tables.find(tables.by_words, words);
  });
}

void SqliteStorage::add_device(
    SecretHash device, SessionId session, engine::Instant at, Done<Stored<void>> done
) {
  enqueue<void>(true, std::move(done), [device, session, at](Tables& tables) -> Stored<void> {
    if (!tables.exists(session)) {
      return std::unexpected{StoreError::missing};
    }
    tables.add_device(device, session, at);
    return {};
  });
}

void SqliteStorage::forget_device(SecretHash device, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [device](Tables& tables) -> Stored<void> {
    tables.delete_device.bind_blob(1, device.bytes);
    tables.delete_device.run();
    return {};
  });
}

void SqliteStorage::erase(SessionId session, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session](Tables& tables) -> Stored<void> {
    tables.turns.erase(session);
    for (Statement* statement :
         {&tables.erase_snapshot, &tables.erase_devices, &tables.erase_journey}) {
      statement->bind_blob(1, session.bytes);
      statement->run();
    }
    const Chain stays = tombstone(session);
    tables.leave_tombstone.bind_blob(1, stays.bytes).run();
    return {};
  });
}

void SqliteStorage::keep(engine::ProgramId program, std::string sources, Done<Stored<void>> done) {
  enqueue<void>(
      true,
      std::move(done),
      [program, sources = std::move(sources)](Tables& tables) -> Stored<void> {
        tables.keep_program.bind_blob(1, program.bytes).bind_blob(2, sources);
        tables.keep_program.run();
        return {};
      }
  );
}

void SqliteStorage::find(engine::ProgramId program, Done<Stored<std::string>> done) {
  enqueue<std::string>(false, std::move(done), [program](Tables& tables) -> Stored<std::string> {
    Reading reading{tables.get_program.bind_blob(1, program.bytes)};
    if (!tables.get_program.step()) {
      return std::unexpected{StoreError::missing};
    }
    return tables.get_program.blob(0);
  });
}

void SqliteStorage::publish(NewPublication publication, Done<Stored<std::int64_t>> done) {
  enqueue<std::int64_t>(
      true,
      std::move(done),
      [publication = std::move(publication)](Tables& tables) -> Stored<std::int64_t> {
        if (!publication.sources.empty()) {
          tables.keep_program.bind_blob(1, publication.publication.program.bytes)
              .bind_blob(2, publication.sources);
          tables.keep_program.run();
        }
        return tables.publications.publish(publication);
      }
  );
}

void SqliteStorage::publications_after(
    std::int64_t id, Done<Stored<std::vector<Publication>>> done
) {
  enqueue<std::vector<Publication>>(
      false,
      std::move(done),
      [id](Tables& tables) -> Stored<std::vector<Publication>> {
        return tables.publications.after(id);
      }
  );
}

void SqliteStorage::overview(Done<Stored<Overview>> done) {
  enqueue<Overview>(false, std::move(done), [](Tables& tables) -> Stored<Overview> {
    return Overview{
        .log = tables.publications.after(0), .versions = tables.publications.versions()
    };
  });
}

engine::Result<std::string> SqliteStorage::secret(std::string_view name, std::string (*make)()) {
  try {
    Statement put{tables_->database, "INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)"};
    const std::string fresh = make();
    put.bind_text(1, name).bind_blob(2, fresh);
    put.run();
    Statement get{tables_->database, "SELECT value FROM secrets WHERE name = ?"};
    get.bind_text(1, name);
    get.step();
    return get.blob(0);
  } catch (const SqliteError& failure) {
    return std::unexpected{engine::Error{
        std::string{"The journal cannot keep this server's secrets: "} + failure.what() + "."
    }};
  }
}

}  // namespace attune::storage
