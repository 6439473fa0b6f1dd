#pragma once

#include "storage/sqlite_storage.h"

#include "transport/service/journey_service.h"
#include "transport/service/program_store.h"
#include "transport/service/publisher.h"
#include "transport/service/session_service.h"

#include "tests/support/courses.h"
#include "tests/support/lane.h"
#include "tests/support/temp_folder.h"

#include <memory>
#include <string>

namespace attune::test {

// The service over SQLite, as a server that is stopped and started again with other scripts.
class VersionedHouse {
 public:
  // The first version; it can be published, or this throws.
  explicit VersionedHouse(const engine::CourseSources& sources);

  // Stops, and starts with what lies in the folder now.
  service::SettledCourse restart(const engine::CourseSources& sources);
  // As `attune publish` beside a running server. The storage's answer.
  storage::Stored<std::int64_t> publish(
      const engine::CourseSources& sources, bool urgent = false, bool rolls_back = false
  );

  // Begins a journey: its session.
  service::Pass begin();
  service::OpenResult open(const service::Pass& session);
  service::SubmitResult submit(const service::Pass& session, service::Request request);
  service::SubmitResult answer(
      const service::Pass& session, engine::Seq question, engine::RawValue value
  );
  // Everything that holds after a seq.
  service::Page history(const service::Pass& session, engine::Seq after = 0);
  // How many sessions are on the version that these sources make.
  std::uint64_t sessions_on(const engine::CourseSources& sources);

  Lane lane;
  TempFolder folder;
  std::unique_ptr<storage::SqliteStorage> storage;
  std::unique_ptr<service::ProgramStore> programs;
  std::unique_ptr<service::SessionService> sessions;
  std::unique_ptr<service::JourneyService> journeys;
  std::unique_ptr<service::Publisher> publisher;

 private:
  std::string course_;
  int requests_ = 0;
};

// What a page says, in words, one a line: "Coach: ...", "pace? ...", "> label", "(rest)".
std::string told(const service::Page& page);

// The last question of a page; throws when there is none.
const engine::QuestionAsked& last_asked(const service::Page& page);

}  // namespace attune::test
