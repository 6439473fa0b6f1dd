#pragma once

#include "storage/sealed_store.h"
#include "storage/sqlite.h"

#include <filesystem>
#include <optional>

// How a store's file is opened to be written: by whom nobody else has it open, with its log brought
// to the disk before.
namespace attune::storage {

// What a program sees that starts after another was killed, or that goes on after the disk failed,
// is brought to the disk (Database::write_log_again). Before anything else.
void bring_log_to_disk(const std::filesystem::path& file);

// A store that was written before sealing is sealed, or a sealing that was broken off is ended;
// nullopt when there is nothing to do. Nobody else may have the file open then: a server of before
// would go on writing what people say as it is.
std::optional<SealedStore> seal_if_from_before(const std::filesystem::path& file);

// With the settings that make a commit durable, and the tables of this version.
Database open_store(const std::filesystem::path& file);

}  // namespace attune::storage
