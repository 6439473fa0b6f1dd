#pragma once

#include "storage/memory_storage.h"

#include "transport/service/journey_service.h"
#include "transport/service/program_store.h"
#include "transport/service/session_service.h"

#include "tests/support/courses.h"
#include "tests/support/faulty_storage.h"
#include "tests/support/lane.h"

#include <memory>
#include <string>
#include <vector>

namespace attune::test {

// Hears what a client with the session open would.
class Ear final : public service::Listener {
 public:
  void on_committed(std::shared_ptr<const service::Committed> committed) override {
    for (const engine::Event& event : committed->events) {
      heard.push_back(event);
    }
  }

  void on_closing(service::Closing why) override { closed = why; }

  std::vector<engine::Event> heard;
  std::optional<service::Closing> closed;
};

// The service over storage in memory, on a lane that the test leads.
class House {
 public:
  explicit House(engine::CourseSources sources = everything_course());

  service::BegunJourney begin(const std::string& name = "Sam");
  service::Pass session_of(const std::string& device);
  service::OpenResult open(const service::Pass& session);
  service::OpenResult view(const service::Pass& session);
  service::SubmitResult submit(const service::Pass& session, service::Request request);
  service::Page history(
      const service::Pass& session, engine::Seq after, std::size_t bytes_max = 1 << 20
  );

  // The question that stands open; 0 when none does.
  engine::Seq asked(const service::Pass& session) { return history(session, 0).open; }

  service::ResumeResult resume(const std::string& words);
  // Forgets everything that is only in memory.
  void restart();

  Lane lane;
  storage::MemoryStorage storage{lane.post()};
  FaultyStorage faulty{storage, lane.post()};
  std::unique_ptr<service::ProgramStore> programs;
  std::unique_ptr<service::SessionService> sessions;
  std::unique_ptr<service::JourneyService> journeys;

 private:
  engine::CourseSources sources_;
};

service::Request answer(std::string id, engine::Seq question, engine::RawValue value);

}  // namespace attune::test
