#include "storage/sqlite.h"

#include "storage/limits.h"

namespace attune::storage {
namespace {

[[noreturn]] void fail(sqlite3* database) {
  throw SqliteError{sqlite3_extended_errcode(database), sqlite3_errmsg(database)};
}

}  // namespace

Database::Database(const std::string& path, Access access) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(),
      &handle,
      SQLITE_OPEN_NOMUTEX |
          (access == Access::read_only ? SQLITE_OPEN_READONLY
                                       : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE),
      nullptr
  );
  handle_.reset(handle);
  if (code != SQLITE_OK) {
    throw SqliteError{code, handle != nullptr ? sqlite3_errmsg(handle) : "out of memory"};
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, limits::busy_timeout_ms);
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(handle_.get());
  }
}

std::int64_t Database::pragma(const std::string& name) {
  Statement statement{*this, "PRAGMA " + name};
  return statement.step() ? statement.integer(0) : 0;
}

void Database::write_log_again() {
  keep_log_when_closed(true);
  execute("BEGIN IMMEDIATE");
  sqlite3_file* log = nullptr;
  int code = sqlite3_file_control(
      handle_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log)
  );
  if (code == SQLITE_OK && log != nullptr && log->pMethods != nullptr) {
    sqlite3_int64 size = 0;
    code = log->pMethods->xFileSize(log, &size);
    std::string piece;
    constexpr sqlite3_int64 piece_max = 1 << 16;  // SQLite's own layer writes at most 128 KiB
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += piece_max) {
      piece.resize(static_cast<std::size_t>(std::min(piece_max, size - at)));
      const int bytes = static_cast<int>(piece.size());
      code = log->pMethods->xRead(log, piece.data(), bytes, at);
      if (code == SQLITE_OK) {
        code = log->pMethods->xWrite(log, piece.data(), bytes, at);
      }
    }
    if (code == SQLITE_OK && size > 0) {
      code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    }
  }
  execute("ROLLBACK");
  if (code != SQLITE_OK) {
    throw SqliteError{code, std::string{"the write-ahead log: "} + sqlite3_errstr(code)};
  }
  keep_log_when_closed(false);
}

void Database::keep_log_when_closed(bool keep) {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

std::int64_t Database::count(const std::string& table) {
  Statement statement{*this, "SELECT count(*) FROM " + table};
  return statement.step() ? statement.integer(0) : 0;
}

bool Database::empty_log() {
  sqlite3_busy_timeout(handle_.get(), 0);
  const int code = sqlite3_wal_checkpoint_v2(
      handle_.get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr
  );
  sqlite3_busy_timeout(handle_.get(), limits::busy_timeout_ms);
  if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED) {
    fail(handle_.get());
  }
  return code == SQLITE_OK;
}

Statement::Statement(Database& database, std::string_view sql) : database_{database.handle()} {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(
      database_,
      sql.data(),
      static_cast<int>(sql.size()),
      SQLITE_PREPARE_PERSISTENT,
      &statement,
      nullptr
  );
  statement_.reset(statement);
  if (code != SQLITE_OK) {
    fail(database_);
  }
}

Statement& Statement::bind(int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement_.get(), index, value) != SQLITE_OK) {
    fail(database_);
  }
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  if (sqlite3_bind_blob64(statement_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC) !=
      SQLITE_OK) {
    fail(database_);
  }
  return *this;
}

Statement& Statement::bind_blob(int index, std::span<const std::uint8_t> bytes) {
  return bind_blob(
      index, std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()}
  );
}

Statement& Statement::bind_text(int index, std::string_view text) {
  if (sqlite3_bind_text64(
          statement_.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8
      ) != SQLITE_OK) {
    fail(database_);
  }
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code == SQLITE_DONE) {
    return false;
  }
  const SqliteError error{sqlite3_extended_errcode(database_), sqlite3_errmsg(database_)};
  sqlite3_reset(statement_.get());
  throw error;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string{} : std::string{static_cast<const char*>(bytes), size};
}

bool Statement::is_blob(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_BLOB;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

}  // namespace attune::storage
