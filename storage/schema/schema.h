#pragma once

#include "storage/schema/fill_chains.h"
#include "storage/schema/seal_everything.h"
#include "storage/sqlite.h"
#include "storage/sqlite_journeys.h"

#include <array>
#include <string_view>

// The tables, as steps from each version (PRAGMA user_version) to the next. A step that was
// released is never changed: another is added after it.
namespace attune::storage {

// In one transaction: the tables as they are from then on, and then what fills them from what is
// there, when SQL alone cannot.
struct SchemaStep {
  std::string_view tables;
  void (*fill)(Database&) = nullptr;
};

inline constexpr std::array<SchemaStep, 5> schema_steps = {
    SchemaStep{R"(
-- One row a turn, appended in commit order; no row is rewritten as a conversation goes on. `body` is
-- what sealing will seal: nothing else in this table tells what was said.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  session BLOB NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  body BLOB NOT NULL
);
-- Where the turns of a session lie. Written in arrears (sqlite_turns.h): holds those with an id up to
-- the one that `indexed` tells.
CREATE TABLE places (
  session BLOB NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (session, first)
) WITHOUT ROWID;
CREATE TABLE indexed (up_to INTEGER NOT NULL);
INSERT INTO indexed VALUES (0);
-- The latest state that was folded, so that coming back stays quick. Can be thrown away.
CREATE TABLE snapshots (
  session BLOB PRIMARY KEY,
  seq INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE TABLE journeys (
  session BLOB PRIMARY KEY,
  words BLOB NOT NULL UNIQUE,
  program BLOB NOT NULL,
  started INTEGER NOT NULL
);
CREATE TABLE devices (
  device BLOB PRIMARY KEY,
  session BLOB NOT NULL,
  since INTEGER NOT NULL
);
CREATE INDEX devices_of_session ON devices (session);
CREATE TABLE programs (
  program BLOB PRIMARY KEY,
  sources BLOB NOT NULL
);
-- Secrets of this server, such as the salt of the six words.
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
);
)"},
    SchemaStep{R"(
-- What was put in force, in order; no row is ever changed. The version in force is the latest that no
-- later row rolled back. `journeys.program` is the version that a session is on now.
CREATE TABLE publications (
  id INTEGER PRIMARY KEY,
  course TEXT NOT NULL,
  program BLOB NOT NULL,
  at INTEGER NOT NULL,
  urgent INTEGER NOT NULL,
  rolls_back INTEGER NOT NULL,
  note TEXT NOT NULL
);
)"},
    SchemaStep{
        R"(
-- Each turn with its place in a chain over the stored bytes (storage/chain.h), before the body: so
-- that it lies in the row's first page however long the body is.
ALTER TABLE events RENAME TO events_without_chain;
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  session BLOB NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  chain BLOB NOT NULL,
  body BLOB NOT NULL
);
ALTER TABLE snapshots RENAME TO snapshots_without_checksum;
CREATE TABLE snapshots (
  session BLOB PRIMARY KEY,
  seq INTEGER NOT NULL,
  checksum BLOB NOT NULL,
  body BLOB NOT NULL
);
-- Journeys that a backup from before must not bring back: hashes of their ids.
CREATE TABLE erased (tombstone BLOB PRIMARY KEY) WITHOUT ROWID;
)",
        fill_chains
    },
    SchemaStep{
        R"(
-- From here on bodies are sealed (storage/seal.h). `journeys.words` and `devices.device` are where the
-- six words and a device's cookie are found, and `key` is the journey's key, wrapped for each.
ALTER TABLE journeys ADD COLUMN key BLOB NOT NULL DEFAULT x'';
ALTER TABLE devices ADD COLUMN key BLOB NOT NULL DEFAULT x'';
-- The latest that was compared with what the turns tell, and a later one that was not yet. Those from
-- before sealing are folded anew.
DROP TABLE snapshots;
CREATE TABLE snapshots (
  session BLOB NOT NULL,
  seq INTEGER NOT NULL,
  checked INTEGER NOT NULL,
  checksum BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (session, seq)
);
-- Turns that no journey leads to could not be sealed, nor be read by anybody.
DELETE FROM events WHERE session NOT IN (SELECT session FROM journeys);
INSERT INTO secrets (name, value) SELECT 'to_be_swept', x'' WHERE EXISTS (SELECT 1 FROM journeys);
)",
        seal_everything
    },
    SchemaStep{
        R"(
-- The last day, in days since 1970, that somebody was there: known without the journey's key. Nobody
-- who was there before this was kept goes early. How long journeys stay, and since when: one row.
ALTER TABLE journeys ADD COLUMN touched INTEGER NOT NULL DEFAULT 0;
UPDATE journeys SET touched = CAST(strftime('%s', 'now') AS INTEGER) / 86400;
CREATE TABLE retention (months INTEGER NOT NULL, since INTEGER NOT NULL);
INSERT INTO retention VALUES (0, 0);
-- Over the whole row (storage/sqlite_journeys.h): a wrapped key that changed opens nothing any more. A
-- later step that changes these columns takes the stamping with it.
ALTER TABLE journeys ADD COLUMN checksum BLOB NOT NULL DEFAULT x'';
ALTER TABLE devices ADD COLUMN checksum BLOB NOT NULL DEFAULT x'';
)",
        SqliteJourneys::stamp_all
    }
};

// The first version of the schema in which nothing that a person wrote lies in the file as it is.
inline constexpr std::int64_t sealed_schema = 4;
static_assert(schema_steps[sealed_schema - 1].fill == seal_everything);

}  // namespace attune::storage
