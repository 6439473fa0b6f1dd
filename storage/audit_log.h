#pragma once

#include "engine/base/instant.h"
#include "engine/base/result.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

// What operators did: audit.log in the data folder, a JSON object a line, only ever added to.
// Nothing of a person's, neither a word nor whose journey it was.
namespace attune::storage {

inline constexpr std::string_view audit_file = "audit.log";

// One line, on the disk when this comes back: when, which account of the system, what, and
// `details` by name. The error is a sentence.
engine::Result<void> write_audit(
    const std::filesystem::path& data,
    engine::Instant at,
    std::string_view action,
    std::span<const std::pair<std::string, std::string>> details = {}
);

}  // namespace attune::storage
