#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::tools {

// nullopt when it cannot be read: a folder with such a name, no right to.
std::optional<std::string> read_text(const std::filesystem::path& path);

// All of it or nothing: what an author wrote is not lost to a disk that is full.
bool replace_text(const std::filesystem::path& path, const std::string& text);

// "\r\n" where most lines of a file end so, else "\n".
std::string_view line_end_of(std::string_view source);

// A text of "\n" lines, for a file whose lines end in `line_end`.
std::string with_line_ends(std::string_view text, std::string_view line_end);

// Files of a folder whose names end in `extension` (".transcript"), sorted by name.
std::vector<std::filesystem::path> files_in(
    const std::filesystem::path& folder, const std::string& extension
);

}  // namespace attune::tools
