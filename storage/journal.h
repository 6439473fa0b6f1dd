#pragma once

#include "engine/base/instant.h"
#include "engine/base/result.h"
#include "engine/program/program_id.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

// The port to what is durable. Asynchronous: a call returns at once and its `done` runs later,
// once, through the Post that the adapter was made with; after the commit when it says it was done.
namespace attune::storage {

// 128 random bits; one journey is one session.
struct SessionId {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const SessionId&) const = default;
};

// Where a secret is found: of a device's cookie, or of six words. Tells nothing of the secret.
struct SecretHash {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const SecretHash&) const = default;
};

// All that is stored of a secret: where it is found, and the journey's key, wrapped so that only
// the secret opens it (seal.h). Never enough to come back with, nor to read a word.
struct Door {
  SecretHash lookup;
  std::string wrapped_key;
};

// What lies behind a door.
struct Found {
  SessionId session;
  std::string wrapped_key;

  bool operator==(const Found&) const = default;
};

// Runs a function later on the thread that owns the caller's state.
using Post = std::function<void(std::move_only_function<void()>)>;

template <class T>
using Done = std::move_only_function<void(T)>;

// One turn: the events with seqs [first, last], as sealed_journey.h makes it.
struct Entry {
  engine::Seq first = 0;
  engine::Seq last = 0;
  std::string body;

  bool operator==(const Entry&) const = default;
};

struct Snapshot {
  engine::Seq seq = 0;  // the state after this event
  std::string body;

  bool operator==(const Snapshot&) const = default;
};

struct Append {
  SessionId session;
  Entry entry;                       // entry.first is the expected seq of the session plus 1
  std::optional<Snapshot> snapshot;  // not checked; takes the place of one that is not
  std::optional<engine::ProgramId> program;  // the version that the session is on after this turn
};

enum class StoreError : std::uint8_t {
  conflict,     // another turn was appended first: load again
  unavailable,  // it could not be stored or read now; nothing was kept; trying again may help
  missing,      // there is no such session, device or program
  damaged,      // what lies there cannot be read, and trying again does not help
};

struct Loaded {
  // The latest that was found equal to what the journal tells, and a later one that was not
  // compared yet.
  std::optional<Snapshot> checked;
  std::optional<Snapshot> unchecked;
  std::vector<Entry> tail;  // entries after the later of them, in order
};

struct NewJourney {
  SessionId session;
  Door device;
  Door words;
  engine::ProgramId program;
  engine::Instant at;
  Append first_turn;
};

template <class T>
using Stored = std::expected<T, StoreError>;

// What happened, in each session's order.
class Journal {
 public:
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  virtual ~Journal() = default;

  virtual void append(Append append, Done<Stored<void>> done) = 0;
  // The latest snapshots and what follows them.
  virtual void load(SessionId session, Done<Stored<Loaded>> done) = 0;
  // The snapshot after `seq` is what the journal tells: earlier ones are not needed any more. Does
  // nothing when there is no such snapshot.
  virtual void confirm_snapshot(SessionId session, engine::Seq seq, Done<Stored<void>> done) = 0;
  // Its snapshots are not to be trusted, and can be folded anew.
  virtual void forget_snapshots(SessionId session, Done<Stored<void>> done) = 0;
  // Entries that hold an event with seq > after, in order, until `bytes_max` is passed; at least
  // one when there is one.
  virtual void read(
      SessionId session,
      engine::Seq after,
      std::size_t bytes_max,
      Done<Stored<std::vector<Entry>>> done
  ) = 0;
};

// Who may open which session. A journey, its device and its first turn are kept in one commit.
class Directory {
 public:
  Directory() = default;
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  virtual ~Directory() = default;

  virtual void create(NewJourney journey, Done<Stored<void>> done) = 0;
  virtual void find_by_device(SecretHash device, Done<Stored<Found>> done) = 0;
  virtual void find_by_words(SecretHash words, Done<Stored<Found>> done) = 0;
  virtual void add_device(
      Door device, SessionId session, engine::Instant at, Done<Stored<void>> done
  ) = 0;
  // Its wrapped key is gone after this, and nowhere in the files either.
  virtual void forget_device(SecretHash device, Done<Stored<void>> done) = 0;
  // All wrapped keys, turns and snapshots of a journey are gone after this, in the same way.
  virtual void erase(SessionId session, Done<Stored<void>> done) = 0;
};

// Sources of the Programs that sessions need, kept for as long as one does.
class ProgramArchive {
 public:
  ProgramArchive() = default;
  ProgramArchive(const ProgramArchive&) = delete;
  ProgramArchive& operator=(const ProgramArchive&) = delete;
  virtual ~ProgramArchive() = default;

  virtual void keep(engine::ProgramId program, std::string sources, Done<Stored<void>> done) = 0;
  virtual void find(engine::ProgramId program, Done<Stored<std::string>> done) = 0;
};

}  // namespace attune::storage
