#pragma once

#include "storage/journal.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace attune::test {

// A store on a folder with journeys in it whose turns can be told from one another: journey 1, 2,
// ... (each byte of its id), with turns of two events.
class StoredJourneys {
 public:
  explicit StoredJourneys(const std::filesystem::path& folder)
      : storage_{std::move(storage::SqliteStorage::open(folder, lane_.post())).value()} {
    wait([&](auto done) { storage_->keep({}, "sources", std::move(done)); });
  }

  static storage::SessionId session(std::uint8_t of) {
    storage::SessionId id;
    id.bytes.fill(of);
    return id;
  }

  // The nth turn of a journey, from 1; the seventh brings a snapshot.
  static storage::Append turn(std::uint8_t of, engine::Seq nth) {
    const engine::Seq last = nth * 2;
    storage::Append append{
        .session = session(of),
        .entry =
            storage::Entry{
                .first = last - 1,
                .last = last,
                .body = "turn of " + std::to_string(last - 1) + " and " + std::to_string(last)
            },
        .snapshot = std::nullopt,
        .program = std::nullopt
    };
    if (nth == 7) {
      append.snapshot = storage::Snapshot{.seq = last, .body = "state"};
    }
    return append;
  }

  static storage::NewJourney journey(std::uint8_t of) {
    storage::SecretHash device;
    device.bytes.fill(of);
    return storage::NewJourney{
        .session = session(of),
        .device = storage::Door{.lookup = device, .wrapped_key = "key"},
        .words = storage::Door{.lookup = device, .wrapped_key = "key"},
        .program = {},
        .at = day_zero(),
        .first_turn = turn(of, 1)
    };
  }

  storage::Stored<void> create(std::uint8_t of) {
    return wait([&](auto done) { storage_->create(journey(of), std::move(done)); });
  }

  storage::Stored<void> append(std::uint8_t of, engine::Seq nth) {
    return wait([&](auto done) { storage_->append(turn(of, nth), std::move(done)); });
  }

  // From where it stands up to its nth turn.
  void append_until(std::uint8_t of, engine::Seq nth) {
    const engine::Seq last = entries(of).back().last;
    for (engine::Seq next = last / 2 + 1; next <= nth; ++next) {
      append(of, next).value();
    }
  }

  std::vector<storage::Entry> entries(std::uint8_t of) {
    return lane_
        .wait<storage::Stored<std::vector<storage::Entry>>>([&](auto done) {
          storage_->read(session(of), 0, static_cast<std::size_t>(-1), std::move(done));
        })
        .value();
  }

  storage::Stored<void> erase(std::uint8_t of) {
    return wait([&](auto done) { storage_->erase(session(of), std::move(done)); });
  }

  bool has(std::uint8_t of) {
    return lane_
        .wait<storage::Stored<storage::Loaded>>([&](auto done) {
          storage_->load(session(of), std::move(done));
        })
        .has_value();
  }

 private:
  template <class Call>
  storage::Stored<void> wait(Call call) {
    return lane_.wait<storage::Stored<void>>(std::move(call));
  }

  Lane lane_;
  std::unique_ptr<storage::SqliteStorage> storage_;
};

}  // namespace attune::test
