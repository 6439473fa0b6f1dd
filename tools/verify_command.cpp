#include "tools/verify_command.h"

#include "storage/backup.h"
#include "storage/verify.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

#include "tools/course.h"
#include "tools/verify_report.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

int run(const fs::path& data) {
  // A backup is one file; a data folder has one in it.
  std::error_code error;
  const fs::path file = fs::is_directory(data, error) ? storage::store_file(data) : data;
  const auto start = std::chrono::steady_clock::now();
  const auto verification = storage::verify(file);
  if (!verification) {
    std::cerr << "attune verify: " << verification.error().message << '\n';
    return found_something;
  }
  return report(
      *verification, file.string(), std::chrono::steady_clock::now() - start, std::cout, std::cerr
  );
}

}  // namespace

void add_verify_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "verify", "Look at every journey, without any key: is all there, as it was kept?"
  );
  const auto data = std::make_shared<fs::path>();
  command
      ->add_option("--data", *data, "The folder that attune serve keeps its data in, or a backup")
      ->required()
      ->check(CLI::ExistingPath);
  command->callback([data, &exit_code] { exit_code = run(*data); });
}

}  // namespace attune::tools
