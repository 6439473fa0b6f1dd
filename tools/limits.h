#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the commands, by name.
namespace attune::tools::limits {

// A terminal. Beyond the most, lines are too long to be read with ease.
inline constexpr std::size_t screen_columns_min = 24;
inline constexpr std::size_t screen_columns_max = 100;

// Of a text that a sentence about it shows.
inline constexpr std::size_t shown_characters = 60;

// Walks. Nobody answers so many questions in one stage; a walk that does goes round and round.
inline constexpr std::size_t walk_turns_max = 2000;
inline constexpr std::uint64_t walk_runs_max = 10'000'000;
// Answers to one question that an exhaustive walk tries.
inline constexpr std::size_t walk_answers_max = 256;
// Different places (a question, and all that later lines can know) of an exhaustive walk.
inline constexpr std::size_t walk_places_max = 100'000;
// How often such a place is walked from with other words ahead.
inline constexpr std::size_t walk_variants_max = 4;
// Seeds for the ways of a `one of` that lead to different questions.
inline constexpr std::size_t walk_seeds_max = 8;
// Lines of one kind that a report lists before it says how many more there are.
inline constexpr std::size_t walk_listed_max = 20;

// Places of the script, each with what may be known there, that a proof walks before it gives up.
inline constexpr std::size_t prove_places_max = 4'000'000;
// Values that a proof follows from its next round on, of those that a road hangs on.
inline constexpr std::size_t prove_follows_each_round = 3;

// Walks from seed 1 for the coverage of a graph.
inline constexpr std::uint64_t graph_runs = 1000;

// Texts in which a watch hears something, of each topic and tier.
inline constexpr std::size_t walk_heard_texts_each = 2;

}  // namespace attune::tools::limits
