#pragma once

#include <array>
#include <string_view>

// The tables, as steps from each version (PRAGMA user_version) to the next. A step that was
// released is never changed: another is added after it.
namespace attune::storage {

inline constexpr std::array<std::string_view, 2> schema_steps = {
    R"(
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
)",
    R"(
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
)"
};

}  // namespace attune::storage
