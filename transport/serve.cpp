#include "transport/serve.h"

#include "storage/audit_log.h"
#include "storage/backup.h"
#include "storage/key.h"
#include "storage/sqlite_storage.h"

#include "transport/config/settings.h"
#include "transport/course_watch.h"
#include "transport/served_courses.h"
#include "transport/server/logging.h"
#include "transport/server/metrics.h"
#include "transport/server/server.h"
#include "transport/service/identity.h"
#include "transport/service/journey_service.h"
#include "transport/service/keeping.h"
#include "transport/service/program_store.h"
#include "transport/service/publisher.h"
#include "transport/service/session_service.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace attune {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

// Ten thousand sockets need as many descriptors.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

// Keys, and what people write, are in this process: no core dump of it is written, and no other
// program of the same user may look into it. Keys may be locked in memory as far as the system
// allows.
void keep_memory_to_itself() {
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{};
  setrlimit(RLIMIT_CORE, &none);
  rlimit locked{};
  if (getrlimit(RLIMIT_MEMLOCK, &locked) == 0) {
    locked.rlim_cur = locked.rlim_max;
    setrlimit(RLIMIT_MEMLOCK, &locked);
  }
}

engine::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void log_trouble(const storage::Trouble& trouble) {
  if (trouble.why.empty()) {
    server::log::info("storage_recovered");
  } else {
    server::log::error("storage_failed", {{"doing", trouble.doing}, {"why", trouble.why}});
  }
}

std::vector<server::AddressRange> ranges_of(const std::vector<std::string>& texts) {
  std::vector<server::AddressRange> ranges;
  for (const std::string& text : texts) {
    if (const auto range = server::AddressRange::parse(text)) {
      ranges.push_back(*range);
    }
  }
  return ranges;
}

server::Settings settings_of(const Config& config) {
  return server::Settings{
      .address = config.listen.address,
      .port = config.listen.port,
      .origins = config.origins,
      .web_root = config.web_root,
      .exit_site = config.exit_site,
      .trusted_proxies = ranges_of(config.trusted_proxies),
      .tls = config.tls_cert && config.tls_key
                 ? std::optional{server::TlsFiles{
                       .certificate = *config.tls_cert, .key = *config.tls_key
                   }}
                 : std::nullopt,
      .limits = config.limits
  };
}

// People come first: what cannot be written to the audit log stops nothing.
void audit(
    const Config& config,
    std::string_view action,
    const std::vector<std::pair<std::string, std::string>>& details
) {
  const auto written = storage::write_audit(config.data, now(), action, details);
  if (!written) {
    server::log::error("audit_not_written", {{"why", std::string_view{written.error().message}}});
  }
}

// What is in force and is not the default, by name.
std::vector<std::pair<std::string, std::string>> unusual(const Config& config) {
  std::vector<std::pair<std::string, std::string>> found{{"version", ATTUNE_VERSION}};
  const Config usual;
  for (const Setting& setting : settings()) {
    const auto value = setting.get(config);
    if (value && value != setting.get(usual)) {
      found.emplace_back(setting.name, text_of(*value));
    }
  }
  return found;
}

std::uintmax_t size_of(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  return error ? 0 : size;
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
        scheme_{config.tls_cert ? "https" : "http"},
        signals_{io, SIGTERM, SIGINT},
        hangups_{io, SIGHUP},
        programs_{storage},
        sessions_{storage, programs_, time_source(io)},
        publisher_{storage, programs_, sessions_, time_source(io)},
        journeys_{storage, programs_, sessions_, time_source(io), post_to(io), std::move(salt)},
        keeping_{
            storage,
            time_source(io),
            service::KeepingRule{
                .months = config.retention_months, .notice_days = config.retention_notice_days
            }
        },
        server_{io, sessions_, journeys_, settings_of(config)},
        tell_erased_{[config](const std::string& journeys) {
          audit(config, "erased_untouched", {{"journeys", journeys}});
        }} {
    sessions_.keep_by(keeping_);
    server::Metrics& metrics = server_.metrics();
    metrics.version(ATTUNE_VERSION);
    metrics.watch_storage([&storage, file = storage::store_file(config.data)] {
      return server::StorageFigures{
          .waiting = storage.waiting(),
          .database_bytes = size_of(file),
          .log_bytes = size_of(file.string() + "-wal")
      };
    });
    storage.watch_commits([&metrics](const storage::CommitReport& commit) {
      metrics.commit(commit.took, commit.operations, commit.failed);
    });
    if (config.watch) {
      std::vector<fs::path> folders;
      for (const Course& course : courses_) {
        folders.push_back(course.folder);
      }
      watch_.emplace(std::move(folders), programs_, sessions_, time_source(io), std::cerr);
    }
  }

  // Until it was asked to stop, or could not start. The exit status.
  int run() {
    signals_.async_wait([this](boost::system::error_code error, int) {
      if (!error) {
        stop();
      }
    });
    await_hangup();
    keeping_.settle([this](bool kept) {
      if (kept) {
        settle_next_course();
      } else {
        fail("how long journeys stay could not be stored");
      }
    });
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
  void settle_next_course() {
    if (settled_ == courses_.size()) {
      courses_.clear();
      start();
      return;
    }
    Course& course = courses_[settled_++];
    const std::string name = course.program->course;
    if (watch_) {
      // Who writes a script has it at once; only `attune publish`, or a start without --watch,
      // makes it a published version.
      programs_.put(course.sources, course.program, [this](const engine::Result<void>& kept) {
        if (kept) {
          settle_next_course();
        } else {
          fail(kept.error().message);
        }
      });
      return;
    }
    publisher_.settle(
        std::move(course.sources),
        course.program,
        [this, name](const engine::Result<service::SettledCourse>& settled) {
          if (!settled) {
            fail(name + ": " + settled.error().message);
            return;
          }
          log_settled(name, *settled);
          settle_next_course();
        }
    );
  }

  static std::uint64_t stranded_in(const storage::Assessment& assessment) {
    std::uint64_t stranded = 0;
    for (const storage::VersionReport& version : assessment.versions) {
      if (version.comparison) {
        stranded += version.comparison->count(engine::Outcome::stranded);
      }
    }
    return stranded;
  }

  static void log_settled(const std::string& course, const service::SettledCourse& settled) {
    switch (settled.how) {
      case service::Settled::in_force:
        return;
      case service::Settled::published:
        // Above 0 only at the very first publication: then who is stranded stays on the old
        // version.
        server::log::info(
            "course_published",
            {{"course", course}, {"stranded_places", stranded_in(settled.assessment)}}
        );
        return;
      case service::Settled::blocked:
        server::log::warn(
            "course_not_published",
            {{"course", course},
             {"stranded_places", stranded_in(settled.assessment)},
             {"why",
              "the version in the folder would strand people; the one before stays in force; "
              "attune publish tells what to write"}}
        );
        return;
      case service::Settled::not_again:
        server::log::warn(
            "course_not_published",
            {{"course", course},
             {"why",
              "the version in the folder was published before, and another is in force since; "
              "attune publish puts it in force again"}}
        );
        return;
    }
  }

  static std::string_view word(storage::Damage::What what) {
    switch (what) {
      case storage::Damage::What::turn_does_not_open:
        return "turn_does_not_open";
      case storage::Damage::What::turn_missing:
        return "turn_missing";
      case storage::Damage::What::turn_unreadable:
        return "turn_unreadable";
      case storage::Damage::What::snapshot_does_not_open:
        return "snapshot_does_not_open";
      case storage::Damage::What::snapshot_differs:
        return "snapshot_differs";
    }
    return "unknown";
  }

  static void log_damage(const service::DamagedPlace& place) {
    server::log::error(
        "journey_damaged",
        {{"what", word(place.damage.what)},
         {"journey", place.journey},
         {"first", std::uint64_t{place.damage.first}},
         {"last", std::uint64_t{place.damage.last}}}
    );
  }

  // Once: from then on keys that do not fit can be swapped out.
  void look_at_locks() {
    if (!storage::keys_are_locked()) {
      server::log::warn(
          "keys_not_locked",
          {{"why",
            "the system allows too little locked memory (RLIMIT_MEMLOCK), so keys can be swapped "
            "out; allow 8 MiB, or turn swap off"}}
      );
      return;
    }
    time_source(io_).after(std::chrono::minutes{1}, [this] { look_at_locks(); });
  }

  static void log_followed(const service::Followed& followed) {
    if (!followed.readable) {
      server::log::error("course_cannot_be_compiled", {{"course", followed.course}});
      return;
    }
    server::log::info(
        "course_in_force",
        {{"course", followed.course},
         {"urgent", followed.urgent},
         {"moved", std::uint64_t{followed.moves.moved}},
         {"stayed", std::uint64_t{followed.moves.stayed}}}
    );
  }

  // Journeys that nobody had opened for as many months as the operator said.
  void log_erased(const service::Erased& erased) {
    const std::uint64_t journeys = erased.journeys;
    server_.metrics().journeys("untouched", erased.journeys);
    if (erased.failed) {
      server::log::error("untouched_not_erased", {{"erased", journeys}});
    } else {
      server::log::info("untouched_erased", {{"journeys", journeys}});
    }
    if (erased.journeys > 0) {
      tell_erased_(std::to_string(erased.journeys));
    }
  }

  void start() {
    sessions_.on_damage(log_damage);
    look_at_locks();
    const auto port = server_.start();
    if (!port) {
      fail(port.error());
      return;
    }
    const bool everywhere = address_ == "0.0.0.0" || address_ == "::";
    const std::string host =
        everywhere ? "127.0.0.1"
                   : (address_.find(':') == std::string::npos ? address_ : "[" + address_ + "]");
    if (watch_) {
      watch_->start();
    } else {
      publisher_.follow(log_followed);
    }
    keeping_.start(
        [this](storage::SessionId session) { sessions_.forget(session); },
        [this](const service::Erased& erased) { log_erased(erased); }
    );
    std::cout << "listening on " << scheme_ << "://" << host << ':' << *port << '\n' << std::flush;
  }

  // SIGHUP: a certificate that was renewed is taken up.
  void await_hangup() {
    hangups_.async_wait([this](boost::system::error_code error, int) {
      if (error) {
        return;
      }
      const auto loaded = server_.reload_certificate();
      if (loaded) {
        server::log::info("certificate_loaded");
      } else {
        server::log::error("certificate_not_loaded", {{"why", std::string_view{loaded.error()}}});
      }
      await_hangup();
    });
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
  std::string scheme_;
  asio::signal_set signals_;
  asio::signal_set hangups_;
  service::ProgramStore programs_;
  service::SessionService sessions_;
  service::Publisher publisher_;
  service::JourneyService journeys_;
  service::Keeping keeping_;
  server::Server server_;
  std::function<void(const std::string& journeys)> tell_erased_;
  std::optional<CourseWatch> watch_;
  std::size_t settled_ = 0;
  int status_ = 0;
};

}  // namespace

int serve(const Config& config) {
  server::log::start(config.log_level);
  raise_descriptor_limit();
  keep_memory_to_itself();
  auto courses = load_courses(config.courses, config.signed_only);
  if (!courses) {
    return 1;
  }
  asio::io_context io{1};
  auto storage = storage::SqliteStorage::open(config.data, House::post_to(io), log_trouble);
  if (!storage) {
    std::cerr << "attune serve: " << storage.error().message << '\n';
    return 1;
  }
  if (const auto& sealed = (*storage)->sealed()) {
    server::log::info(
        "store_sealed",
        {{"journeys", static_cast<std::uint64_t>(sealed->journeys)},
         {"turns", static_cast<std::uint64_t>(sealed->turns)},
         {"ms", static_cast<std::uint64_t>(sealed->took.count())}}
    );
  }
  auto salt = (*storage)->secret("words", service::new_salt);
  if (!salt) {
    std::cerr << "attune serve: " << salt.error().message << '\n';
    return 1;
  }
  audit(config, "started", unusual(config));
  House house{config, *std::move(courses), io, **storage, *std::move(salt)};
  const int status = house.run();
  storage->reset();  // finishes what waits, and syncs
  audit(config, "stopped", {{"status", std::to_string(status)}});
  server::log::info("stopped");
  if (house.is_in_use()) {
    std::_Exit(status);
  }
  return status;
}

}  // namespace attune
