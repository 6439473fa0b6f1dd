#include "storage/course_folder.h"

#include "engine/base/bytes.h"
#include "engine/base/calendar.h"
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

std::size_t line_at(std::string_view text, std::size_t at) {
  return static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n')) + 1;
}

// What is wrong in the text where the reader of JSON gave up, behind byte `at`, for somebody who
// has never heard of JSON.
std::unexpected<Error> not_json(const fs::path& path, std::string_view text, std::size_t at) {
  constexpr std::string_view blanks = " \t\r\n";
  constexpr std::string_view curly[] = {"\u201c", "\u201d", "\u201e"};
  const auto said = [&](std::size_t where, std::string_view what) {
    const std::size_t number = line_at(text, where);
    const std::size_t start = where == 0 ? 0 : text.rfind('\n', where - 1) + 1;
    std::string line{text.substr(start, text.find('\n', start) - start)};
    line.erase(0, std::min(line.find_first_not_of(blanks), line.size()));
    line.erase(line.find_last_not_of(blanks) + 1);
    return std::unexpected{
        Error{path.string() + ":" + std::to_string(number) + ": " + std::string{what} + "\n" + line}
    };
  };
  at = std::min(at, text.size());
  for (const std::string_view mark : curly) {
    const std::size_t found = text.find(mark, at < 3 ? 0 : at - 3);
    if (found != std::string_view::npos && found <= at) {
      return said(
          found,
          "This quotation mark is curly, and a file of resources knows only straight ones. Type \" "
          "here; an editor for plain text leaves it straight."
      );
    }
  }
  // `at` is behind the last character that was read, and so inside the word that did not fit.
  std::size_t word = at == 0 ? 0 : at - 1;
  if (word < text.size() && text[word] == '"') {
    const std::size_t open = word == 0 ? std::string_view::npos : text.rfind('"', word - 1);
    word =
        open != std::string_view::npos && line_at(text, open) == line_at(text, word) ? open : word;
  }
  const std::size_t before =
      word == 0 ? std::string_view::npos : text.find_last_not_of(blanks, word - 1);
  if (before != std::string_view::npos && word < text.size()) {
    constexpr std::string_view opens = "\"{[";
    constexpr std::string_view ends = "\"}]le0123456789";  // le: of null, true and false
    const bool next_opens = opens.find(text[word]) != std::string_view::npos;
    if (next_opens && ends.find(text[before]) != std::string_view::npos) {
      return said(before, "A comma is missing at the end of this line.");
    }
    if (text[before] == ',' && (text[word] == '}' || text[word] == ']')) {
      return said(before, "This comma is one too many: behind it the list ends. Take it out.");
    }
  }
  return said(
      word,
      "Something does not fit here, or before. Each { and [ needs its } and ], each text its two "
      "quotation marks, and between two things stands one comma."
  );
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
        const auto verified = resource.find("last_verified");
        if (verified != resource.end() && !verified->is_null() &&
            !engine::parse_day(verified->get<std::string>())) {
          return failed(
              path,
              "a \"last_verified\" of \"" + country.id +
                  "\" is not a day. Write it like \"2026-11-24\", or null while nobody has looked."
          );
        }
      }
      if (country.says.empty()) {
        return failed(path, "the country \"" + country.id + "\" has no resources.");
      }
      countries.push_back(std::move(country));
    }
  } catch (const nlohmann::json::parse_error& error) {
    return not_json(path, *text, error.byte);
  } catch (const nlohmann::json::exception&) {
    return failed(
        path,
        "is not as it should be. It has \"countries\": a list, of which each has an \"id\", a "
        "\"name\" and \"resources\": a list, of which each \"says\" something."
    );
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
    } else if (it->path().filename().string().ends_with(std::string{ending} + ".txt")) {
      return failed(
          it->path(),
          "is left out, as some editors have put .txt behind its name. Call it " +
              it->path().stem().string() + "."
      );
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
