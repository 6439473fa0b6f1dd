#pragma once

#include "engine/script/compiler.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Small courses written inside tests.
namespace attune::test {

// A hash that is good enough to tell the courses of a test apart, and needs no library.
engine::ProgramId plain_hash(std::string_view bytes);

// A course with one stage "talk" made of this dialogue text (without its `dialogue talk` line).
engine::CourseSources one_stage(std::string_view dialogue);

// Several files: ("course", text), ("talk", text), ("translations/es.po", text) ...
engine::CourseSources course_of(const std::vector<std::pair<std::string, std::string>>& files);

// Compiles, or throws with all findings rendered.
std::shared_ptr<const engine::Program> compiled(const engine::CourseSources& sources);

// All findings, rendered one after another; but for W045, as few courses of tests have any help.
std::string findings_of(const engine::CourseSources& sources);

// All of them.
std::string findings_of_a_whole_course(const engine::CourseSources& sources);

// The same without warnings.
std::string errors_of(const engine::CourseSources& sources);

// The sources with a translation into a made-up language (pseudo.h) beside the ones they have.
engine::CourseSources with_pseudo(engine::CourseSources sources, std::string_view language);

// Every kind of question, parts, ways, memory, a pause and help: what property tests walk.
engine::CourseSources everything_course();

}  // namespace attune::test
