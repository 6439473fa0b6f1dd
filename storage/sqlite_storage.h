#pragma once

#include "storage/folder_lock.h"
#include "storage/journal.h"
#include "storage/publications.h"
#include "storage/retention.h"
#include "storage/sqlite.h"
#include "storage/sqlite_opening.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace attune::storage {

struct SqliteTables;

// What an operator has to hear of: that the disk fails, and that it is well again.
struct Trouble {
  std::string doing;  // "commit", "index", "open", "recovered"
  std::string why;    // SQLite's sentence; empty when it is over
};

using OnTrouble = std::function<void(const Trouble&)>;

// What a commit was, for who watches.
struct CommitReport {
  std::chrono::steady_clock::duration took{0};  // with its sync
  std::size_t operations = 0;
  bool failed = false;  // nothing of it is kept
};

// All of it in one SQLite file, `attune.db` in a folder that only its owner can open.
//
// One thread owns the connection. It takes everything that waits, does it in one transaction, syncs
// once, and then completes it all with one post: sessions never wait for one another's sync one by
// one. What is asked for goes to it through one post as well, so that turns that were taken in the
// same round of the I/O loop share a commit, and wake the thread once. A turn that lost its
// expected seq is refused alone; a commit that fails refuses its whole batch as unavailable, and
// the next one is tried anew. What cannot be read is refused alone, too: the others of its batch
// are done one by one. After an error of the disk, a failed sync above all, nothing is kept over
// what may not be there: the connection is closed, and the next batch opens it anew and writes the
// log again (Database::write_log_again).
class SqliteStorage final : public Journal,
                            public Directory,
                            public ProgramArchive,
                            public Publications,
                            public Retention {
 public:
  // Makes the folder (mode 0700) and the file where there is none, and seals what was written
  // before sealing. The error is a sentence for the operator.
  static engine::Result<std::unique_ptr<SqliteStorage>> open(
      const std::filesystem::path& folder, Post post, OnTrouble on_trouble = {}
  );

  SqliteStorage(const SqliteStorage&) = delete;
  SqliteStorage& operator=(const SqliteStorage&) = delete;
  // Finishes what waits, then stops. Not while another thread runs what was posted.
  ~SqliteStorage() override;

  void append(Append append, Done<Stored<void>> done) override;
  void load(SessionId session, Done<Stored<Loaded>> done) override;
  void confirm_snapshot(SessionId session, engine::Seq seq, Done<Stored<void>> done) override;
  void forget_snapshots(SessionId session, Done<Stored<void>> done) override;
  void read(
      SessionId session,
      engine::Seq after,
      std::size_t bytes_max,
      Done<Stored<std::vector<Entry>>> done
  ) override;

  void create(NewJourney journey, Done<Stored<void>> done) override;
  void find_by_device(SecretHash device, Done<Stored<Found>> done) override;
  void find_by_words(SecretHash words, Done<Stored<Found>> done) override;
  void add_device(Door device, SessionId session, engine::Instant at, Done<Stored<void>> done)
      override;
  void forget_device(SecretHash device, Done<Stored<void>> done) override;
  void erase(SessionId session, Done<Stored<void>> done) override;

  void keep(engine::ProgramId program, std::string sources, Done<Stored<void>> done) override;
  void find(engine::ProgramId program, Done<Stored<std::string>> done) override;

  void publish(NewPublication publication, Done<Stored<std::int64_t>> done) override;
  void publications_after(std::int64_t id, Done<Stored<std::vector<Publication>>> done) override;
  void overview(Done<Stored<Overview>> done) override;

  void touch(SessionId session, engine::Day day, Done<Stored<void>> done) override;
  void settle_policy(std::uint32_t months, engine::Day today, Done<Stored<RetentionPolicy>> done)
      override;
  void erase_untouched(engine::Day day, std::size_t most, Done<Stored<std::vector<SessionId>>> done)
      override;

  // Set when opening it sealed it, or ended the sealing that a crash had broken off.
  const std::optional<SealedStore>& sealed() const { return sealed_; }

  // `watch` is told of each commit, on the storage thread. Before anything else is under way.
  void watch_commits(std::function<void(const CommitReport&)> watch);
  // Operations that wait for the storage thread, now.
  std::size_t waiting() const;

  // A secret of this server that outlasts it: the same for the same name, made at the first call
  // by `make`. Before anything else is under way.
  engine::Result<std::string> secret(std::string_view name, std::string (*make)());

 private:
  using Completion = std::move_only_function<void()>;

  struct Operation {
    bool writes = true;
    // Runs on the storage thread inside the transaction; gives what to do after the commit.
    std::move_only_function<Completion(SqliteTables*)> work;
    std::move_only_function<void(StoreError)> refuse;
  };

  SqliteStorage(
      std::filesystem::path file,
      std::unique_ptr<FolderLock> lock,
      std::unique_ptr<SqliteTables> tables,
      Post post,
      OnTrouble on_trouble
  );

  template <class T, class Work>
  void enqueue(bool writes, Done<Stored<T>> done, Work work);
  void push(Operation operation);
  void hand_over();
  void run();
  void commit(std::vector<Operation> batch);
  void commit_alone(std::vector<Operation> batch);
  void complete(std::vector<Completion> completions);
  void scrub();
  void write_index();
  void refuse(std::vector<Operation> batch, StoreError why);
  // Opens the file anew when the disk had failed.
  bool is_open();
  // Rolls back, and closes the file when the disk failed.
  void fail(std::string_view doing, const SqliteError& failure);
  void tell(std::string_view doing, const std::string& why);
  void tell_recovery();

  std::filesystem::path file_;
  std::unique_ptr<FolderLock> lock_;
  std::unique_ptr<SqliteTables>
      tables_;  // null after an error of the disk, until it is opened anew
  std::optional<SealedStore> sealed_;
  Post post_;
  OnTrouble on_trouble_;
  std::optional<std::string> trouble_;  // what was told last, until it is over
  std::chrono::steady_clock::time_point told_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Operation> waiting_;
  bool scrub_is_due_ = false;  // of the storage thread
  std::function<void(const CommitReport&)> watch_;
  bool hand_over_posted_ = false;
  bool handed_over_ = false;
  bool stopping_ = false;
  // What was posted and runs after this is gone finds out by it.
  std::shared_ptr<SqliteStorage*> self_ = std::make_shared<SqliteStorage*>(this);
  std::thread thread_;
};

}  // namespace attune::storage
