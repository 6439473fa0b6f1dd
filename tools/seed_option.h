#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

namespace attune::tools {

// --seed N: a whole number from 0 up; `seed` holds what it is without the option.
void add_seed_option(CLI::App& command, std::uint64_t& seed, const std::string& description);

}  // namespace attune::tools
