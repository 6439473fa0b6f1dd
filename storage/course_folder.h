#pragma once

#include "engine/base/result.h"
#include "engine/script/compiler.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// Courses as they lie on disk: a folder with course.dialogue, other dialogues, resources.json, and
// a folder of translations.
namespace attune::storage {

// Where the translation into a language lies: "dialogues/dream/translations/es.po".
std::filesystem::path translation_path(
    const std::filesystem::path& course_folder, std::string_view language
);

// The error is a sentence for the author: which file, what is wrong with it.
engine::Result<engine::CourseSources> read_course_folder(const std::filesystem::path& folder);

// Folders below `root` that hold a course.dialogue, sorted by name.
engine::Result<std::vector<std::filesystem::path>> find_course_folders(
    const std::filesystem::path& root
);

// The form in which the sources of a Program are archived: versioned bytes <-> sources.
std::string encode_sources(const engine::CourseSources& sources);
engine::Result<engine::CourseSources> decode_sources(std::string_view bytes);

}  // namespace attune::storage
