#pragma once

#include "engine/base/result.h"

#include "storage/verify.h"

#include <cstdint>
#include <filesystem>

namespace attune::tools {

struct Restored {
  storage::Verification verification;
  std::uint64_t erased = 0;  // journeys of the backup that were erased since: left out
};

// Makes a data folder from a backup, in a folder that is not there yet or is empty. All of it is
// done beside, and the folder has its store in the last step: broken off, or with findings, there
// is none. `erased_in`, a data folder or a later backup, tells who was erased since; it may be
// empty. The error is a sentence for the operator.
engine::Result<Restored> restore_backup(
    const std::filesystem::path& file,
    const std::filesystem::path& folder,
    const std::filesystem::path& erased_in
);

}  // namespace attune::tools
