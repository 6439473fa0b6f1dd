#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

// A small RAII layer over sqlite3's C interface.
namespace attune::storage {

// Something that the database could not do. `code` is SQLite's extended result code.
class SqliteError : public std::runtime_error {
 public:
  SqliteError(int code, const std::string& message) : std::runtime_error{message}, code_{code} {}

  bool is_constraint() const { return (code_ & 0xff) == SQLITE_CONSTRAINT; }

  // The file was read, and what it holds is not a database's.
  bool is_corruption() const {
    return (code_ & 0xff) == SQLITE_CORRUPT || (code_ & 0xff) == SQLITE_NOTADB;
  }

  // The disk did not do what it was asked: what lies there now is not known.
  bool is_of_the_disk() const {
    return (code_ & 0xff) == SQLITE_IOERR || (code_ & 0xff) == SQLITE_CANTOPEN;
  }

  bool is_of_reading() const { return code_ == SQLITE_IOERR_READ || is_corruption(); }

  bool is_busy() const { return (code_ & 0xff) == SQLITE_BUSY; }

 private:
  int code_;
};

class Database;

// A prepared statement. Bind, step until it gives no row, then reset (or let Run do it).
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  // Parameters count from 1; blobs and texts must live until the statement is reset.
  Statement& bind(int index, std::int64_t value);
  Statement& bind_blob(int index, std::string_view bytes);
  Statement& bind_blob(int index, std::span<const std::uint8_t> bytes);
  Statement& bind_text(int index, std::string_view text);

  // True when there is a row.
  bool step();
  // Runs to the end and resets.
  void run();
  void reset();

  std::int64_t integer(int column) const;
  std::string blob(int column) const;
  bool is_null(int column) const;
  bool is_blob(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  sqlite3* database_;
};

// An id of fixed size as it lies in a column.
template <class Id>
Id id_from(const std::string& bytes) {
  Id id;
  if (bytes.size() == id.bytes.size()) {
    std::ranges::transform(bytes, id.bytes.begin(), [](char c) {
      return static_cast<std::uint8_t>(c);
    });
  }
  return id;
}

// Resets a statement when a read is over, whichever way it ends.
class Reading {
 public:
  explicit Reading(Statement& statement) : statement_{statement} {}

  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  ~Reading() { statement_.reset(); }

 private:
  Statement& statement_;
};

enum class Access : std::uint8_t { read_write, read_only };

class Database {
 public:
  // To write, it makes the file where there is none.
  explicit Database(const std::string& path, Access access = Access::read_write);

  void execute(const std::string& sql);
  std::int64_t pragma(const std::string& name);
  std::int64_t count(const std::string& table);

  // Rows that the latest statement changed.
  int changes() const { return sqlite3_changes(handle_.get()); }

  // Folds the write-ahead log into the file and leaves it empty; false while another connection
  // reads, without waiting for it.
  bool empty_log();

  // Writes what the write-ahead log holds once more, the same over the same, and syncs it. What a
  // program reads back may be on no disk: the page cache keeps what a failed sync could not bring
  // there, and calls it clean, so that the next sync says nothing (a commit that stands behind it
  // would be lost with it). After this, what recovery saw is durable. Not while anybody else opens
  // the file.
  void write_log_again();

  // Leaves the write-ahead log as it is when this is closed.
  void keep_log_when_closed(bool keep);

  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };

  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace attune::storage
