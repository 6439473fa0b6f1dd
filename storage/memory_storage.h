#pragma once

#include "storage/journal.h"
#include "storage/publications.h"
#include "storage/retention.h"

#include <map>
#include <string>
#include <vector>

namespace attune::storage {

// Everything in memory, for tests and for trying a course: the same promises but for a restart.
class MemoryStorage final : public Journal,
                            public Directory,
                            public ProgramArchive,
                            public Publications,
                            public Retention {
 public:
  explicit MemoryStorage(Post post) : post_{std::move(post)} {}

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

 private:
  struct Session {
    std::vector<Entry> entries;
    std::optional<Snapshot> checked;
    std::optional<Snapshot> unchecked;
    engine::ProgramId program;
  };

  template <class T>
  void complete(Done<Stored<T>> done, Stored<T> result) {
    post_([done = std::move(done), result = std::move(result)]() mutable {
      done(std::move(result));
    });
  }

  Stored<void> append_now(Append append);
  static Stored<Found> behind(const std::map<SecretHash, Found>& doors, const SecretHash& lookup);
  void erase_now(const SessionId& session);

  Post post_;
  std::map<SessionId, Session> sessions_;
  std::map<SecretHash, Found> devices_;
  std::map<SecretHash, Found> words_;
  std::map<engine::ProgramId, std::string> programs_;
  std::vector<Publication> publications_;
  std::map<SessionId, engine::Day> last_days_;
  RetentionPolicy policy_;
};

}  // namespace attune::storage
