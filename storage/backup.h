#pragma once

#include "engine/base/result.h"

#include "storage/journal.h"
#include "storage/verify.h"

#include <filesystem>
#include <vector>

namespace attune::storage {

// The file of a data folder; a backup is such a file, too.
std::filesystem::path store_file(const std::filesystem::path& folder);

// Writes what the store in `file` holds at one moment into `backup`, also while a server writes to
// it: a whole store, on disk when this returns, and verified as it lies there. An error is a
// sentence for the operator, and leaves nothing behind; a file that is there already is one. With
// findings it is the store that is damaged: its backup stays, as the best there is.
engine::Result<Verification> back_up(
    const std::filesystem::path& file, const std::filesystem::path& backup
);

// Journeys that are in `file` and that, by what `elsewhere` tells, were erased.
engine::Result<std::vector<SessionId>> erased_elsewhere(
    const std::filesystem::path& file, const std::filesystem::path& elsewhere
);

// What was written to a file, or into a folder, is on disk after this.
engine::Result<void> sync(const std::filesystem::path& path);

}  // namespace attune::storage
