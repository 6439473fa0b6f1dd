#include "storage/verify.h"

#include "storage/chain.h"
#include "storage/limits.h"
#include "storage/schema/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_journeys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

// Enough of an id to find the journey by, and no more than its start.
std::string short_id(const SessionId& session) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t bytes_shown = 6;
  std::string text;
  for (const std::uint8_t byte : std::span{session.bytes}.first<bytes_shown>()) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xfU];
  }
  return text;
}

std::string seqs(engine::Seq first, engine::Seq last) {
  return first >= last ? "seq " + std::to_string(first)
                       : "seqs " + std::to_string(first) + " to " + std::to_string(last);
}

std::string counted(std::uint64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
}

// Whether two tables tell of the same turns can be told by a sum over each, in any order.
struct Sum {
  std::array<std::uint64_t, 2> halves{};

  void add(const SessionId& session, engine::Seq first, engine::Seq last, std::int64_t row) {
    Chain place;
    place.bytes = std::bit_cast<std::array<std::uint8_t, 16>>(
        std::array{static_cast<std::uint64_t>(row), std::uint64_t{0}}
    );
    const Chain hash = chained(place, session, Entry{.first = first, .last = last, .body = {}});
    const auto parts = std::bit_cast<std::array<std::uint64_t, 2>>(hash.bytes);
    halves[0] += parts[0];
    halves[1] += parts[1];
  }

  bool operator==(const Sum&) const = default;
};

struct Turn {
  std::int64_t row = 0;
  SessionId session;
  Entry entry;
  Chain chain;
};

// One journey as far as the walk has come.
struct Journey {
  bool is_listed = false;
  engine::Seq last = 0;
  std::uint64_t turns = 0;
  Chain chain;  // as it is stored with the last turn
  // Set when the last turn and its chain did not fit: the chain that would have. The next turn
  // tells which of the two was changed.
  std::optional<Chain> fitting;
  std::pair<engine::Seq, engine::Seq> doubtful;  // its seqs
};

class Walk {
 public:
  explicit Walk(Database& database) : database_{database} {}

  Verification run() {
    attempt("the list of journeys", [this] { read_journeys(); });
    attempt("the turns", [this] { read_turns(); });
    for (const auto& [session, journey] : journeys_) {
      settle(session, journey, nullptr);
    }
    attempt("the journeys and their turns", [this] { compare_journeys(); });
    attempt("the index", [this] { compare_index(); });
    attempt("the snapshots", [this] { read_snapshots(); });
    attempt("the devices", [this] { read_devices(); });
    attempt("the file", [this] { check_file(); });
    return std::move(result_);
  }

 private:
  static std::optional<SessionId> session_in(const Statement& row, int column) {
    const std::string bytes = row.blob(column);
    if (bytes.size() != SessionId{}.bytes.size()) {
      return std::nullopt;
    }
    return id_from<SessionId>(bytes);
  }

  template <class Part>
  void attempt(std::string_view what, Part part) {
    try {
      part();
    } catch (const SqliteError& failure) {
      report(std::string{what} + " cannot be read to the end: " + failure.what());
    }
  }

  void report(std::string sentence) {
    ++result_.found;
    if (result_.findings.size() < limits::findings_max) {
      result_.findings.push_back(std::move(sentence));
    }
  }

  void report(const SessionId& session, const std::string& sentence) {
    report("journey " + short_id(session) + ", " + sentence);
  }

  void read_journeys() {
    Statement journeys{
        database_,
        "SELECT " + std::string{journey_columns} +
            ", checksum, EXISTS (SELECT 1 FROM programs WHERE programs.program = journeys.program)"
            " FROM journeys"
    };
    while (journeys.step()) {
      const auto session = session_in(journeys, 0);
      if (!session) {
        report("the list of journeys has an id that is none");
        continue;
      }
      if (journey_checksum(journeys) != id_from<Chain>(journeys.blob(6))) {
        report(
            *session,
            "its row in the list, with the key for its six words, has changed since it was kept"
        );
      }
      if (journeys.integer(7) == 0) {
        report(*session, "the version of the course that it is on is not in the archive");
      }
      journeys_[*session].is_listed = true;
      ++result_.journeys;
    }
  }

  // A part of the file that cannot be read is stepped over, wider each time, so that what lies
  // beyond is looked at as well. What lay there is missing then, and named.
  void read_turns() {
    {
      Statement indexed{database_, "SELECT up_to FROM indexed"};
      indexed_ = indexed.step() ? indexed.integer(0) : 0;
    }
    Statement turns{
        database_,
        "SELECT id, session, first, last, chain, body FROM events WHERE id > ?1 ORDER BY id"
    };
    constexpr std::int64_t step_max = std::int64_t{1} << 40;
    std::int64_t after = 0;
    std::int64_t step = 1;
    while (step < step_max) {
      try {
        const Reading reading{turns.bind(1, after)};
        while (turns.step()) {
          after = turns.integer(0);
          step = 1;
          const auto session = session_in(turns, 1);
          if (!session) {
            report("the turn in row " + std::to_string(after) + " has the id of no journey");
            continue;
          }
          if (!turns.is_blob(4) || !turns.is_blob(5)) {
            report(*session, "row " + std::to_string(after) + ": it has not the form of a turn");
          }
          take(Turn{
              .row = after,
              .session = *session,
              .entry =
                  Entry{
                      .first = static_cast<engine::Seq>(turns.integer(2)),
                      .last = static_cast<engine::Seq>(turns.integer(3)),
                      .body = turns.blob(5)
                  },
              .chain = id_from<Chain>(turns.blob(4))
          });
        }
        return;
      } catch (const SqliteError& failure) {
        if (step == 1) {
          report(
              "the turns cannot be read after row " + std::to_string(after) + ": " + failure.what()
          );
        }
        after += step;
        step *= 2;
      }
    }
  }

  void take(const Turn& turn) {
    ++result_.turns;
    const SessionId& session = turn.session;
    if (turn.row <= indexed_) {
      events_.add(session, turn.entry.first, turn.entry.last, turn.row);
    }
    Journey& journey = journeys_[session];
    ++journey.turns;
    const Entry& entry = turn.entry;
    if (entry.last < entry.first) {
      report(session, seqs(entry.first, entry.first) + ": the turn there ends before it begins");
    }
    const engine::Seq expected = journey.last + 1;
    if (entry.first == expected) {
      const Chain fits = chained(journey.chain, session, entry);
      settle(session, journey, &turn);
      const bool fits_the_other =
          journey.fitting && chained(*journey.fitting, session, entry) == turn.chain;
      journey.fitting.reset();
      if (fits != turn.chain && !fits_the_other) {
        journey.fitting = fits;
        journey.doubtful = {entry.first, entry.last};
      }
    } else {
      settle(session, journey, nullptr);
      journey.fitting.reset();
      if (entry.first > expected) {
        report(session, seqs(expected, entry.first - 1) + ": not there any more");
      } else {
        report(session, seqs(entry.first, entry.last) + ": there twice, or out of order");
      }
    }
    journey.last = std::max(journey.last, entry.last);
    journey.chain = turn.chain;
  }

  // Says what the matter is with a turn that did not fit its chain, now that the one after it is
  // there to tell, or that there is none.
  void settle(const SessionId& session, const Journey& journey, const Turn* next) {
    if (!journey.fitting) {
      return;
    }
    std::string what = "what was kept there, or its checksum, has changed since";
    if (next != nullptr && chained(journey.chain, session, next->entry) == next->chain) {
      what = "what was kept there has changed since";
    } else if (next != nullptr && chained(*journey.fitting, session, next->entry) == next->chain) {
      what = "its checksum has changed since; what was kept there is as it was";
    }
    report(session, seqs(journey.doubtful.first, journey.doubtful.second) + ": " + what);
  }

  void compare_journeys() {
    for (const auto& [session, journey] : journeys_) {
      if (journey.turns == 0) {
        report(session, "seq 1: none of its turns is there");
      } else if (!journey.is_listed) {
        report(
            session,
            seqs(1, journey.last) + ": " + counted(journey.turns, "turn") +
                " of a journey that is not in the list"
        );
      }
    }
  }

  void compare_index() {
    Statement places{database_, "SELECT session, first, last, event FROM places"};
    Sum sum;
    while (places.step()) {
      sum.add(
          id_from<SessionId>(places.blob(0)),
          static_cast<engine::Seq>(places.integer(1)),
          static_cast<engine::Seq>(places.integer(2)),
          places.integer(3)
      );
    }
    if (sum == events_) {
      return;
    }
    const std::uint64_t before = result_.found;
    places.reset();
    Statement turn{database_, "SELECT session, first, last FROM events WHERE id = ?"};
    while (places.step()) {
      compare_place(places, turn);
    }
    Statement missing{
        database_,
        "SELECT events.session, events.first, events.last FROM events LEFT JOIN places"
        " ON places.session = events.session AND places.first = events.first"
        " WHERE events.id <= (SELECT up_to FROM indexed) AND places.event IS NULL"
    };
    while (missing.step()) {
      report(
          id_from<SessionId>(missing.blob(0)),
          seqs(
              static_cast<engine::Seq>(missing.integer(1)),
              static_cast<engine::Seq>(missing.integer(2))
          ) + ": the index does not tell of this turn"
      );
    }
    if (result_.found == before) {
      report("the index does not agree with the turns");
    }
  }

  void compare_place(const Statement& place, Statement& turn) {
    const auto first = static_cast<engine::Seq>(place.integer(1));
    const auto last = static_cast<engine::Seq>(place.integer(2));
    std::string what = "the index tells of this turn, and it cannot be read";
    try {
      const Reading reading{turn.bind(1, place.integer(3))};
      if (!turn.step()) {
        what = "the index tells of this turn, and it is not there any more";
      } else if (turn.blob(0) == place.blob(0) && turn.integer(1) == place.integer(1) &&
                 turn.integer(2) == place.integer(2)) {
        return;
      } else {
        what = "the index tells of another turn than lies there";
      }
    } catch (const SqliteError&) {
      // What cannot be read is the finding.
    }
    report(id_from<SessionId>(place.blob(0)), seqs(first, last) + ": " + what);
  }

  void read_snapshots() {
    Statement snapshots{database_, "SELECT session, seq, checksum, body FROM snapshots"};
    while (snapshots.step()) {
      ++result_.snapshots;
      const auto session = id_from<SessionId>(snapshots.blob(0));
      const Snapshot snapshot{
          .seq = static_cast<engine::Seq>(snapshots.integer(1)), .body = snapshots.blob(3)
      };
      const std::string at = "the snapshot at seq " + std::to_string(snapshot.seq);
      if (checksum(session, snapshot) != id_from<Chain>(snapshots.blob(2))) {
        report(session, at + " has changed since it was kept");
      }
      const auto journey = journeys_.find(session);
      if (journey == journeys_.end()) {
        report(session, at + " belongs to no journey");
      } else if (snapshot.seq > journey->second.last) {
        report(
            session,
            seqs(journey->second.last + 1, snapshot.seq) +
                ": not there any more, though a snapshot was made after them"
        );
      }
    }
  }

  void read_devices() {
    Statement rows{database_, "SELECT " + std::string{device_columns} + ", checksum FROM devices"};
    while (rows.step()) {
      if (device_checksum(rows) != id_from<Chain>(rows.blob(4))) {
        report(
            id_from<SessionId>(rows.blob(1)),
            "the row of one of its devices, with the key for it, has changed since it was kept"
        );
      }
    }
    Statement devices{
        database_,
        "SELECT session, count(*) FROM devices WHERE session NOT IN (SELECT session FROM journeys)"
        " GROUP BY session"
    };
    while (devices.step()) {
      report(
          id_from<SessionId>(devices.blob(0)),
          counted(static_cast<std::uint64_t>(devices.integer(1)), "device") +
              " of a journey that is not in the list"
      );
    }
  }

  void check_file() {
    Statement check{
        database_, "PRAGMA integrity_check(" + std::to_string(limits::findings_max) + ")"
    };
    while (check.step()) {
      if (const std::string line = check.blob(0); line != "ok") {
        report("the file: " + line);
      }
    }
  }

  Database& database_;
  Verification result_;
  std::map<SessionId, Journey> journeys_;
  std::int64_t indexed_ = 0;
  Sum events_;  // of the turns that the index must tell of
};

}  // namespace

engine::Result<Verification> verify(const fs::path& file) {
  try {
    Database database{file.string(), Access::read_only};
    database.execute("BEGIN");
    if (database.pragma("user_version") != static_cast<std::int64_t>(schema_steps.size())) {
      return std::unexpected{engine::Error{
          file.string() +
          " was written by another version of this program: start attune serve "
          "once on it, or verify with the version that wrote it."
      }};
    }
    return Walk{database}.run();
  } catch (const SqliteError& failure) {
    return std::unexpected{engine::Error{file.string() + " cannot be read: " + failure.what() + "."}
    };
  }
}

}  // namespace attune::storage
