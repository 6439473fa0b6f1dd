#include "storage/publishing.h"

#include "engine/script/compiler.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include <algorithm>

namespace attune::storage {
namespace {

// The publications that hold, oldest first: a roll-back takes the latest off.
std::vector<Publication> standing(std::span<const Publication> log, std::string_view course) {
  std::vector<Publication> stack;
  for (const Publication& each : log) {
    if (each.course != course) {
      continue;
    }
    if (each.rolls_back && stack.size() > 1) {
      stack.pop_back();
    } else if (!each.rolls_back) {
      stack.push_back(each);
    }
  }
  return stack;
}

std::shared_ptr<const engine::Program> compiled(const HeldVersion& version) {
  const auto sources = decode_sources(version.sources);
  auto program = sources ? engine::compile(*sources, program_hash).program : nullptr;
  return program != nullptr && program->id == version.program ? program : nullptr;
}

void add_clashes(std::vector<engine::Clash>& all, std::vector<engine::Clash> more) {
  for (engine::Clash& clash : more) {
    const bool known = std::ranges::any_of(all, [&](const engine::Clash& each) {
      return each.message == clash.message;
    });
    if (!known) {
      all.push_back(std::move(clash));
    }
  }
}

}  // namespace

std::optional<Publication> in_force(std::span<const Publication> log, std::string_view course) {
  std::vector<Publication> stack = standing(log, course);
  return stack.empty() ? std::nullopt : std::optional{std::move(stack.back())};
}

std::optional<Publication> before_in_force(
    std::span<const Publication> log, std::string_view course
) {
  std::vector<Publication> stack = standing(log, course);
  return stack.size() < 2 ? std::nullopt : std::optional{std::move(stack[stack.size() - 2])};
}

bool was_published(std::span<const Publication> log, const engine::ProgramId& program) {
  return std::ranges::find(log, program, &Publication::program) != log.end();
}

bool Assessment::blocks() const {
  return !clashes.empty() || std::ranges::any_of(versions, [](const VersionReport& version) {
    return version.comparison && version.comparison->blocks();
  });
}

Assessment assess(
    const std::shared_ptr<const engine::Program>& candidate, const Overview& overview
) {
  Assessment assessment;
  const auto now = in_force(overview.log, candidate->course);
  for (const HeldVersion& held : overview.versions) {
    if (held.program == candidate->id) {
      continue;
    }
    const bool is_in_force = now && now->program == held.program;
    const auto program = compiled(held);
    if (program == nullptr) {
      const bool concerns = std::ranges::any_of(overview.log, [&](const Publication& each) {
        return each.program == held.program && each.course == candidate->course;
      });
      if (concerns && (held.sessions > 0 || is_in_force)) {
        assessment.versions.push_back(VersionReport{
            .program = held.program,
            .sessions = held.sessions,
            .in_force = is_in_force,
            .comparison = std::nullopt
        });
      }
      continue;
    }
    if (program->course != candidate->course) {
      continue;
    }
    if (held.sessions == 0 && !is_in_force) {
      add_clashes(assessment.clashes, engine::clashes_of(*program, *candidate));
      continue;
    }
    assessment.versions.push_back(VersionReport{
        .program = held.program,
        .sessions = held.sessions,
        .in_force = is_in_force,
        .comparison = engine::compare(engine::Transition{program, candidate})
    });
  }
  std::ranges::sort(assessment.versions, [](const VersionReport& a, const VersionReport& b) {
    return a.sessions != b.sessions ? a.sessions > b.sessions : a.program < b.program;
  });
  return assessment;
}

}  // namespace attune::storage
