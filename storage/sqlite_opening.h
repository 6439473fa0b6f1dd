#pragma once

#include "storage/sqlite.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

// How a store's file is opened to be written: by whom nobody else has it open, with its log brought
// to the disk before.
namespace attune::storage {

// What a program sees that starts after another was killed, or that goes on after the disk failed,
// is brought to the disk (Database::write_log_again). Before anything else.
void bring_log_to_disk(const std::filesystem::path& file);

// What was done to a store that was written before sealing.
struct SealedStore {
  std::int64_t journeys = 0;
  std::int64_t turns = 0;
  std::chrono::milliseconds took{0};
};

// Seals what was written before sealing, when there is any.
std::optional<SealedStore> seal_what_is_plain(const std::filesystem::path& file);

// With the settings that make a commit durable, and the tables of this version.
Database open_store(const std::filesystem::path& file);

}  // namespace attune::storage
