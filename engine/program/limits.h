#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Every bound of a script and of a turn, by name.
namespace attune::engine::limits {

// Scripts.
inline constexpr std::size_t course_bytes_max = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t line_characters_max = 4000;
inline constexpr std::size_t name_characters_max = 64;
inline constexpr std::size_t block_depth_max = 32;
inline constexpr std::size_t expression_depth_max = 64;
inline constexpr std::size_t options_max = 50;
inline constexpr std::size_t findings_max = 1000;
inline constexpr std::uint32_t shown_characters = 240;  // of a line that a finding shows

// Words that are easy to take in: beyond these the checker warns.
inline constexpr std::size_t bubble_words = 60;
inline constexpr std::size_t options_readable = 7;
// Flesch-Kincaid, rounded. It says nothing about a line of a few words: a short one counts only
// together with the rest of its scene.
inline constexpr int grade_max = 8;
inline constexpr std::size_t grade_line_words_min = 10;
inline constexpr std::size_t grade_section_words_min = 40;

// Answers. Lengths count code points.
inline constexpr std::size_t text_characters = 200;
inline constexpr std::size_t long_text_characters = 4000;
inline constexpr std::size_t text_characters_max = 20000;
inline constexpr std::size_t list_items_max = 20;
inline constexpr std::size_t measure_items_max = 100;
inline constexpr std::size_t measure_scores_max = 20;
inline constexpr std::size_t picture_rows_max = 20;
inline constexpr std::size_t picture_parts_max = 60;         // of its lists and takings as well
inline constexpr std::size_t picture_text_characters = 600;  // of a part: cut at a word
inline constexpr std::size_t list_item_characters = 200;
inline constexpr std::size_t profile_characters = 40;
inline constexpr std::size_t short_characters = 120;  // {answer short}
inline constexpr double number_magnitude_max = 1e9;
inline constexpr double scale_steps_max = 100;

// Listening.
inline constexpr std::uint32_t gap_words = 6;             // "..." in a construction
inline constexpr std::uint32_t short_gap_words = 2;       // ".." in one
inline constexpr std::uint32_t sign_gap_words = 12;       // between two signs, at most
inline constexpr std::size_t remark_words = 6;            // a sentence so short is about the last
inline constexpr std::size_t phrase_words_max = 8;        // of a list
inline constexpr std::size_t places_max = 12;             // of a construction
inline constexpr std::size_t slip_characters_min = 5;     // shorter words are read exactly
inline constexpr std::size_t heard_word_characters = 40;  // a longer one is no word
inline constexpr std::size_t spelt_letters_min = 3;       // "d i e" is a word
inline constexpr std::size_t spelt_letters_max = 24;      // letters that are joined at once

// A turn.
inline constexpr std::size_t steps_per_turn_max = 20'000;
inline constexpr std::size_t bytes_per_turn_max = std::size_t{256} * 1024;
inline constexpr std::size_t call_depth_max = 32;

// A session.
inline constexpr std::size_t requests_kept = 32;
inline constexpr std::size_t takings_kept = 12;  // of each score, and its first
inline constexpr std::size_t request_characters_max = 64;
// A rest without a time ends when the person is back after this long; a reload is not a return.
inline constexpr std::chrono::minutes return_after{10};
// Someone who comes back to an open question after this long is greeted (part welcome_back).
inline constexpr std::chrono::hours welcome_back_after{24};
inline constexpr std::chrono::days pause_max{366};

}  // namespace attune::engine::limits
