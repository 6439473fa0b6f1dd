#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune::tools {

// Adds what an operator has just done to the audit log of a data folder. When that fails, what was
// done is done; it is said on `errors`.
void audit(
    const std::filesystem::path& data,
    std::string_view action,
    const std::vector<std::pair<std::string, std::string>>& details,
    std::ostream& errors
);

}  // namespace attune::tools
