#include "transport/serve.h"

#include "engine/script/compiler.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"
#include "storage/signatures.h"
#include "storage/sqlite_storage.h"

#include "transport/server/logging.h"
#include "transport/server/server.h"
#include "transport/service/identity.h"
#include "transport/service/journey_service.h"
#include "transport/service/program_store.h"
#include "transport/service/session_service.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace attune {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

struct Course {
  engine::CourseSources sources;
  std::shared_ptr<const engine::Program> program;
};

// Beside the program as it is built or installed, or where it was built from.
std::optional<fs::path> courses_that_come_along() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    for (const char* place : {"../../dialogues", "../share/attune/dialogues"}) {
      fs::path folder = (program.parent_path() / place).lexically_normal();
      if (fs::is_directory(folder, error)) {
        return folder;
      }
    }
  }
#ifdef ATTUNE_DEFAULT_COURSES
  if (fs::is_directory(ATTUNE_DEFAULT_COURSES, error)) {
    return fs::path{ATTUNE_DEFAULT_COURSES};
  }
#endif
  return std::nullopt;
}

// nullopt: it cannot be served, and its author has been told why.
std::optional<Course> load_course(const fs::path& folder) {
  auto sources = storage::read_course_folder(folder);
  if (!sources) {
    std::cerr << sources.error().message << '\n';
    return std::nullopt;
  }
  engine::Compilation compiled = engine::compile(*sources, storage::program_hash);
  for (const engine::Diagnostic& finding : compiled.findings) {
    if (finding.severity == engine::Severity::error) {
      std::cerr << engine::render(finding, *sources) << '\n';
    }
  }
  if (compiled.program == nullptr) {
    return std::nullopt;
  }
  return Course{.sources = *std::move(sources), .program = std::move(compiled.program)};
}

// Whether every role has signed these words; why not is on standard error.
bool is_signed(const fs::path& folder, const engine::Program& program) {
  const auto signatures = storage::read_signatures(folder);
  if (!signatures) {
    std::cerr << signatures.error().message << '\n';
    return false;
  }
  if (const auto missing = storage::unsigned_roles(*signatures, program.id)) {
    std::cerr << folder.string() << ": " << *missing << ". \"attune sign " << folder.string()
              << " --list\" shows who has; --as and --role in place of --list sign\n";
    return false;
  }
  return true;
}

std::optional<std::vector<Course>> load_courses(
    const std::optional<fs::path>& wanted, bool signed_only
) {
  const auto root = wanted ? wanted : courses_that_come_along();
  if (!root) {
    std::cerr << "attune serve: the courses that come with attune are not where it looks for them; "
                 "say where, with --courses\n";
    return std::nullopt;
  }
  const auto folders = storage::find_course_folders(*root);
  if (!folders) {
    std::cerr << "attune serve: " << folders.error().message << '\n';
    return std::nullopt;
  }
  if (folders->empty()) {
    std::cerr << "attune serve: " << root->string()
              << " holds no course (a folder with a course.dialogue)\n";
    return std::nullopt;
  }
  std::vector<Course> courses;
  bool all_compile = true;
  bool all_signed = true;
  for (const fs::path& folder : *folders) {
    auto course = load_course(folder);
    all_compile = all_compile && course.has_value();
    if (course) {
      all_signed = (!signed_only || is_signed(folder, *course->program)) && all_signed;
      courses.push_back(*std::move(course));
    }
  }
  if (!all_compile) {
    std::cerr << "attune serve: a course has errors, so nothing is served\n";
    return std::nullopt;
  }
  if (!all_signed) {
    std::cerr << "attune serve: only signed courses are to be served, so nothing is\n";
    return std::nullopt;
  }
  return courses;
}

// Ten thousand sockets need as many descriptors.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

engine::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

server::Settings settings_of(const Config& config) {
  return server::Settings{
      .address = config.listen.address,
      .port = config.listen.port,
      .origins = config.origins,
      .web_root = config.web_root,
      .exit_site = config.exit_site,
      .behind_proxy = config.behind_proxy,
      .limits = config.limits
  };
}

// Everything that runs, in the order in which each needs the one before it.
class House {
 public:
  House(
      const Config& config,
      std::vector<Course> courses,
      asio::io_context& io,
      storage::SqliteStorage& storage,
      std::string salt
  )
      : io_{io},
        address_{config.listen.address},
        courses_{std::move(courses)},
        signals_{io, SIGTERM, SIGINT},
        programs_{storage},
        sessions_{storage, programs_, time_source(io)},
        journeys_{storage, programs_, sessions_, time_source(io), post_to(io), std::move(salt)},
        server_{io, sessions_, journeys_, settings_of(config)} {}

  // Until it was asked to stop, or could not start. The exit status.
  int run() {
    signals_.async_wait([this](boost::system::error_code error, int) {
      if (!error) {
        stop();
      }
    });
    keep_next_course();
    io_.run();
    return status_;
  }

  // Connections that did not end in time still refer to this: it must not be destroyed.
  bool is_in_use() const { return server_.open_connections() > 0; }

  static storage::Post post_to(asio::io_context& io) {
    return [&io](std::move_only_function<void()> work) { asio::post(io, std::move(work)); };
  }

 private:
  static service::TimeSource time_source(asio::io_context& io) {
    return service::TimeSource{
        .now = now,
        .after =
            [&io](std::chrono::milliseconds delay, std::move_only_function<void()> work) {
              auto timer = std::make_unique<asio::steady_timer>(io, delay);
              asio::steady_timer& waiting = *timer;
              waiting.async_wait([timer = std::move(timer),
                                  work = std::move(work)](boost::system::error_code error) mutable {
                if (!error) {
                  work();
                }
              });
            }
    };
  }

  // A journey may begin in a course only when its sources are kept.
  void keep_next_course() {
    if (kept_ == courses_.size()) {
      courses_.clear();
      start();
      return;
    }
    Course& course = courses_[kept_++];
    programs_.put(course.sources, course.program, [this](engine::Result<void> kept) {
      if (kept) {
        keep_next_course();
      } else {
        fail(kept.error().message);
      }
    });
  }

  void start() {
    const auto port = server_.start();
    if (!port) {
      fail(port.error());
      return;
    }
    const bool everywhere = address_ == "0.0.0.0" || address_ == "::";
    const std::string host =
        everywhere ? "127.0.0.1"
                   : (address_.find(':') == std::string::npos ? address_ : "[" + address_ + "]");
    std::cout << "listening on http://" << host << ':' << *port << '\n' << std::flush;
  }

  void stop() {
    server_.drain([this] { io_.stop(); });
  }

  void fail(const std::string& why) {
    std::cerr << "attune serve: " << why << '\n';
    status_ = 1;
    io_.stop();
  }

  asio::io_context& io_;
  std::string address_;
  std::vector<Course> courses_;
  asio::signal_set signals_;
  service::ProgramStore programs_;
  service::SessionService sessions_;
  service::JourneyService journeys_;
  server::Server server_;
  std::size_t kept_ = 0;
  int status_ = 0;
};

}  // namespace

int serve(const Config& config) {
  server::log::start(config.log_level);
  raise_descriptor_limit();
  auto courses = load_courses(config.courses, config.signed_only);
  if (!courses) {
    return 1;
  }
  asio::io_context io{1};
  auto storage = storage::SqliteStorage::open(config.data, House::post_to(io));
  if (!storage) {
    std::cerr << "attune serve: " << storage.error().message << '\n';
    return 1;
  }
  auto salt = (*storage)->secret("words", service::new_salt);
  if (!salt) {
    std::cerr << "attune serve: " << salt.error().message << '\n';
    return 1;
  }
  House house{config, *std::move(courses), io, **storage, *std::move(salt)};
  const int status = house.run();
  storage->reset();  // finishes what waits, and syncs
  server::log::info("stopped");
  if (house.is_in_use()) {
    std::_Exit(status);
  }
  return status;
}

}  // namespace attune
