#include "transport/course_watch.h"

#include "engine/versions/comparison.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include <chrono>
#include <system_error>
#include <utility>

#include "tools/versions_report.h"

namespace attune {
namespace {

namespace fs = std::filesystem;

// Often enough to feel at once, seldom enough to cost nothing.
constexpr std::chrono::milliseconds look_every{250};

}  // namespace

CourseWatch::CourseWatch(
    std::vector<fs::path> folders,
    service::ProgramStore& programs,
    service::SessionService& sessions,
    service::TimeSource time,
    std::ostream& out
)
    : programs_{programs}, sessions_{sessions}, time_{std::move(time)}, out_{out} {
  for (fs::path& folder : folders) {
    Files files = files_in(folder);
    watched_.push_back(Watched{.folder = std::move(folder), .seen = files, .pending = files});
  }
}

CourseWatch::Files CourseWatch::files_in(const fs::path& folder) {
  Files files;
  std::error_code error;
  for (fs::directory_iterator it{folder, error}, end; !error && it != end; it.increment(error)) {
    const fs::path extension = it->path().extension();
    if (extension != ".dialogue" && extension != ".json") {
      continue;
    }
    std::error_code gone;
    const std::uintmax_t size = it->file_size(gone);
    const fs::file_time_type written = it->last_write_time(gone);
    if (!gone) {
      files[it->path().string()] = {size, written};
    }
  }
  return files;
}

void CourseWatch::start() {
  time_.after(look_every, [this] { look(); });
}

void CourseWatch::look() {
  for (Watched& each : watched_) {
    Files now = files_in(each.folder);
    // A file is read once it has stood still from one look to the next.
    if (now != each.seen && now == each.pending) {
      each.seen = now;
      reload(each.folder);
    }
    each.pending = std::move(now);
  }
  start();
}

void CourseWatch::reload(const fs::path& folder) {
  const auto sources = storage::read_course_folder(folder);
  if (!sources) {
    out_ << sources.error().message << '\n' << std::flush;
    return;
  }
  const engine::Compilation compiled = engine::compile(*sources, storage::program_hash);
  for (const engine::Diagnostic& finding : compiled.findings) {
    out_ << engine::render(finding, *sources);
  }
  if (compiled.program == nullptr) {
    out_ << folder.string() << ": it has errors; the version before stays in force\n" << std::flush;
    return;
  }
  put(*sources, compiled.program);
}

void CourseWatch::put(
    const engine::CourseSources& sources, const service::ProgramPointer& program
) {
  const service::ProgramPointer before = programs_.in_force(program->course);
  if (before != nullptr && before->id == program->id) {
    return;
  }
  programs_.put(sources, program, [this, before, program](const engine::Result<void>& kept) {
    if (!kept) {
      out_ << program->course << ": " << kept.error().message << '\n' << std::flush;
      return;
    }
    tell(before, program);
    move(program->course);
  });
}

void CourseWatch::tell(
    const service::ProgramPointer& before, const service::ProgramPointer& program
) {
  out_ << program->course << ": in force\n";
  if (before != nullptr) {
    tools::show_blockers(engine::compare(*programs_.transition(before, program)), out_);
  }
  out_ << std::flush;
}

void CourseWatch::move(const std::string& course) {
  sessions_.move_open(course, [this, course](service::MoveCounts counts) {
    if (counts.moved > 0) {
      out_ << course << ": " << counts.moved << " open conversations moved\n";
    }
    if (counts.stayed > 0) {
      out_ << course << ": " << counts.stayed
           << " open conversations cannot go on in it, and stay on their version\n";
    }
    out_ << std::flush;
  });
}

}  // namespace attune
