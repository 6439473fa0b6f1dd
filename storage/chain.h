#pragma once

#include "storage/journal.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

// What tells that stored bytes are the ones that were stored, without any key. Whoever may write
// the file can write a fitting chain, too: this notices a disk that forgets or changes, not a
// forger; a forged body fails at its seal.
namespace attune::storage {

// 16 bytes of BLAKE2b. Kept with each turn: over the chain of the session's turn before it (zeros
// before the first), the session, the turn's seqs and its body as it lies in the file.
struct Chain {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Chain&) const = default;
};

Chain chained(const Chain& before, const SessionId& session, const Entry& entry);

// Of a snapshot, which stands alone: over the session, the seq and the body as it lies in the file.
Chain checksum(const SessionId& session, const Snapshot& snapshot);

// Of any other row that stands alone: over its columns in order, each with its length.
class RowSum {
 public:
  explicit RowSum(std::string_view kind) { blob(kind); }

  RowSum& blob(std::string_view bytes);
  RowSum& integer(std::int64_t value);
  Chain sum() const;

 private:
  std::string columns_;
};

// What stays of a journey that was erased, so that a backup from before does not bring it back.
Chain tombstone(const SessionId& session);

}  // namespace attune::storage
