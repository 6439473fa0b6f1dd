#include "tests/support/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <sstream>

#include "tools/commands.h"

namespace attune::test {
namespace {

// Puts another buffer under a standard stream for as long as it lives.
class Redirected {
 public:
  Redirected(std::ios& stream, std::streambuf* buffer)
      : stream_{stream}, before_{stream.rdbuf(buffer)} {}

  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;

  ~Redirected() { stream_.rdbuf(before_); }

 private:
  std::ios& stream_;
  std::streambuf* before_;
};

}  // namespace

Ran run(std::vector<std::string> arguments, const std::string& input) {
  CLI::App app;
  Ran ran;
  tools::add_commands(app, ran.status);
  std::istringstream in{input};
  std::ostringstream out;
  std::ostringstream errors;
  const Redirected from{std::cin, in.rdbuf()};
  const Redirected to{std::cout, out.rdbuf()};
  const Redirected wrong{std::cerr, errors.rdbuf()};
  std::ranges::reverse(arguments);
  app.parse(arguments);
  ran.out = out.str();
  ran.errors = errors.str();
  return ran;
}

}  // namespace attune::test
