#include "tools/backup_command.h"

#include "storage/backup.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "tools/audit.h"
#include "tools/course.h"
#include "tools/restore.h"
#include "tools/verify_report.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

struct BackupOptions {
  fs::path data;
  fs::path file;
  fs::path erased_in;
};

int back_up(const BackupOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto verification = storage::back_up(storage::store_file(options.data), options.file);
  if (!verification) {
    std::cerr << "attune backup: " << verification.error().message << '\n';
    return found_something;
  }
  const auto took = std::chrono::steady_clock::now() - start;
  audit(
      options.data,
      "backup",
      {{"file", options.file.string()}, {"whole", verification->is_whole() ? "yes" : "no"}},
      std::cerr
  );
  const int status = report(*verification, options.file.string(), took, std::cout, std::cerr);
  if (status != all_well) {
    std::cerr << "attune backup: the backup is written, and holds what the journal holds, damage "
                 "included. Keep the earlier ones.\n";
  }
  return status;
}

int restore(const BackupOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto restored = restore_backup(options.file, options.data, options.erased_in);
  if (!restored) {
    std::cerr << "attune restore: " << restored.error().message << '\n';
    return found_something;
  }
  const auto took = std::chrono::steady_clock::now() - start;
  const int status =
      report(restored->verification, options.file.string(), took, std::cout, std::cerr);
  if (status != all_well) {
    std::cerr << "attune restore: the backup is damaged, so nothing was restored\n";
    return status;
  }
  audit(
      options.data,
      "restore",
      {{"file", options.file.string()}, {"left_out", std::to_string(restored->erased)}},
      std::cerr
  );
  if (!options.erased_in.empty()) {
    std::cout << "Erased since, and left out: " << restored->erased << ".\n";
  }
  std::cout << "Restored to " << options.data.string() << ".\n";
  return all_well;
}

}  // namespace

void add_backup_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "backup", "Write everything into one file, while a server runs, and verify it"
  );
  const auto options = std::make_shared<BackupOptions>();
  command->add_option("FILE", options->file, "The backup; it must not be there yet")->required();
  command->add_option("--data", options->data, "The folder that attune serve keeps its data in")
      ->required();
  command->callback([options, &exit_code] { exit_code = back_up(*options); });
}

void add_restore_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("restore", "Make a data folder from a backup");
  const auto options = std::make_shared<BackupOptions>();
  command->add_option("FILE", options->file, "The backup")->required()->check(CLI::ExistingFile);
  command->add_option("--data", options->data, "A new folder, or an empty one")->required();
  command
      ->add_option(
          "--erased-in",
          options->erased_in,
          "A data folder or a later backup: who was erased there does not come back"
      )
      ->check(CLI::ExistingPath);
  command->callback([options, &exit_code] { exit_code = restore(*options); });
}

}  // namespace attune::tools
