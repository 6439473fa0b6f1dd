#include "tests/support/versioned_house.h"

#include "engine/base/overloaded.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include <stdexcept>

namespace attune::test {
namespace {

std::shared_ptr<const engine::Program> program_of(const engine::CourseSources& sources) {
  auto program = engine::compile(sources, storage::program_hash).program;
  if (program == nullptr) {
    throw std::runtime_error{"a test's course does not compile:\n" + findings_of(sources)};
  }
  return program;
}

}  // namespace

VersionedHouse::VersionedHouse(const engine::CourseSources& sources) {
  if (restart(sources).how != service::Settled::published) {
    throw std::runtime_error{"a test's first version is not in force"};
  }
}

service::SettledCourse VersionedHouse::restart(const engine::CourseSources& sources) {
  publisher.reset();
  journeys.reset();
  sessions.reset();
  programs.reset();
  storage.reset();
  lane.run_ready();
  storage = std::move(storage::SqliteStorage::open(folder.path() / "data", lane.post())).value();
  programs = std::make_unique<service::ProgramStore>(*storage);
  sessions = std::make_unique<service::SessionService>(*storage, *programs, lane.time());
  journeys = std::make_unique<service::JourneyService>(
      *storage, *programs, *sessions, lane.time(), lane.post(), std::string(16, 's')
  );
  publisher = std::make_unique<service::Publisher>(*storage, *programs, *sessions, lane.time());
  const auto program = program_of(sources);
  course_ = program->course;
  return lane
      .wait<engine::Result<service::SettledCourse>>([&](auto done) {
        publisher->settle(sources, program, std::move(done));
      })
      .value();
}

storage::Stored<std::int64_t> VersionedHouse::publish(
    const engine::CourseSources& sources, bool urgent, bool rolls_back
) {
  const auto overview = lane.wait<storage::Stored<storage::Overview>>([&](auto done) {
    storage->overview(std::move(done));
  });
  const auto program = program_of(sources);
  storage::NewPublication fresh;
  fresh.publication.course = program->course;
  fresh.publication.program = program->id;
  fresh.publication.at = lane.now;
  fresh.publication.urgent = urgent;
  fresh.publication.rolls_back = rolls_back;
  fresh.sources = storage::encode_sources(sources);
  fresh.after = overview->log.empty() ? 0 : overview->log.back().id;
  return lane.wait<storage::Stored<std::int64_t>>([&](auto done) {
    storage->publish(std::move(fresh), std::move(done));
  });
}

service::Pass VersionedHouse::begin() {
  const auto begun = lane.wait<service::BeginResult>([&](auto done) {
    journeys->begin(
        service::Beginning{
            .course = course_, .language = {}, .name = "Sam", .adult = true, .consent = true
        },
        std::move(done)
    );
  });
  const auto found = lane.wait<service::IdentifyResult>([&](auto done) {
    journeys->identify(begun.value().device, std::move(done));
  });
  return found.value().value();
}

service::OpenResult VersionedHouse::open(const service::Pass& session) {
  return lane.wait<service::OpenResult>([&](auto done) { sessions->open(session, std::move(done)); }
  );
}

service::SubmitResult VersionedHouse::submit(
    const service::Pass& session, service::Request request
) {
  return lane.wait<service::SubmitResult>([&](auto done) {
    sessions->submit(session, std::move(request), std::move(done));
  });
}

service::SubmitResult VersionedHouse::answer(
    const service::Pass& session, engine::Seq question, engine::RawValue value
) {
  return submit(
      session,
      service::Request{
          .id = "request-" + std::to_string(++requests_),
          .what = service::AnswerQuestion{.question = question, .value = std::move(value)}
      }
  );
}

service::Page VersionedHouse::history(const service::Pass& session, engine::Seq after) {
  return lane
      .wait<service::HistoryResult>([&](auto done) {
        sessions->history(session, after, std::size_t{1} << 24U, std::move(done));
      })
      .value();
}

std::uint64_t VersionedHouse::sessions_on(const engine::CourseSources& sources) {
  const auto overview = lane.wait<storage::Stored<storage::Overview>>([&](auto done) {
    storage->overview(std::move(done));
  });
  const engine::ProgramId program = program_of(sources)->id;
  for (const storage::HeldVersion& version : overview->versions) {
    if (version.program == program) {
      return version.sessions;
    }
  }
  return 0;
}

std::string told(const service::Page& page) {
  std::string all;
  for (const engine::Event& event : page.events) {
    if (const auto* said = std::get_if<engine::LineSaid>(&event.body)) {
      all += "Coach: " + said->text + "\n";
    } else if (const auto* asked = std::get_if<engine::QuestionAsked>(&event.body)) {
      all += asked->question.substr(asked->question.find('.') + 1) + "? " + asked->text + "\n";
    } else if (const auto* kept = std::get_if<engine::AnswerKept>(&event.body)) {
      all += "> " + kept->label + "\n";
    } else if (std::holds_alternative<engine::Paused>(event.body)) {
      all += "(rest)\n";
    }
  }
  return all;
}

const engine::QuestionAsked& last_asked(const service::Page& page) {
  for (std::size_t i = page.events.size(); i > 0; --i) {
    if (const auto* asked = std::get_if<engine::QuestionAsked>(&page.events[i - 1].body)) {
      return *asked;
    }
  }
  throw std::runtime_error{"nothing was asked"};
}

}  // namespace attune::test
