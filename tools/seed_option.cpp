#include "tools/seed_option.h"

#include <charconv>
#include <system_error>

namespace attune::tools {
namespace {

// A sentence when it is none. CLI11 alone would read "-1" as the largest seed there is.
std::string check_seed(const std::string& typed) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), seed);
  if (error == std::errc{} && end == typed.data() + typed.size()) {
    return {};
  }
  return "a seed is a whole number from 0 up, and not \"" + typed + "\"";
}

}  // namespace

void add_seed_option(CLI::App& command, std::uint64_t& seed, const std::string& description) {
  command.add_option("--seed", seed, description)->check(check_seed)->capture_default_str();
}

}  // namespace attune::tools
