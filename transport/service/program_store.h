#pragma once

#include "engine/base/result.h"
#include "engine/program/program.h"
#include "engine/script/compiler.h"
#include "engine/versions/transition.h"

#include "storage/journal.h"

#include "transport/service/done.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace attune::service {

using ProgramPointer = std::shared_ptr<const engine::Program>;

struct CourseWords {
  std::string language;
  std::string title;
  std::string about;
};

struct CourseView {
  std::string id;
  std::vector<CourseWords> words;  // as it was written first, then its translations
};

// The courses in force, and every Program that a live session needs: those come from the archive
// and are compiled when they are first asked for.
class ProgramStore {
 public:
  explicit ProgramStore(storage::ProgramArchive& archive) : archive_{archive} {}

  // Puts a compiled course in force and keeps its sources. `done` tells whether they are kept:
  // before that no journey may begin in it.
  void put(
      const engine::CourseSources& sources,
      const ProgramPointer& program,
      Done<engine::Result<void>> done
  );

  // Puts a version in force whose sources are kept already.
  void set_in_force(const ProgramPointer& program);

  // How sessions come from one version to another; worked out once.
  std::shared_ptr<const engine::Transition> transition(
      const ProgramPointer& from, const ProgramPointer& to
  );

  std::vector<CourseView> courses() const;

  // nullptr when there is no such course.
  ProgramPointer in_force(const std::string& course) const;

  // nullptr when it cannot be had: not archived, or written for another version of the language.
  void find(engine::ProgramId id, Done<ProgramPointer> done);

 private:
  storage::ProgramArchive& archive_;
  std::map<std::string, ProgramPointer> in_force_;
  std::map<engine::ProgramId, ProgramPointer> programs_;
  std::map<
      std::pair<engine::ProgramId, engine::ProgramId>,
      std::shared_ptr<const engine::Transition>>
      transitions_;
};

}  // namespace attune::service
