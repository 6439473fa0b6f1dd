#pragma once

#include "transport/service/program_store.h"
#include "transport/service/session_service.h"

#include <filesystem>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace attune {

// `attune serve --watch`: courses that are being edited. A change of a file is compiled; what is
// wrong with it is told as `attune check` tells it, and the version before stays; what is good is
// in force at once, and open conversations go on in it where they wait.
class CourseWatch {
 public:
  // Everything must outlive the time source.
  CourseWatch(
      std::vector<std::filesystem::path> folders,
      service::ProgramStore& programs,
      service::SessionService& sessions,
      service::TimeSource time,
      std::ostream& out
  );
  CourseWatch(const CourseWatch&) = delete;
  CourseWatch& operator=(const CourseWatch&) = delete;

  // Looks from now on. What the folders hold now is known.
  void start();

 private:
  // What tells that a file was changed: its size and when it was written.
  using Files = std::map<std::string, std::pair<std::uintmax_t, std::filesystem::file_time_type>>;

  static Files files_in(const std::filesystem::path& folder);
  void look();
  void reload(const std::filesystem::path& folder);
  void put(const engine::CourseSources& sources, const service::ProgramPointer& program);
  void tell(const service::ProgramPointer& before, const service::ProgramPointer& program);
  void move(const std::string& course);

  struct Watched {
    std::filesystem::path folder;
    Files seen;     // as it was compiled last
    Files pending;  // as it was at the last look: an editor may still be writing
  };

  std::vector<Watched> watched_;
  service::ProgramStore& programs_;
  service::SessionService& sessions_;
  service::TimeSource time_;
  std::ostream& out_;
};

}  // namespace attune
