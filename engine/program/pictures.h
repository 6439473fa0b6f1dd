#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// What can be drawn of what a person said, and what each picture is made of.
namespace attune::engine {

enum class PictureKind : std::uint8_t {
  chain,
  plane,
  circle,
  loop,
  bridge,
  bar,
  course,
  fork,
  dots,
  band,
  then_now,
};

// What the parts of a picture are, and what each needs to be drawn.
struct PictureForm {
  std::string_view word;                    // in scripts and on the wire
  std::span<const std::string_view> roles;  // what a part can be
  std::size_t needed = 0;                   // so many roles, the first ones, must each be written
  std::size_t rows_min = 1;                 // a row that stands for a whole list counts as enough
  std::size_t numbers = 0;                  // of each part
  double low = 0;                           // of each number; where both ends are 0, any will do
  double high = 0;
  bool in_turn = false;    // two parts of one role never follow one another
  bool over_time = false;  // each part has its day, and a score brings one for each taking

  bool is_bounded() const { return low < high; }
};

const PictureForm& form_of(PictureKind kind);

// nullopt for a word that is no picture.
std::optional<PictureKind> picture_kind(std::string_view word);

// In the order of PictureKind.
std::span<const PictureForm> picture_forms();

}  // namespace attune::engine
