#pragma once

#include <chrono>
#include <cstddef>

// Every bound of the service, by name.
namespace attune::service::limits {

// Journeys that nobody opened for too long: how often those are looked for, and how many go in one
// commit.
inline constexpr std::chrono::hours retention_round{6};
inline constexpr std::size_t erased_at_once = 100;
// Requests of one session that wait for the one under way.
inline constexpr std::size_t requests_waiting_max = 64;
// Ways from one version of a course to another that are kept worked out.
inline constexpr std::size_t transitions_kept = 64;
// How soon a version that another process published is noticed.
inline constexpr std::chrono::seconds publications_poll{2};
// Open conversations that move to a new version in one round of the lane.
inline constexpr std::size_t moves_at_once = 16;
// Events after which a turn brings a new snapshot along.
inline constexpr std::size_t events_between_snapshots = 64;
// Stored bytes that are read at a time when a snapshot is compared with what the turns tell.
inline constexpr std::size_t check_page_bytes = std::size_t{64} * 1024;
inline constexpr std::size_t name_characters_max = 40;
// Argon2id of the six words: two at once, 19 MiB each (OWASP's minimum). Old doors were made with
// these: other figures need a second lookup for them.
inline constexpr std::size_t workers = 2;
inline constexpr std::size_t work_waiting_max = 64;
inline constexpr std::size_t words_hash_bytes = std::size_t{19} * 1024 * 1024;
inline constexpr unsigned long long words_hash_rounds = 2;
inline constexpr std::size_t words_characters_max = 400;
// A timer is set again after this long, so that a clock that is put right is noticed.
inline constexpr std::chrono::hours timer_max{6};
// What the clock brings and could not be kept is tried again after this long.
inline constexpr std::chrono::seconds timer_retry{5};

}  // namespace attune::service::limits
