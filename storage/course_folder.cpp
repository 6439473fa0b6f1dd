#include "storage/course_folder.h"

#include "engine/base/bytes.h"
#include "engine/program/limits.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

using engine::Error;
using engine::Result;

constexpr std::uint8_t sources_version = 1;
constexpr std::string_view course_file = "course.dialogue";
constexpr std::string_view resources_file = "resources.json";
constexpr std::string_view translations_folder = "translations";
constexpr std::string_view dialogue_ending = ".dialogue";
constexpr std::string_view translation_ending = ".po";

std::unexpected<Error> failed(const fs::path& path, std::string_view what) {
  return std::unexpected{Error{path.string() + ": " + std::string{what}}};
}

Result<std::string> read_file(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) {
    return failed(path, "cannot be read: " + error.message());
  }
  if (size > engine::limits::course_bytes_max) {
    return failed(path, "is larger than a whole course may be (4 MB).");
  }
  std::ifstream file{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  if (file.bad() || !file.is_open()) {
    return failed(path, "cannot be read.");
  }
  return text;
}

// {"countries": [{"id", "name", "resources": [{"says", ...}]}]}; other fields are for the people
// who keep the file up to date.
Result<std::vector<engine::Country>> read_resources(const fs::path& path) {
  Result<std::string> text = read_file(path);
  if (!text) {
    return std::unexpected{text.error()};
  }
  std::vector<engine::Country> countries;
  try {
    const nlohmann::json file = nlohmann::json::parse(*text);
    for (const nlohmann::json& entry : file.at("countries")) {
      engine::Country country;
      country.id = entry.at("id").get<std::string>();
      country.name = entry.at("name").get<std::string>();
      for (const nlohmann::json& resource : entry.at("resources")) {
        country.says.push_back(resource.at("says").get<std::string>());
      }
      if (country.says.empty()) {
        return failed(path, "the country \"" + country.id + "\" has no resources.");
      }
      countries.push_back(std::move(country));
    }
  } catch (const nlohmann::json::exception& error) {
    return failed(path, std::string{"is not as it should be: "} + error.what());
  }
  return countries;
}

void write_country(engine::ByteWriter& out, const engine::Country& country) {
  out.text(country.id);
  out.text(country.name);
  out.varint(country.says.size());
  for (const std::string& line : country.says) {
    out.text(line);
  }
}

// Adds those files of a folder whose names end so, sorted by name.
Result<void> read_files(
    const fs::path& folder, std::string_view ending, std::vector<engine::SourceFile>& files
) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator it{folder, error}, end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ending && it->is_regular_file()) {
      paths.push_back(it->path());
    }
  }
  if (error) {
    return failed(folder, "cannot be read: " + error.message());
  }
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    Result<std::string> text = read_file(path);
    if (!text) {
      return std::unexpected{text.error()};
    }
    files.push_back(engine::SourceFile{.path = path.string(), .text = *std::move(text)});
  }
  return {};
}

}  // namespace

fs::path translation_path(const fs::path& course_folder, std::string_view language) {
  return course_folder / translations_folder /
         (std::string{language} + std::string{translation_ending});
}

Result<engine::CourseSources> read_course_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return failed(folder, "is not a folder. Give the folder that holds course.dialogue.");
  }
  if (!fs::exists(folder / course_file)) {
    return failed(folder, "there is no course.dialogue in this folder, so it is not a course.");
  }
  engine::CourseSources sources;
  if (const auto read = read_files(folder, dialogue_ending, sources.files); !read) {
    return std::unexpected{read.error()};
  }
  if (const fs::path translations = folder / translations_folder; fs::exists(translations)) {
    if (const auto read = read_files(translations, translation_ending, sources.files); !read) {
      return std::unexpected{read.error()};
    }
  }
  if (const fs::path resources = folder / resources_file; fs::exists(resources)) {
    Result<std::vector<engine::Country>> countries = read_resources(resources);
    if (!countries) {
      return std::unexpected{countries.error()};
    }
    sources.countries = *std::move(countries);
  }
  return sources;
}

Result<std::vector<fs::path>> find_course_folders(const fs::path& root) {
  std::error_code error;
  std::vector<fs::path> folders;
  for (fs::directory_iterator it{root, error}, end; !error && it != end; it.increment(error)) {
    if (it->is_directory() && fs::exists(it->path() / course_file)) {
      folders.push_back(it->path());
    }
  }
  if (error) {
    return failed(root, "cannot be read: " + error.message());
  }
  if (folders.empty()) {
    return failed(root, "holds no course: no folder in it has a course.dialogue.");
  }
  std::ranges::sort(folders);
  return folders;
}

std::string encode_sources(const engine::CourseSources& sources) {
  engine::ByteWriter out;
  out.byte(sources_version);
  out.varint(sources.files.size());
  for (const engine::SourceFile& file : sources.files) {
    out.text(file.path);
    out.text(file.text);
  }
  out.varint(sources.countries.size());
  for (const engine::Country& country : sources.countries) {
    write_country(out, country);
  }
  return std::move(out).take();
}

Result<engine::CourseSources> decode_sources(std::string_view bytes) {
  engine::ByteReader in{bytes};
  if (in.byte() != sources_version) {
    return std::unexpected{Error{"archived sources of an unknown version"}};
  }
  engine::CourseSources sources;
  sources.files.resize(in.count());
  for (engine::SourceFile& file : sources.files) {
    file.path = in.text();
    file.text = in.text();
  }
  sources.countries.resize(in.count());
  for (engine::Country& country : sources.countries) {
    country.id = in.text();
    country.name = in.text();
    country.says.resize(in.count());
    for (std::string& line : country.says) {
      line = in.text();
    }
  }
  if (in.failed() || !in.at_end()) {
    return std::unexpected{Error{"archived sources that are not whole"}};
  }
  return sources;
}

}  // namespace attune::storage
