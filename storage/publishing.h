#pragma once

#include "engine/versions/comparison.h"

#include "storage/publications.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Whether a version of a course may be put in force, and which one is. Pure.
namespace attune::storage {

// The publication whose version is in force; nullopt when the course was never published.
std::optional<Publication> in_force(std::span<const Publication> log, std::string_view course);

// The one that would be in force if that were rolled back; nullopt when there is none before it.
std::optional<Publication> before_in_force(
    std::span<const Publication> log, std::string_view course
);

// Whether it was ever published, whatever became of it.
bool was_published(std::span<const Publication> log, const engine::ProgramId& program);

// What a new version means for those who are on an older one.
struct VersionReport {
  engine::ProgramId program;
  std::uint64_t sessions = 0;
  bool in_force = false;
  // nullopt: its sources can no longer be compiled; who is on it stays there.
  std::optional<engine::Comparison> comparison;
};

struct Assessment {
  // The versions that sessions are on, and the one in force; the most sessions first.
  std::vector<VersionReport> versions;
  // With versions that nobody is on any more: what was answered in them is kept.
  std::vector<engine::Clash> clashes;

  bool blocks() const;
};

Assessment assess(
    const std::shared_ptr<const engine::Program>& candidate, const Overview& overview
);

}  // namespace attune::storage
