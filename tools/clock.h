#pragma once

#include "engine/base/instant.h"

#include <chrono>

// Time in a tool: the same on every day.
namespace attune::tools {

// 2026-01-01T09:00:00Z.
inline constexpr engine::Instant first_moment{
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::January / 1} +
    std::chrono::hours{9}
};

// From what is said to what is typed.
inline constexpr std::chrono::seconds typing_time{30};

}  // namespace attune::tools
