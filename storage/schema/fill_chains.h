#pragma once

#include "storage/sqlite.h"

namespace attune::storage {

// The third step of the schema: turns and snapshots that were kept without a checksum get theirs.
void fill_chains(Database& database);

}  // namespace attune::storage
