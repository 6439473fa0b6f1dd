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
