#include "storage/sqlite_publications.h"

#include <chrono>

namespace attune::storage {

SqlitePublications::SqlitePublications(Database& database)
    : keep_{database, "INSERT OR IGNORE INTO programs (program, sources) VALUES (?, ?)"},
      find_{database, "SELECT sources FROM programs WHERE program = ?"},
      latest_{database, "SELECT ifnull(max(id), 0) FROM publications"},
      is_archived_{database, "SELECT 1 FROM programs WHERE program = ?"},
      insert_{
          database,
          "INSERT INTO publications (id, course, program, at, urgent, rolls_back, note)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)"
      },
      after_{
          database,
          "SELECT id, course, program, at, urgent, rolls_back, note FROM publications"
          " WHERE id > ? ORDER BY id"
      },
      versions_{
          database,
          "SELECT programs.program, programs.sources, ifnull(counted.sessions, 0) FROM programs"
          " LEFT JOIN (SELECT program, count(*) AS sessions FROM journeys GROUP BY program) AS"
          " counted ON counted.program = programs.program ORDER BY programs.program"
      } {}

void SqlitePublications::keep(const engine::ProgramId& program, std::string_view sources) {
  keep_.bind_blob(1, program.bytes).bind_blob(2, sources).run();
}

Stored<std::string> SqlitePublications::find(const engine::ProgramId& program) {
  const Reading reading{find_.bind_blob(1, program.bytes)};
  if (!find_.step()) {
    return std::unexpected{StoreError::missing};
  }
  return find_.blob(0);
}

Stored<std::int64_t> SqlitePublications::publish(const NewPublication& publication) {
  const Publication& made = publication.publication;
  if (!publication.sources.empty()) {
    keep(made.program, publication.sources);
  }
  std::int64_t latest = 0;
  {
    const Reading reading{latest_};
    latest_.step();
    latest = latest_.integer(0);
  }
  if (latest != publication.after) {
    return std::unexpected{StoreError::conflict};
  }
  {
    const Reading reading{is_archived_.bind_blob(1, made.program.bytes)};
    if (!is_archived_.step()) {
      return std::unexpected{StoreError::missing};
    }
  }
  insert_.bind(1, latest + 1)
      .bind_text(2, made.course)
      .bind_blob(3, made.program.bytes)
      .bind(4, made.at.time_since_epoch().count())
      .bind(5, made.urgent ? 1 : 0)
      .bind(6, made.rolls_back ? 1 : 0)
      .bind_text(7, made.note);
  insert_.run();
  return latest + 1;
}

std::vector<Publication> SqlitePublications::after(std::int64_t id) {
  std::vector<Publication> found;
  const Reading reading{after_.bind(1, id)};
  while (after_.step()) {
    found.push_back(Publication{
        .id = after_.integer(0),
        .course = after_.blob(1),
        .program = id_from<engine::ProgramId>(after_.blob(2)),
        .at = engine::Instant{std::chrono::milliseconds{after_.integer(3)}},
        .urgent = after_.integer(4) != 0,
        .rolls_back = after_.integer(5) != 0,
        .note = after_.blob(6)
    });
  }
  return found;
}

std::vector<HeldVersion> SqlitePublications::versions() {
  std::vector<HeldVersion> found;
  const Reading reading{versions_};
  while (versions_.step()) {
    found.push_back(HeldVersion{
        .program = id_from<engine::ProgramId>(versions_.blob(0)),
        .sources = versions_.blob(1),
        .sessions = static_cast<std::uint64_t>(versions_.integer(2))
    });
  }
  return found;
}

}  // namespace attune::storage
