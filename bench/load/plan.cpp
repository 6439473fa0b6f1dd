#include "bench/load/plan.h"

#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace attune::bench {

Workplace::Workplace(const Plan& plan) : folder_(plan.data), temporary_(plan.data.empty()) {
  if (temporary_) {
    std::string name = (std::filesystem::temp_directory_path() / "attune-load-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error{"cannot make a folder for the server's data"};
    }
    folder_ = name;
  } else {
    std::filesystem::create_directories(folder_);
  }
}

Workplace::~Workplace() {
  if (temporary_) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
}

ServerProcess::Plan Workplace::server_plan(const Plan& plan) const {
  ServerProcess::Plan process;
  process.log_path = log();
  process.core = plan.server_core;
  if (plan.is_echo()) {
    std::istringstream words{plan.echo};
    std::string word;
    while (words >> word) {
      process.command.push_back(word);
    }
    return process;
  }
  process.command = {plan.server, "serve", "--listen", "127.0.0.1:0", "--data", data()};
  if (!plan.courses.empty()) {
    process.command.insert(process.command.end(), {"--courses", plan.courses});
  }
  if (!plan.config.empty()) {
    process.command.insert(process.command.end(), {"--config", plan.config});
  }
  return process;
}

ServerProcess::Plan Workplace::verify_plan(const Plan& plan) const {
  return ServerProcess::Plan{
      .command = {plan.server, "verify", "--data", data()},
      .log_path = log(),
      .core = plan.server_core
  };
}

}  // namespace attune::bench
