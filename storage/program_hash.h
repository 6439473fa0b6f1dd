#pragma once

#include "engine/program/program_id.h"

#include <string_view>

namespace attune::storage {

// BLAKE2b-256 (libsodium): the engine::ProgramHash of everything that runs.
engine::ProgramId program_hash(std::string_view bytes);

}  // namespace attune::storage
