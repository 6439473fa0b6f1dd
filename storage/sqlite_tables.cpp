#include "storage/sqlite_tables.h"

#include "storage/sqlite_opening.h"

#include <optional>

namespace attune::storage {

SqliteTables::SqliteTables(const std::filesystem::path& file) : database{open_store(file)} {}

Stored<void> SqliteTables::append(const Append& append) {
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

void SqliteTables::write(const SqliteTurns::Head& head, const Append& append) {
  turns.append(append.session, head, append.entry);
  if (append.snapshot) {
    snapshots.put(append.session, *append.snapshot);
  }
  if (append.program) {
    journeys.set_program(append.session, *append.program);
  }
}

Stored<Loaded> SqliteTables::load(const SessionId& session) {
  if (!journeys.exists(session)) {
    return std::unexpected{StoreError::missing};
  }
  Loaded loaded = snapshots.load(session);
  const std::optional<Snapshot>& latest = loaded.unchecked ? loaded.unchecked : loaded.checked;
  loaded.tail = turns.read(session, latest ? latest->seq : 0, static_cast<std::size_t>(-1));
  return loaded;
}

Stored<void> SqliteTables::create(const NewJourney& journey) {
  const Stored<void> listed = journeys.insert(journey);
  if (listed) {
    write(SqliteTurns::Head{}, journey.first_turn);
  }
  return listed;
}

Stored<void> SqliteTables::add_device(
    const Door& device, const SessionId& session, engine::Instant at
) {
  if (!journeys.exists(session)) {
    return std::unexpected{StoreError::missing};
  }
  journeys.add_device(device, session, at);
  return {};
}

void SqliteTables::forget_device(const SecretHash& device) {
  erased = journeys.forget_device(device) || erased;
}

void SqliteTables::erase(const SessionId& session) {
  turns.erase(session);
  snapshots.erase(session);
  erased = journeys.erase(session) || erased;
}

std::vector<SessionId> SqliteTables::erase_untouched(engine::Day before, std::size_t most) {
  std::vector<SessionId> untouched = retention.untouched_before(before, most);
  for (const SessionId& session : untouched) {
    erase(session);
  }
  return untouched;
}

void SqliteTables::roll_back() {
  sqlite3_exec(database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  turns.forget();
}

}  // namespace attune::storage
