#include "tools/files.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

namespace attune::tools {

namespace fs = std::filesystem;

std::optional<std::string> read_text(const fs::path& path) {
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) {
    return std::nullopt;
  }
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  if (!file.is_open() || file.bad()) {
    return std::nullopt;
  }
  return std::move(text).str();
}

bool replace_text(const fs::path& path, const std::string& text) {
  fs::path beside = path;
  beside += ".new";
  std::ofstream file{beside, std::ios::binary | std::ios::trunc};
  if (!file.is_open()) {
    return false;
  }
  file << text;
  file.close();
  std::error_code failed;
  if (file) {
    fs::rename(beside, path, failed);
    if (!failed) {
      return true;
    }
  }
  fs::remove(beside, failed);
  return false;
}

std::string_view line_end_of(std::string_view source) {
  std::size_t with_return = 0;
  std::size_t all = 0;
  for (std::size_t at = source.find('\n'); at != std::string_view::npos;
       at = source.find('\n', at + 1)) {
    ++all;
    with_return += at > 0 && source[at - 1] == '\r' ? 1U : 0U;
  }
  return with_return * 2 > all ? "\r\n" : "\n";
}

std::string with_line_ends(std::string_view text, std::string_view line_end) {
  std::string ended;
  ended.reserve(text.size());
  for (const char c : text) {
    if (c == '\n') {
      ended += line_end;
    } else {
      ended += c;
    }
  }
  return ended;
}

std::vector<fs::path> files_in(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace attune::tools
