#include "transport/service/publisher.h"

#include "storage/course_folder.h"

#include "transport/service/limits.h"

#include <set>
#include <utility>

namespace attune::service {

Publisher::Publisher(
    storage::Publications& publications,
    ProgramStore& programs,
    SessionService& sessions,
    TimeSource time
)
    : publications_{publications},
      programs_{programs},
      sessions_{sessions},
      time_{std::move(time)} {}

void Publisher::settle(
    engine::CourseSources sources, ProgramPointer program, Done<engine::Result<SettledCourse>> done
) {
  auto read = [this,
               sources = std::move(sources),
               program = std::move(program),
               done = std::move(done)](storage::Stored<storage::Overview> overview) mutable {
    if (!overview) {
      done(std::unexpected{engine::Error{"The log of published versions cannot be read."}});
      return;
    }
    log_ = overview->log;
    decide(std::move(sources), program, *overview, std::move(done));
  };
  publications_.overview(std::move(read));
}

void Publisher::decide(
    engine::CourseSources sources,
    const ProgramPointer& program,
    const storage::Overview& overview,
    Done<engine::Result<SettledCourse>> done
) {
  const auto now = storage::in_force(log_, program->course);
  if (now && now->program == program->id) {
    programs_.set_in_force(program);
    done(SettledCourse{});
    return;
  }
  SettledCourse settled;
  if (!now || !storage::was_published(log_, program->id)) {
    settled.how = Settled::published;
    settled.assessment = storage::assess(program, overview);
  }
  if (!now || (settled.how == Settled::published && !settled.assessment.blocks())) {
    // Before the first publication nothing is in force that could stay: who cannot go on in this
    // version stays on the one it began with.
    publish(std::move(sources), program, std::move(settled), std::move(done));
    return;
  }
  settled.how = settled.how == Settled::published ? Settled::blocked : Settled::not_again;
  auto found = [this,
                settled = std::move(settled),
                done = std::move(done)](const ProgramPointer& before) mutable {
    if (before == nullptr) {
      done(std::unexpected{engine::Error{
          "The version that is in force cannot be compiled by this program, and the one in the "
          "folder cannot take its place. Mend the folder (attune check --against tells how), or "
          "use "
          "the program that published it."
      }});
      return;
    }
    programs_.set_in_force(before);
    done(std::move(settled));
  };
  programs_.find(now->program, std::move(found));
}

void Publisher::publish(
    engine::CourseSources sources,
    const ProgramPointer& program,
    SettledCourse settled,
    Done<engine::Result<SettledCourse>> done
) {
  storage::NewPublication fresh;
  fresh.publication.course = program->course;
  fresh.publication.program = program->id;
  fresh.publication.at = time_.now();
  fresh.publication.note = "by attune serve";
  fresh.sources = storage::encode_sources(sources);
  fresh.after = log_.empty() ? 0 : log_.back().id;
  storage::Publication publication = fresh.publication;
  auto published = [this,
                    sources = std::move(sources),
                    program,
                    publication = std::move(publication),
                    settled = std::move(settled),
                    done = std::move(done)](storage::Stored<std::int64_t> id) mutable {
    if (!id && id.error() == storage::StoreError::conflict) {
      settle(std::move(sources), program, std::move(done));
      return;
    }
    if (!id) {
      done(std::unexpected{engine::Error{"The course could not be kept in the journal."}});
      return;
    }
    publication.id = *id;
    log_.push_back(std::move(publication));
    programs_.set_in_force(program);
    done(std::move(settled));
  };
  publications_.publish(std::move(fresh), std::move(published));
}

void Publisher::follow(std::function<void(const Followed&)> notice) {
  notice_ = std::move(notice);
  time_.after(limits::publications_poll, [this] { look_again(); });
}

void Publisher::look_again() {
  auto read = [this](storage::Stored<std::vector<storage::Publication>> fresh) {
    if (fresh && !fresh->empty()) {
      adopt(*fresh);
    }
    time_.after(limits::publications_poll, [this] { look_again(); });
  };
  publications_.publications_after(log_.empty() ? 0 : log_.back().id, std::move(read));
}

void Publisher::adopt(const std::vector<storage::Publication>& fresh) {
  std::set<std::string> courses;
  std::set<std::string> urgent;
  for (const storage::Publication& each : fresh) {
    log_.push_back(each);
    // Courses that this server does not serve are another's.
    if (programs_.in_force(each.course) != nullptr) {
      courses.insert(each.course);
      if (each.urgent) {
        urgent.insert(each.course);
      }
    }
  }
  for (const std::string& course : courses) {
    const auto now = storage::in_force(log_, course);
    if (!now || programs_.in_force(course)->id == now->program) {
      continue;
    }
    Followed followed{
        .course = course,
        .program = now->program,
        .urgent = urgent.contains(course),
        .readable = true,
        .moves = {}
    };
    auto found = [this, followed = std::move(followed)](const ProgramPointer& program) mutable {
      followed.readable = program != nullptr;
      if (program != nullptr) {
        programs_.set_in_force(program);
      }
      if (program == nullptr || !followed.urgent) {
        notice_(followed);
        return;
      }
      const std::string moved = followed.course;
      sessions_.move_open(moved, [this, followed = std::move(followed)](MoveCounts counts) mutable {
        followed.moves = counts;
        notice_(followed);
      });
    };
    programs_.find(now->program, std::move(found));
  }
}

}  // namespace attune::service
