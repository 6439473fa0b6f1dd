#include "tests/support/house.h"

#include "storage/program_hash.h"

#include "transport/service/identity.h"

#include <optional>
#include <stdexcept>

namespace attune::test {

House::House(engine::CourseSources sources) : sources_{std::move(sources)} {
  restart();
}

void House::restart() {
  journeys.reset();
  sessions.reset();
  programs = std::make_unique<service::ProgramStore>(storage);
  sessions = std::make_unique<service::SessionService>(faulty, *programs, lane.time());
  journeys = std::make_unique<service::JourneyService>(
      faulty, *programs, *sessions, lane.time(), lane.post(), std::string(16, 's')
  );
  const engine::Compilation made = engine::compile(sources_, storage::program_hash);
  if (made.program == nullptr) {
    throw std::runtime_error{"a test's course does not compile:\n" + findings_of(sources_)};
  }
  const auto kept = lane.wait<engine::Result<void>>([&](auto done) {
    programs->put(sources_, made.program, std::move(done));
  });
  if (!kept) {
    throw std::runtime_error{"a test's course is not kept: " + kept.error().message};
  }
}

service::BegunJourney House::begin(const std::string& name) {
  auto begun = lane.wait<service::BeginResult>([&](auto done) {
    journeys->begin(
        service::Beginning{
            .course = engine::compile(sources_, storage::program_hash).program->course,
            .language = {},
            .name = name,
            .adult = true,
            .consent = true
        },
        std::move(done)
    );
  });
  if (!begun) {
    throw std::runtime_error{"no journey began: " + begun.error().code};
  }
  return *std::move(begun);
}

service::Pass House::session_of(const std::string& device) {
  const auto found = lane.wait<service::IdentifyResult>([&](auto done) {
    journeys->identify(device, std::move(done));
  });
  const std::optional<service::Pass>& session = found.value();
  if (!session) {
    throw std::runtime_error{"nobody's device"};
  }
  return *session;
}

service::OpenResult House::open(const service::Pass& session) {
  return lane.wait<service::OpenResult>([&](auto done) { sessions->open(session, std::move(done)); }
  );
}

service::OpenResult House::view(const service::Pass& session) {
  return lane.wait<service::OpenResult>([&](auto done) { sessions->view(session, std::move(done)); }
  );
}

service::SubmitResult House::submit(const service::Pass& session, service::Request request) {
  return lane.wait<service::SubmitResult>([&](auto done) {
    sessions->submit(session, std::move(request), std::move(done));
  });
}

service::Page House::history(
    const service::Pass& session, engine::Seq after, std::size_t bytes_max
) {
  return lane
      .wait<service::HistoryResult>([&](auto done) {
        sessions->history(session, after, bytes_max, std::move(done));
      })
      .value();
}

service::ResumeResult House::resume(const std::string& words) {
  return lane.wait<service::ResumeResult>([&](auto done) {
    journeys->resume(words, std::move(done));
  });
}

service::Request answer(std::string id, engine::Seq question, engine::RawValue value) {
  return service::Request{
      .id = std::move(id),
      .what = service::AnswerQuestion{.question = question, .value = std::move(value)}
  };
}

}  // namespace attune::test
