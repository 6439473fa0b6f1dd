#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the commands, by name.
namespace attune::tools::limits {

// A terminal. Beyond the most, lines are too long to be read with ease.
inline constexpr std::size_t screen_columns_min = 24;
inline constexpr std::size_t screen_columns_max = 100;

}  // namespace attune::tools::limits
