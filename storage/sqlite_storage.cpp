#include "storage/sqlite_storage.h"

#include "storage/chain.h"
#include "storage/limits.h"
#include "storage/schema/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_publications.h"
#include "storage/sqlite_snapshots.h"
#include "storage/sqlite_turns.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

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

void prepare(Database& database) {
  database.execute(
      "PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = FULL;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA wal_autocheckpoint = " +
      std::to_string(limits::wal_pages) + ";"
  );
  migrate(database);
}

bool is_from_before_sealing(const fs::path& path) {
  if (!fs::exists(path)) {
    return false;
  }
  Database database{path.string()};
  const std::int64_t version = database.pragma("user_version");
  if (version == 0 || version > static_cast<std::int64_t>(schema_steps.size())) {
    return false;
  }
  return version < sealed_schema || needs_sweeping(database);
}

// Alone at the file: a server of before would go on writing what people say as it is.
SealedStore seal_store(const fs::path& path) {
  const auto started = std::chrono::steady_clock::now();
  Database database{path.string()};
  try {
    database.execute("PRAGMA locking_mode = EXCLUSIVE");
    prepare(database);
  } catch (const SqliteError& failure) {
    if (failure.is_busy()) {
      throw SqliteError{
          SQLITE_BUSY,
          "what was written in it before sealing has to be sealed first, and another program has "
          "it open; stop that one, and start again"
      };
    }
    throw;
  }
  sweep(database);
  SealedStore sealed;
  sealed.journeys = database.count("journeys");
  sealed.turns = database.count("events");
  sealed.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - started
  );
  return sealed;
}

Database opened(const fs::path& path) {
  Database database{path.string()};
  prepare(database);
  // What was erased just before a crash.
  database.empty_log();
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
  SqliteSnapshots snapshots{database};
  Statement insert_journey{
      database,
      "INSERT INTO journeys (session, words, key, program, started) VALUES (?, ?, ?, ?, ?)"
  };
  Statement insert_device{
      database, "INSERT INTO devices (device, key, session, since) VALUES (?, ?, ?, ?)"
  };
  Statement set_program{database, "UPDATE journeys SET program = ? WHERE session = ?"};
  Statement session_exists{database, "SELECT 1 FROM journeys WHERE session = ?"};
  Statement by_device{database, "SELECT session, key FROM devices WHERE device = ?"};
  Statement by_words{database, "SELECT session, key FROM journeys WHERE words = ?"};
  Statement delete_device{database, "DELETE FROM devices WHERE device = ?"};
  Statement erase_devices{database, "DELETE FROM devices WHERE session = ?"};
  Statement leave_tombstone{database, "INSERT OR IGNORE INTO erased (tombstone) VALUES (?)"};
  Statement erase_journey{database, "DELETE FROM journeys WHERE session = ?"};
  Statement keep_program{
      database, "INSERT OR IGNORE INTO programs (program, sources) VALUES (?, ?)"
  };
  Statement get_program{database, "SELECT sources FROM programs WHERE program = ?"};
  SqlitePublications publications{database};
  // Whether the work under way took something away that must be in no file any more.
  bool erased = false;

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
      snapshots.put(append.session, *append.snapshot);
    }
    if (append.program) {
      set_program.bind_blob(1, append.program->bytes).bind_blob(2, append.session.bytes);
      set_program.run();
    }
  }

  Stored<Found> find(Statement& statement, const SecretHash& lookup) {
    Reading reading{statement.bind_blob(1, lookup.bytes)};
    if (!statement.step()) {
      return std::unexpected{StoreError::missing};
    }
    return Found{
        .session = id_from<SessionId>(statement.blob(0)), .wrapped_key = statement.blob(1)
    };
  }

  void roll_back() {
    sqlite3_exec(database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    turns.forget();
  }

  bool exists(const SessionId& session) {
    Reading reading{session_exists.bind_blob(1, session.bytes)};
    return session_exists.step();
  }

  void add_device(const Door& device, const SessionId& session, engine::Instant at) {
    insert_device.bind_blob(1, device.lookup.bytes)
        .bind_blob(2, device.wrapped_key)
        .bind_blob(3, session.bytes)
        .bind(4, at.time_since_epoch().count());
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
    std::optional<SealedStore> sealed;
    if (is_from_before_sealing(folder / file_name)) {
      sealed = seal_store(folder / file_name);
    }
    auto tables = std::make_unique<Tables>(folder / file_name);
    fs::permissions(folder / file_name, fs::perms::owner_read | fs::perms::owner_write, error);
    std::unique_ptr<SqliteStorage> storage{new SqliteStorage{std::move(tables), std::move(post)}};
    storage->sealed_ = sealed;
    return storage;
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
      const auto called = [this] { return stopping_ || handed_over_; };
      if (!scrub_is_due_) {
        wake_.wait(lock, called);
      } else if (!wake_.wait_for(lock, limits::scrub_again, called)) {
        lock.unlock();
        scrub();
        continue;
      }
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

void SqliteStorage::watch_commits(std::function<void(const CommitReport&)> watch) {
  const std::lock_guard lock{mutex_};
  watch_ = std::move(watch);
}

std::size_t SqliteStorage::waiting() const {
  const std::lock_guard lock{mutex_};
  return waiting_.size();
}

void SqliteStorage::commit(std::vector<Operation> batch) {
  const auto began = std::chrono::steady_clock::now();
  CommitReport report{.operations = batch.size()};
  bool writes = false;
  std::vector<Completion> completions;
  std::vector<Completion> after_scrubbing;
  completions.reserve(batch.size());
  try {
    writes = std::ranges::any_of(batch, &Operation::writes);
    (writes ? tables_->begin_write : tables_->begin_read).run();
    tables_->turns.refresh();
    for (Operation& operation : batch) {
      tables_->erased = false;
      Completion completion = operation.work(tables_.get());
      (tables_->erased ? after_scrubbing : completions).push_back(std::move(completion));
    }
    tables_->commit.run();
  } catch (const SqliteError&) {
    // The disk is full, or broken, or busy: nobody is told that anything was kept.
    tables_->roll_back();
    report.failed = true;
    completions.clear();
    after_scrubbing.clear();
    for (Operation& operation : batch) {
      completions.push_back(std::move(operation.refuse));
    }
  }
  report.took = std::chrono::steady_clock::now() - began;
  if (watch_ && (writes || report.failed)) {
    watch_(report);
  }
  complete(std::move(completions));
  if (!after_scrubbing.empty()) {
    scrub_is_due_ = true;
    scrub();
    complete(std::move(after_scrubbing));
  }
}

void SqliteStorage::complete(std::vector<Completion> completions) {
  post_([completions = std::move(completions)]() mutable {
    for (Completion& completion : completions) {
      completion();
    }
  });
}

// What was taken away is zeros in the pages of the file (secure_delete), but older pages of it lie
// in the write-ahead log. While another process reads, that has to wait, and is tried again.
void SqliteStorage::scrub() {
  try {
    scrub_is_due_ = !tables_->database.empty_log();
  } catch (const SqliteError&) {
    // The disk is full, or broken: the rows are gone, and this is tried again.
  }
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
    Loaded loaded = tables.snapshots.load(session);
    const std::optional<Snapshot>& latest = loaded.unchecked ? loaded.unchecked : loaded.checked;
    loaded.tail =
        tables.turns.read(session, latest ? latest->seq : 0, static_cast<std::size_t>(-1));
    return loaded;
  });
}

void SqliteStorage::confirm_snapshot(SessionId session, engine::Seq seq, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session, seq](Tables& tables) -> Stored<void> {
    tables.snapshots.confirm(session, seq);
    return {};
  });
}

void SqliteStorage::forget_snapshots(SessionId session, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session](Tables& tables) -> Stored<void> {
    tables.snapshots.erase(session);
    return {};
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
            .bind_blob(2, journey.words.lookup.bytes)
            .bind_blob(3, journey.words.wrapped_key)
            .bind_blob(4, journey.program.bytes)
            .bind(5, journey.at.time_since_epoch().count());
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

void SqliteStorage::find_by_device(SecretHash device, Done<Stored<Found>> done) {
  enqueue<Found>(false, std::move(done), [device](Tables& tables) {
    return tables.find(tables.by_device, device);
  });
}

void SqliteStorage::find_by_words(SecretHash words, Done<Stored<Found>> done) {
  enqueue<Found>(false, std::move(done), [words](Tables& tables) {
    return tables.find(tables.by_words, words);
  });
}

void SqliteStorage::add_device(
    Door device, SessionId session, engine::Instant at, Done<Stored<void>> done
) {
  enqueue<void>(
      true,
      std::move(done),
      [device = std::move(device), session, at](Tables& tables) -> Stored<void> {
        if (!tables.exists(session)) {
          return std::unexpected{StoreError::missing};
        }
        tables.add_device(device, session, at);
        return {};
      }
  );
}

void SqliteStorage::forget_device(SecretHash device, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [device](Tables& tables) -> Stored<void> {
    tables.delete_device.bind_blob(1, device.bytes);
    tables.delete_device.run();
    tables.erased = tables.erased || tables.database.changes() > 0;
    return {};
  });
}

void SqliteStorage::erase(SessionId session, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session](Tables& tables) -> Stored<void> {
    tables.turns.erase(session);
    tables.snapshots.erase(session);
    tables.erase_devices.bind_blob(1, session.bytes).run();
    tables.erase_journey.bind_blob(1, session.bytes).run();
    tables.erased = tables.erased || tables.database.changes() > 0;
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
