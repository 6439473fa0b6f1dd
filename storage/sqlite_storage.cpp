#include "storage/sqlite_storage.h"

#include "storage/backup.h"
#include "storage/limits.h"
#include "storage/sqlite.h"
#include "storage/sqlite_tables.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

}  // namespace

engine::Result<std::unique_ptr<SqliteStorage>> SqliteStorage::open(
    const fs::path& folder, Post post, OnTrouble on_trouble
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
    auto lock = std::make_unique<FolderLock>(folder);
    if (lock->is_alone()) {
      bring_log_to_disk(store_file(folder));
    }
    const auto sealed = seal_what_is_plain(store_file(folder));
    auto tables = std::make_unique<SqliteTables>(store_file(folder));
    lock->share();
    fs::permissions(store_file(folder), fs::perms::owner_read | fs::perms::owner_write, error);
    std::unique_ptr<SqliteStorage> storage{new SqliteStorage{
        store_file(folder),
        std::move(lock),
        std::move(tables),
        std::move(post),
        std::move(on_trouble)
    }};
    storage->sealed_ = sealed;
    return storage;
  } catch (const SqliteError& failure) {
    return std::unexpected{engine::Error{
        "The journal " + store_file(folder).string() + " cannot be opened: " + failure.what() + "."
    }};
  }
}

SqliteStorage::SqliteStorage(
    fs::path file,
    std::unique_ptr<FolderLock> lock,
    std::unique_ptr<SqliteTables> tables,
    Post post,
    OnTrouble on_trouble
)
    : file_{std::move(file)},
      lock_{std::move(lock)},
      tables_{std::move(tables)},
      post_{std::move(post)},
      on_trouble_{std::move(on_trouble)},
      thread_{[this] { run(); }} {}

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
      post_([refuse = std::move(operation.refuse)]() mutable { refuse(StoreError::unavailable); });
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
    if (tables_ != nullptr && tables_->turns.index_is_due()) {
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
  if (!is_open()) {
    refuse(std::move(batch), StoreError::unavailable);
    return;
  }
  const auto began = std::chrono::steady_clock::now();
  CommitReport report{.operations = batch.size()};
  const auto tell_watch = [&] {
    report.took = std::chrono::steady_clock::now() - began;
    if (watch_) {
      watch_(report);
    }
  };
  std::vector<Completion> completions;
  std::vector<Completion> after_scrubbing;
  completions.reserve(batch.size());
  const bool writes = std::ranges::any_of(batch, &Operation::writes);
  try {
    (writes ? tables_->begin_write : tables_->begin_read).run();
    tables_->turns.refresh();
    for (Operation& operation : batch) {
      tables_->erased = false;
      Completion completion = operation.work(tables_.get());
      (tables_->erased ? after_scrubbing : completions).push_back(std::move(completion));
    }
    tables_->commit.run();
  } catch (const SqliteError& failure) {
    // The disk is full, or broken, or busy: nobody is told that anything was kept.
    report.failed = true;
    tell_watch();
    completions.clear();
    fail("commit", failure);
    if (failure.is_of_reading() && batch.size() > 1) {
      commit_alone(std::move(batch));
    } else {
      refuse(
          std::move(batch), failure.is_corruption() ? StoreError::damaged : StoreError::unavailable
      );
    }
    return;
  }
  if (writes) {
    tell_watch();
    tell_recovery();
  }
  complete(std::move(completions));
  if (!after_scrubbing.empty()) {
    scrub_is_due_ = true;
    scrub();
    complete(std::move(after_scrubbing));
  }
}

// One of them asked for what cannot be read; the others need not bear it.
void SqliteStorage::commit_alone(std::vector<Operation> batch) {
  for (Operation& operation : batch) {
    std::vector<Operation> alone;
    alone.push_back(std::move(operation));
    commit(std::move(alone));
  }
}

void SqliteStorage::complete(std::vector<Completion> completions) {
  post_([completions = std::move(completions)]() mutable {
    for (Completion& completion : completions) {
      completion();
    }
  });
}

void SqliteStorage::refuse(std::vector<Operation> batch, StoreError why) {
  std::vector<Completion> completions;
  completions.reserve(batch.size());
  for (Operation& operation : batch) {
    completions.emplace_back([refuse = std::move(operation.refuse), why]() mutable { refuse(why); }
    );
  }
  complete(std::move(completions));
}

bool SqliteStorage::is_open() {
  if (tables_ == nullptr) {
    try {
      bring_log_to_disk(file_);
      tables_ = std::make_unique<SqliteTables>(file_);
    } catch (const SqliteError& failure) {
      tell("open", failure.what());
    }
  }
  return tables_ != nullptr;
}

void SqliteStorage::fail(std::string_view doing, const SqliteError& failure) {
  tell(doing, failure.what());
  tables_->roll_back();
  if (failure.is_of_the_disk()) {
    tables_->database.keep_log_when_closed(true);
    tables_.reset();
  }
}

// Once, and again while it lasts.
void SqliteStorage::tell(std::string_view doing, const std::string& why) {
  const auto now = std::chrono::steady_clock::now();
  if (on_trouble_ && (trouble_ != why || now - told_ >= limits::trouble_again)) {
    told_ = now;
    post_([on_trouble = on_trouble_, trouble = Trouble{.doing = std::string{doing}, .why = why}] {
      on_trouble(trouble);
    });
  }
  trouble_ = why;
}

void SqliteStorage::tell_recovery() {
  if (std::exchange(trouble_, std::nullopt) && on_trouble_) {
    post_([on_trouble = on_trouble_] { on_trouble(Trouble{.doing = "recovered", .why = {}}); });
  }
}

// What was taken away is zeros in the pages of the file (secure_delete), but older pages of it lie
// in the write-ahead log. While another process reads, or the disk fails, that has to wait, and is
// tried again.
void SqliteStorage::scrub() {
  if (!is_open()) {
    return;
  }
  try {
    scrub_is_due_ = !tables_->database.empty_log();
  } catch (const SqliteError& failure) {
    fail("scrub", failure);
  }
}

// Between batches, so that no answer waits for it longer than for another batch. What fails here is
// tried again later: the turns themselves are kept.
void SqliteStorage::write_index() {
  if (tables_ == nullptr) {
    return;
  }
  try {
    tables_->begin_write.run();
    tables_->turns.refresh();
    tables_->turns.write_index();
    tables_->commit.run();
    tables_->turns.forget();
  } catch (const SqliteError& failure) {
    fail("index", failure);
  }
}

// `work` gives a Stored<T>; its `done` is shared by the two ways that an operation can end.
template <class T, class Work>
void SqliteStorage::enqueue(bool writes, Done<Stored<T>> done, Work work) {
  auto shared = std::make_shared<Done<Stored<T>>>(std::move(done));
  Operation operation;
  operation.writes = writes;
  operation.work = [shared, work = std::move(work)](SqliteTables* tables) mutable -> Completion {
    return [shared, result = work(*tables)]() mutable { (*shared)(std::move(result)); };
  };
  operation.refuse = [shared](StoreError why) { (*shared)(std::unexpected{why}); };
  push(std::move(operation));
}

void SqliteStorage::append(Append append, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [append = std::move(append)](SqliteTables& tables) {
    return tables.append(append);
  });
}

void SqliteStorage::load(SessionId session, Done<Stored<Loaded>> done) {
  enqueue<Loaded>(false, std::move(done), [session](SqliteTables& tables) {
    return tables.load(session);
  });
}

void SqliteStorage::confirm_snapshot(SessionId session, engine::Seq seq, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session, seq](SqliteTables& tables) -> Stored<void> {
    tables.snapshots.confirm(session, seq);
    return {};
  });
}

void SqliteStorage::forget_snapshots(SessionId session, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session](SqliteTables& tables) -> Stored<void> {
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
      [session, after, bytes_max](SqliteTables& tables) -> Stored<std::vector<Entry>> {
        return tables.turns.read(session, after, bytes_max);
      }
  );
}

void SqliteStorage::create(NewJourney journey, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [journey = std::move(journey)](SqliteTables& tables) {
    return tables.create(journey);
  });
}

void SqliteStorage::find_by_device(SecretHash device, Done<Stored<Found>> done) {
  enqueue<Found>(false, std::move(done), [device](SqliteTables& tables) {
    return tables.journeys.find_by_device(device);
  });
}

void SqliteStorage::find_by_words(SecretHash words, Done<Stored<Found>> done) {
  enqueue<Found>(false, std::move(done), [words](SqliteTables& tables) {
    return tables.journeys.find_by_words(words);
  });
}

void SqliteStorage::add_device(
    Door device, SessionId session, engine::Instant at, Done<Stored<void>> done
) {
  enqueue<void>(
      true,
      std::move(done),
      [device = std::move(device), session, at](SqliteTables& tables) {
        return tables.add_device(device, session, at);
      }
  );
}

void SqliteStorage::forget_device(SecretHash device, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [device](SqliteTables& tables) -> Stored<void> {
    tables.forget_device(device);
    return {};
  });
}

void SqliteStorage::erase(SessionId session, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session](SqliteTables& tables) -> Stored<void> {
    tables.erase(session);
    return {};
  });
}

void SqliteStorage::touch(SessionId session, engine::Day day, Done<Stored<void>> done) {
  enqueue<void>(true, std::move(done), [session, day](SqliteTables& tables) -> Stored<void> {
    tables.journeys.touch(session, day);
    return {};
  });
}

void SqliteStorage::settle_policy(
    std::uint32_t months, engine::Day today, Done<Stored<RetentionPolicy>> done
) {
  enqueue<RetentionPolicy>(
      true,
      std::move(done),
      [months, today](SqliteTables& tables) -> Stored<RetentionPolicy> {
        return tables.retention.settle(months, today);
      }
  );
}

void SqliteStorage::erase_untouched(
    engine::Day day, std::size_t most, Done<Stored<std::vector<SessionId>>> done
) {
  enqueue<std::vector<SessionId>>(
      true,
      std::move(done),
      [day, most](SqliteTables& tables) -> Stored<std::vector<SessionId>> {
        return tables.erase_untouched(day, most);
      }
  );
}

void SqliteStorage::keep(engine::ProgramId program, std::string sources, Done<Stored<void>> done) {
  enqueue<void>(
      true,
      std::move(done),
      [program, sources = std::move(sources)](SqliteTables& tables) -> Stored<void> {
        tables.publications.keep(program, sources);
        return {};
      }
  );
}

void SqliteStorage::find(engine::ProgramId program, Done<Stored<std::string>> done) {
  enqueue<std::string>(false, std::move(done), [program](SqliteTables& tables) {
    return tables.publications.find(program);
  });
}

void SqliteStorage::publish(NewPublication publication, Done<Stored<std::int64_t>> done) {
  enqueue<std::int64_t>(
      true,
      std::move(done),
      [publication = std::move(publication)](SqliteTables& tables) -> Stored<std::int64_t> {
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
      [id](SqliteTables& tables) -> Stored<std::vector<Publication>> {
        return tables.publications.after(id);
      }
  );
}

void SqliteStorage::overview(Done<Stored<Overview>> done) {
  enqueue<Overview>(false, std::move(done), [](SqliteTables& tables) -> Stored<Overview> {
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
