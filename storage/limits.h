#pragma once

#include <array>
#include <chrono>
#include <cstddef>

// Every bound of what is stored, by name.
namespace attune::storage::limits {

// Operations that wait for the storage thread; one more is refused as unavailable.
inline constexpr std::size_t operations_waiting_max = 20'000;
// Operations in one commit: keeps a batch's delay within reason.
inline constexpr std::size_t operations_per_commit_max = 1'024;
// Turns that are kept but not yet in the index: what a start after a crash reads again, and how
// long writing the index holds up the next commit.
inline constexpr std::size_t turns_without_index_max = 8'192;
// Pages of the write-ahead log before the writer folds it in (4 KiB each).
inline constexpr int wal_pages = 8'000;
inline constexpr int busy_timeout_ms = 5'000;
// The same trouble with the disk is told again after this long.
inline constexpr std::chrono::seconds trouble_again{10};
// Findings of a verification that are told one by one; the rest is counted.
inline constexpr std::size_t findings_max = 1'000;

// Bytes of a sealed turn or snapshot: the first of these that it fits into, beyond the last a
// multiple of it. So its size tells no more of what was written than which of these it is.
inline constexpr std::array<std::size_t, 9> sealed_sizes = {
    256, 512, 1'024, 2'048, 4'096, 8'192, 16'384, 32'768, 65'536
};
// Keys that share a stretch of locked memory: 32 KiB of it.
inline constexpr std::size_t keys_per_slab = 1'024;

// What was erased and still lies in the write-ahead log, because another process reads it, is tried
// again after this long.
inline constexpr std::chrono::seconds scrub_again{1};

// Signatures and publications of a course: a name and a note, in code points.
inline constexpr std::size_t signer_characters_max = 80;
inline constexpr std::size_t note_characters_max = 500;

}  // namespace attune::storage::limits
