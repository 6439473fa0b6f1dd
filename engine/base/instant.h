#pragma once

#include <chrono>
#include <cstdint>

namespace attune::engine {

// Milliseconds since 1970 in UTC. The engine never asks for the time: it arrives in an input.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// A calendar day as a person writes it, without a place or a clock.
using Day = std::chrono::sys_days;

// Position of an event in its session, from 1; 0 is before the first.
using Seq = std::uint64_t;

// Who of a session: today one person (0); two in the rooms to come.
enum class Participant : std::uint8_t { first = 0, second = 1 };

}  // namespace attune::engine
