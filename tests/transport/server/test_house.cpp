#include "tests/transport/server/test_house.h"

#include "storage/memory_storage.h"
#include "storage/program_hash.h"

#include "transport/service/identity.h"
#include "transport/service/journey_service.h"
#include "transport/service/session_service.h"

#include "tests/transport/server/test_course.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>

namespace attune::testing {

namespace asio = boost::asio;

namespace {

storage::Post post_to(asio::io_context& io) {
  return [&io](std::move_only_function<void()> work) { asio::post(io, std::move(work)); };
}

void post_after(
    asio::io_context& io, std::chrono::milliseconds delay, std::move_only_function<void()> work
) {
  auto timer = std::make_unique<asio::steady_timer>(io, delay);
  asio::steady_timer& waiting = *timer;
  waiting.async_wait([timer = std::move(timer),
                      work = std::move(work)](boost::system::error_code error) mutable {
    if (!error) {
      work();
    }
  });
}

service::TimeSource time_source(asio::io_context& io) {
  return service::TimeSource{
      .now =
          [] {
            return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
          },
      .after = [&io](
                   std::chrono::milliseconds delay, std::move_only_function<void()> work
               ) { post_after(io, delay, std::move(work)); }
  };
}

}  // namespace

struct TestHouse::Parts {
  explicit Parts(server::Settings settings)
      : storage{[this](std::move_only_function<void()> work) {
          if (journal_takes.count() == 0) {
            asio::post(io, std::move(work));
          } else {
            post_after(io, journal_takes, std::move(work));
          }
        }},
        programs{storage},
        sessions{storage, programs, time_source(io)},
        journeys{storage, programs, sessions, time_source(io), post_to(io), service::new_salt()},
        server{io, sessions, journeys, std::move(settings)} {}

  asio::io_context io{1};
  std::chrono::milliseconds journal_takes{0};  // of the server's thread
  storage::MemoryStorage storage;
  service::ProgramStore programs;
  service::SessionService sessions;
  service::JourneyService journeys;
  server::Server server;
  std::thread thread;
};

TestHouse::TestHouse(server::Settings settings)
    : parts_{std::make_unique<Parts>(std::move(settings))} {
  const engine::CourseSources sources = test_course();
  engine::Compilation compiled = engine::compile(sources, storage::program_hash);
  for (const engine::Diagnostic& finding : compiled.findings) {
    if (finding.severity == engine::Severity::error) {
      throw std::logic_error{engine::render(finding, sources)};
    }
  }
  parts_->programs.put(sources, compiled.program, [this](engine::Result<void> kept) {
    const auto port = parts_->server.start();
    if (!kept || !port) {
      throw std::logic_error{"the test's server cannot start"};
    }
    port_ = *port;
  });
  while (port_ == 0) {
    parts_->io.run_one();
  }
  parts_->thread = std::thread{[this] { parts_->io.run(); }};
}

// What it throws ends the test, as it should.
// NOLINTNEXTLINE(bugprone-exception-escape)
TestHouse::~TestHouse() {
  if (parts_->thread.joinable()) {
    begin_draining();
    wait();
  }
}

std::string TestHouse::reload_certificate() {
  std::promise<std::string> said;
  asio::post(parts_->io, [this, &said] {
    const auto loaded = parts_->server.reload_certificate();
    said.set_value(loaded ? "" : loaded.error());
  });
  return said.get_future().get();
}

void TestHouse::slow_down(std::chrono::milliseconds each) {
  asio::post(parts_->io, [this, each] { parts_->journal_takes = each; });
}

void TestHouse::begin_draining() {
  asio::post(parts_->io, [this] { parts_->server.drain([this] { parts_->io.stop(); }); });
}

void TestHouse::wait() {
  parts_->thread.join();
}

}  // namespace attune::testing
