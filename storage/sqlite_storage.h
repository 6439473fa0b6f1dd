#pragma once

#include "storage/journal.h"
#include "storage/publications.h"

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

// What was done to a store that was written before sealing.
struct SealedStore {
  std::int64_t journeys = 0;
  std::int64_t turns = 0;
  std::chrono::milliseconds took{0};
};

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
// the next one is tried anew.
class SqliteStorage final : public Journal,
                            public Directory,
                            public ProgramArchive,
                            public Publications {
 public:
  static constexpr std::string_view file_name = "attune.db";

  // Makes the folder (mode 0700) and the file where there is none, and seals what was written
  // before sealing. The error is a sentence for the operator.
  static engine::Result<std::unique_ptr<SqliteStorage>> open(
      const std::filesystem::path& folder, Post post
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
  struct Tables;
  using Completion = std::move_only_function<void()>;

  struct Operation {
    bool writes = true;
    // Runs on the storage thread inside the transaction; gives what to do after the commit.
    std::move_only_function<Completion(Tables*)> work;
    Completion refuse;
  };

  SqliteStorage(std::unique_ptr<Tables> tables, Post post);

  template <class T, class Work>
  void enqueue(bool writes, Done<Stored<T>> done, Work work);
  void push(Operation operation);
  void hand_over();
  void run();
  void commit(std::vector<Operation> batch);
  void complete(std::vector<Completion> completions);
  void scrub();
  void write_index();

  std::unique_ptr<Tables> tables_;
  std::optional<SealedStore> sealed_;
  Post post_;
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
