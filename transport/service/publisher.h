#pragma once

#include "engine/base/result.h"
#include "engine/script/compiler.h"

#include "storage/publications.h"
#include "storage/publishing.h"

#include "transport/service/done.h"
#include "transport/service/program_store.h"
#include "transport/service/session_service.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// Which version of each course is in force in this server: settled when it starts, and followed
// when another process publishes.
namespace attune::service {

// What became of the version that lies in a course's folder.
enum class Settled : std::uint8_t {
  in_force,   // it was in force already
  published,  // it is new, and in force from now on
  blocked,    // it would strand somebody: the one before stays in force
  not_again   // it was published before, and another took its place: that one stays in force
};

struct SettledCourse {
  Settled how = Settled::in_force;
  storage::Assessment assessment;  // published, blocked
};

// A version that came into force while the server ran.
struct Followed {
  std::string course;
  engine::ProgramId program;
  bool urgent = false;
  bool readable = true;  // false: this program cannot compile it, and keeps the one before
  MoveCounts moves;      // urgent: of the open conversations
};

class Publisher {
 public:
  Publisher(
      storage::Publications& publications,
      ProgramStore& programs,
      SessionService& sessions,
      TimeSource time
  );
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  // Puts the course of a folder in force, by publishing it when it was never published, or what was
  // published after it. An error means that no journey may begin in it.
  void settle(
      engine::CourseSources sources,
      ProgramPointer program,
      Done<engine::Result<SettledCourse>> done
  );

  // Looks for new publications from now on (limits::publications_poll). `notice` is told of each
  // course whose version changed; it must outlive this.
  void follow(std::function<void(const Followed&)> notice);

 private:
  void decide(
      engine::CourseSources sources,
      const ProgramPointer& program,
      const storage::Overview& overview,
      Done<engine::Result<SettledCourse>> done
  );
  void publish(
      engine::CourseSources sources,
      const ProgramPointer& program,
      SettledCourse settled,
      Done<engine::Result<SettledCourse>> done
  );
  void look_again();
  void adopt(const std::vector<storage::Publication>& fresh);

  storage::Publications& publications_;
  ProgramStore& programs_;
  SessionService& sessions_;
  TimeSource time_;
  std::vector<storage::Publication> log_;
  std::function<void(const Followed&)> notice_;
};

}  // namespace attune::service
