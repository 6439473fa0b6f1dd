#include "transport/service/program_store.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include "transport/service/limits.h"

namespace attune::service {

void ProgramStore::put(
    const engine::CourseSources& sources,
    const ProgramPointer& program,
    Done<engine::Result<void>> done
) {
  set_in_force(program);
  archive_.keep(
      program->id,
      storage::encode_sources(sources),
      [done = std::move(done)](storage::Stored<void> kept) mutable {
        if (kept) {
          done({});
        } else {
          done(std::unexpected{engine::Error{"The course could not be kept in the journal."}});
        }
      }
  );
}

void ProgramStore::set_in_force(const ProgramPointer& program) {
  programs_[program->id] = program;
  in_force_[program->course] = program;
}

std::shared_ptr<const engine::Transition> ProgramStore::transition(
    const ProgramPointer& from, const ProgramPointer& to
) {
  if (transitions_.size() >= limits::transitions_kept) {
    transitions_.clear();
  }
  auto& transition = transitions_[{from->id, to->id}];
  if (transition == nullptr) {
    transition = std::make_shared<const engine::Transition>(from, to);
  }
  return transition;
}

std::vector<CourseView> ProgramStore::courses() const {
  std::vector<CourseView> views;
  for (const auto& [name, program] : in_force_) {
    CourseView& view = views.emplace_back(CourseView{.id = name, .words = {}});
    for (const engine::Wording& wording : program->wordings) {
      view.words.push_back(
          CourseWords{.language = wording.language, .title = wording.title, .about = wording.about}
      );
    }
  }
  return views;
}

ProgramPointer ProgramStore::in_force(const std::string& course) const {
  const auto it = in_force_.find(course);
  return it != in_force_.end() ? it->second : nullptr;
}

void ProgramStore::find(engine::ProgramId id, Done<ProgramPointer> done) {
  if (const auto it = programs_.find(id); it != programs_.end()) {
    done(it->second);
    return;
  }
  archive_.find(id, [this, id, done = std::move(done)](storage::Stored<std::string> found) mutable {
    if (!found) {
      done(nullptr);
      return;
    }
    const auto sources = storage::decode_sources(*found);
    ProgramPointer program =
        sources ? engine::compile(*sources, storage::program_hash).program : nullptr;
    if (program != nullptr && program->id != id) {
      program = nullptr;
    }
    if (program != nullptr) {
      programs_[id] = program;
    }
    done(std::move(program));
  });
}

}  // namespace attune::service
