#pragma once

#include "storage/sqlite.h"

#include <cstdint>

namespace attune::storage {

// The fourth step of the schema: what was kept as it was written is sealed. Until then the store
// held a hash of each device's token and the Argon2id of the six words, which are just what doors
// are made from (seal.h): so each journey gets its key and its doors without anybody's secret.
void seal_everything(Database& database);

// Whether plain bytes may still lie in free pages of the file, or in its log: from that step until
// the first sweep that ended.
bool needs_sweeping(Database& database);
// Writes the whole file anew and empties its log. With nobody else at the file; a crash in between
// leaves it to be done again.
void sweep(Database& database);

}  // namespace attune::storage
