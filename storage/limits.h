#pragma once

#include <cstddef>

// Every bound of what is stored, by name.
namespace attune::storage::limits {

// Operations that wait for the storage thread; one more is refused as unavailable.
inline constexpr std::size_t operations_waiting_max = 20'000;
// Operations in one commit: keeps a batch's delay within reason.
inline constexpr std::size_t operations_per_commit_max = 512;
// Pages of the write-ahead log before the writer folds it in (4 KiB each).
inline constexpr int wal_pages = 8'000;
inline constexpr int busy_timeout_ms = 5'000;

}  // namespace attune::storage::limits
