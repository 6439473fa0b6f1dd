#pragma once

#include "storage/journal.h"

#include <cstddef>

namespace attune::test {

enum class Fault : std::uint8_t {
  none,
  refused,    // nothing is stored, and unavailable is reported
  forgotten,  // it is stored, and unavailable is reported all the same: the commit's answer was
              // lost
};

// A storage whose nth operation, counted from 1 over all calls, goes wrong.
class FaultyStorage final : public storage::Journal, public storage::Directory {
 public:
  template <class Storage>
  FaultyStorage(Storage& storage, storage::Post post)
      : journal_{storage}, directory_{storage}, post_{std::move(post)} {}

  void fail_at(std::size_t nth, Fault fault) {
    nth_ = nth;
    fault_ = fault;
    count_ = 0;
  }

  std::size_t operations() const { return count_; }

  void append(storage::Append append, storage::Done<storage::Stored<void>> done) override {
    guard<void>(std::move(done), [&](auto on) {
      journal_.append(std::move(append), std::move(on));
    });
  }

  void load(storage::SessionId session, storage::Done<storage::Stored<storage::Loaded>> done)
      override {
    guard<storage::Loaded>(std::move(done), [&](auto on) {
      journal_.load(session, std::move(on));
    });
  }

  void confirm_snapshot(
      storage::SessionId session, engine::Seq seq, storage::Done<storage::Stored<void>> done
  ) override {
    guard<void>(std::move(done), [&](auto on) {
      journal_.confirm_snapshot(session, seq, std::move(on));
    });
  }

  void forget_snapshots(storage::SessionId session, storage::Done<storage::Stored<void>> done)
      override {
    guard<void>(std::move(done), [&](auto on) {
      journal_.forget_snapshots(session, std::move(on));
    });
  }

  void read(
      storage::SessionId session,
      engine::Seq after,
      std::size_t bytes_max,
      storage::Done<storage::Stored<std::vector<storage::Entry>>> done
  ) override {
    guard<std::vector<storage::Entry>>(std::move(done), [&](auto on) {
      journal_.read(session, after, bytes_max, std::move(on));
    });
  }

  void create(storage::NewJourney journey, storage::Done<storage::Stored<void>> done) override {
    guard<void>(std::move(done), [&](auto on) {
      directory_.create(std::move(journey), std::move(on));
    });
  }

  void find_by_device(
      storage::SecretHash device, storage::Done<storage::Stored<storage::Found>> done
  ) override {
    directory_.find_by_device(device, std::move(done));
  }

  void find_by_words(storage::SecretHash words, storage::Done<storage::Stored<storage::Found>> done)
      override {
    directory_.find_by_words(words, std::move(done));
  }

  void add_device(
      storage::Door device,
      storage::SessionId session,
      engine::Instant at,
      storage::Done<storage::Stored<void>> done
  ) override {
    directory_.add_device(std::move(device), session, at, std::move(done));
  }

  void forget_device(storage::SecretHash device, storage::Done<storage::Stored<void>> done)
      override {
    directory_.forget_device(device, std::move(done));
  }

  void erase(storage::SessionId session, storage::Done<storage::Stored<void>> done) override {
    directory_.erase(session, std::move(done));
  }

 private:
  template <class T, class Call>
  void guard(storage::Done<storage::Stored<T>> done, Call call) {
    const bool now = ++count_ == nth_;
    if (!now || fault_ == Fault::none) {
      call(std::move(done));
      return;
    }
    if (fault_ == Fault::refused) {
      post_([done = std::move(done)]() mutable {
        done(std::unexpected{storage::StoreError::unavailable});
      });
      return;
    }
    call([done = std::move(done)](storage::Stored<T>) mutable {
      done(std::unexpected{storage::StoreError::unavailable});
    });
  }

  storage::Journal& journal_;
  storage::Directory& directory_;
  storage::Post post_;
  std::size_t nth_ = 0;
  std::size_t count_ = 0;
  Fault fault_ = Fault::none;
};

}  // namespace attune::test
