#pragma once

#include "engine/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace attune::storage {

// What came of looking at everything that a store holds.
struct Verification {
  std::vector<std::string> findings;  // a sentence each; at most limits::findings_max
  std::uint64_t found = 0;            // all of them
  std::uint64_t journeys = 0;
  std::uint64_t turns = 0;
  std::uint64_t snapshots = 0;

  bool is_whole() const { return found == 0; }
};

// Walks every journey in a store's file, without any key, as it was at one moment: also while a
// server writes to it. Looks at each journey's sequence and chain, at the index, the snapshots, who
// belongs to whom, and at the file itself (SQLite's integrity_check). A finding names the journey
// by the start of its id, and seqs; never anything of a person. The error is a sentence for the
// operator: there is nothing to walk.
engine::Result<Verification> verify(const std::filesystem::path& file);

}  // namespace attune::storage
