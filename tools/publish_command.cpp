#include "tools/publish_command.h"

#include "engine/base/text.h"
#include "engine/script/parser.h"

#include "storage/course_folder.h"
#include "storage/limits.h"
#include "storage/publishing.h"
#include "storage/sqlite_storage.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "tools/audit.h"
#include "tools/course.h"
#include "tools/versions_report.h"
#include "tools/waiting_lane.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct PublishOptions {
  fs::path folder;
  fs::path data;
  bool urgent = false;
  bool roll_back = false;
  std::string note;
};

engine::Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Enough of an id to tell versions apart by eye.
std::string short_id(const engine::ProgramId& program) {
  constexpr std::size_t digits = 12;
  return engine::to_hex(program).substr(0, digits);
}

std::string sessions(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " session" : " sessions");
}

// What `course NAME` says; empty when the folder does not tell.
std::string course_name(const engine::CourseSources& sources) {
  for (const engine::SourceFile& file : sources.files) {
    if (fs::path{file.path}.stem() == "course") {
      engine::Findings findings;
      return engine::parse_course(0, file.text, findings).name.text;
    }
  }
  return {};
}

class Publish {
 public:
  Publish(const PublishOptions& options, storage::SqliteStorage& storage, WaitingLane& lane)
      : options_{options}, storage_{storage}, lane_{lane} {}

  int publish(const LoadedCourse& course) {
    const auto overview = read();
    if (!overview) {
      return unreadable();
    }
    const auto& program = course.compilation.program;
    const auto before = storage::in_force(overview->log, program->course);
    std::cout << program->course << ": version " << short_id(program->id) << '\n';
    if (before && before->program == program->id) {
      std::cout << "This version is in force already.\n";
      return all_well;
    }
    const storage::Assessment assessment = storage::assess(program, *overview);
    show(assessment);
    if (assessment.blocks()) {
      std::cerr << "Not published: somebody would be stranded, or an answer would not fit. The "
                   "lines above say what to write.\n";
      return found_something;
    }
    storage::NewPublication fresh = made(program->course, program->id, *overview);
    fresh.sources = storage::encode_sources(course.sources);
    return put(std::move(fresh), "Published. ");
  }

  int roll_back(const std::string& course) {
    const auto overview = read();
    if (!overview) {
      return unreadable();
    }
    const auto withdrawn = storage::in_force(overview->log, course);
    const auto before = storage::before_in_force(overview->log, course);
    if (!withdrawn || !before) {
      std::cerr << "attune publish: there is no version of \"" << course
                << "\" before the one in force, so there is nothing to go back to\n";
      return found_something;
    }
    std::cout << course << ": back to version " << short_id(before->program) << ", from "
              << short_id(withdrawn->program) << '\n';
    for (const storage::HeldVersion& version : overview->versions) {
      if (version.program == withdrawn->program) {
        std::cout << "On the version that is withdrawn: " << sessions(version.sessions)
                  << ". Who stands where that version alone has a place goes back to where they "
                     "stood before it; what they answered since is kept.\n";
      }
    }
    storage::NewPublication fresh = made(course, before->program, *overview);
    fresh.publication.rolls_back = true;
    return put(std::move(fresh), "Rolled back. ");
  }

 private:
  storage::Stored<storage::Overview> read() {
    return lane_.wait<storage::Stored<storage::Overview>>([this](auto done) {
      storage_.overview(std::move(done));
    });
  }

  int unreadable() const {
    std::cerr << "attune publish: the data in " << options_.data.string()
              << " cannot be read just now; try again\n";
    return found_something;
  }

  static void show(const storage::Assessment& assessment) {
    for (const storage::VersionReport& version : assessment.versions) {
      std::cout << "\nOn version " << short_id(version.program)
                << (version.in_force ? " (in force): " : ": ") << sessions(version.sessions)
                << '\n';
      if (version.comparison) {
        show_comparison(*version.comparison, std::cout);
      } else {
        std::cout
            << "This program cannot compile that version any more: its sessions stay on it.\n";
      }
    }
    show_clashes(assessment.clashes, std::cout);
    if (assessment.versions.empty()) {
      std::cout << "Nobody is on another version.\n";
    }
    std::cout << '\n';
  }

  storage::NewPublication made(
      const std::string& course, const engine::ProgramId& program, const storage::Overview& overview
  ) const {
    storage::NewPublication fresh;
    fresh.publication.course = course;
    fresh.publication.program = program;
    fresh.publication.at = now();
    fresh.publication.urgent = options_.urgent;
    fresh.publication.note = options_.note;
    fresh.after = overview.log.empty() ? 0 : overview.log.back().id;
    return fresh;
  }

  int put(storage::NewPublication fresh, std::string_view done_words) {
    const storage::Publication made = fresh.publication;
    const auto id = lane_.wait<storage::Stored<std::int64_t>>([&](auto done) {
      storage_.publish(std::move(fresh), std::move(done));
    });
    if (!id) {
      std::cerr
          << (id.error() == storage::StoreError::conflict
                  ? "attune publish: somebody else published at the same moment; look again\n"
                  : "attune publish: it could not be stored, so nothing has changed\n");
      return found_something;
    }
    audit(
        options_.data,
        made.rolls_back ? "rolled_back" : "published",
        {{"course", made.course},
         {"version", engine::to_hex(made.program)},
         {"urgent", made.urgent ? "true" : "false"},
         {"note", made.note}},
        std::cerr
    );
    std::cout << done_words
              << (options_.urgent
                      ? "Open conversations move at once, the others when they are next "
                        "opened.\n"
                      : "Conversations move when they are next opened.\n");
    return all_well;
  }

  const PublishOptions& options_;
  storage::SqliteStorage& storage_;
  WaitingLane& lane_;
};

int run(const PublishOptions& options) {
  if (engine::first_invalid_utf8(options.note) ||
      engine::characters(options.note) > storage::limits::note_characters_max) {
    std::cerr << "attune publish: a note has at most " << storage::limits::note_characters_max
              << " characters\n";
    return wrong_use;
  }
  std::unique_ptr<LoadedCourse> course;
  std::string name;
  if (options.roll_back) {
    const auto sources = storage::read_course_folder(options.folder);
    if (!sources) {
      std::cerr << sources.error().message << '\n';
      return wrong_use;
    }
    name = course_name(*sources);
    if (name.empty()) {
      std::cerr << "attune publish: course.dialogue does not say which course this is\n";
      return wrong_use;
    }
  } else {
    course = load_course(options.folder, std::cerr);
    if (course == nullptr) {
      return wrong_use;
    }
    if (course->compilation.program == nullptr) {
      std::cerr << "Not published: the course has errors.\n";
      return found_something;
    }
  }
  WaitingLane lane;
  auto storage = storage::SqliteStorage::open(options.data, lane.post());
  if (!storage) {
    std::cerr << "attune publish: " << storage.error().message << '\n';
    return wrong_use;
  }
  Publish publish{options, **storage, lane};
  return options.roll_back ? publish.roll_back(name) : publish.publish(*course);
}

}  // namespace

void add_publish_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("publish", "Put a version of a course in force for a server's sessions");
  const auto options = std::make_shared<PublishOptions>();
  command->add_option("COURSE_DIR", options->folder, "The folder with course.dialogue")->required();
  command->add_option("--data", options->data, "The folder that attune serve keeps its data in")
      ->required();
  command->add_flag(
      "--urgent", options->urgent, "Open conversations move at once, not when they are next opened"
  );
  command->add_option("--note", options->note, "A line for colleagues on what this version is");
  command->add_flag(
      "--roll-back", options->roll_back, "Put the version before the one in force in force again"
  );
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace attune::tools
