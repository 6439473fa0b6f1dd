#include "bench/load/server_process.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <sched.h>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace attune::bench {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void run_child(
    const ServerProcess::Plan& plan, std::vector<char*>& arguments, int output
) {
  // A load generator that dies takes its server with it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int log = ::open(plan.log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log >= 0) {
    ::dup2(log, STDERR_FILENO);
  }
  ::dup2(output >= 0 ? output : log, STDOUT_FILENO);
  if (plan.core) {
    pin_this_thread(*plan.core);
  }
  ::execvp(arguments.front(), arguments.data());
  ::_exit(127);
}

pid_t start(const ServerProcess::Plan& plan, int output) {
  std::vector<std::string> words = plan.command;
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) {
    run_child(plan, arguments, output);
  }
  return pid;
}

std::string proc_file(pid_t pid, const char* name) {
  std::ifstream file{"/proc/" + std::to_string(pid) + "/" + name};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

void pin_this_thread(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<unsigned>(core), &cores);
  sched_setaffinity(0, sizeof cores, &cores);
}

ServerProcess::ServerProcess(const Plan& plan, std::chrono::seconds patience) {
  int output[2];
  if (::pipe2(output, O_CLOEXEC) != 0) {
    throw std::system_error{errno, std::generic_category(), "pipe"};
  }
  pid_ = start(plan, output[1]);
  ::close(output[1]);
  try {
    wait_until_it_listens(output[0], patience);
  } catch (...) {
    ::close(output[0]);
    kill_hard();
    throw;
  }
  ::close(output[0]);
}

ServerProcess::~ServerProcess() {
  kill_hard();
}

void ServerProcess::wait_until_it_listens(int output, std::chrono::seconds patience) {
  constexpr std::string_view greeting = "listening on http://127.0.0.1:";
  const Clock::time_point deadline = Clock::now() + patience;
  std::string said;
  while (Clock::now() < deadline) {
    pollfd waiting{.fd = output, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, 100) <= 0) {
      continue;
    }
    char buffer[512];
    const ssize_t count = ::read(output, buffer, sizeof buffer);
    if (count <= 0) {
      throw std::runtime_error{"the server ended before it listened; it said: " + said};
    }
    said.append(buffer, static_cast<std::size_t>(count));
    const std::size_t at = said.find(greeting);
    const std::size_t end = said.find('\n', at == std::string::npos ? 0 : at);
    if (at != std::string::npos && end != std::string::npos) {
      std::from_chars(said.data() + at + greeting.size(), said.data() + end, port_);
      return;
    }
  }
  throw std::runtime_error{"the server did not listen in time; it said: " + said};
}

int run_to_end(const ServerProcess::Plan& plan) {
  const pid_t pid = start(plan, -1);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ServerProcess::kill_hard() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    reap();
  }
}

void ServerProcess::reap() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
}

int ServerProcess::stop(std::chrono::seconds patience) {
  if (pid_ <= 0) {
    return -1;
  }
  ::kill(pid_, SIGTERM);
  const Clock::time_point deadline = Clock::now() + patience;
  while (Clock::now() < deadline) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  kill_hard();
  return -1;
}

double ServerProcess::cpu_seconds() const {
  // Fields 14 and 15, counted after the name, which may itself hold spaces.
  const std::string stat = proc_file(pid_, "stat");
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) {
    return 0;
  }
  std::istringstream fields{stat.substr(name_end + 1)};
  std::string skipped;
  for (int field = 3; field < 14; ++field) {
    fields >> skipped;
  }
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double ServerProcess::resident_bytes() const {
  std::istringstream fields{proc_file(pid_, "statm")};
  double size = 0;
  double resident = 0;
  fields >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace attune::bench
