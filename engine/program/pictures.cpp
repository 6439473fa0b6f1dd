#include "engine/program/pictures.h"

#include <algorithm>
#include <array>

namespace attune::engine {
namespace {

using Roles = std::string_view[];

constexpr Roles link = {"link"};
constexpr Roles point = {"point"};
constexpr Roles person = {"person"};
constexpr Roles mine_theirs = {"mine", "theirs"};
constexpr Roles banks = {"mine", "theirs", "both"};
constexpr Roles shares = {"mine", "shared", "theirs"};
constexpr Roles roads = {"old_road", "new_road", "before"};
constexpr Roles outcomes = {"predicted", "actual"};
constexpr Roles gifts = {"given", "received"};
constexpr Roles times = {"then", "now"};

// Both dimensions of a style are means of items from 1 to 7; shares and predictions go to ten.
constexpr auto forms = std::to_array<PictureForm>(
    {{.word = "chain", .roles = link, .needed = 1, .rows_min = 2},
     {.word = "plane", .roles = point, .needed = 1, .numbers = 2, .low = 1, .high = 7},
     {.word = "circle", .roles = person, .needed = 1},
     {.word = "loop", .roles = mine_theirs, .needed = 2, .rows_min = 2, .in_turn = true},
     {.word = "bridge", .roles = banks},
     {.word = "bar", .roles = shares, .rows_min = 2, .numbers = 1, .high = 10},
     {.word = "course", .roles = point, .needed = 1, .numbers = 1, .over_time = true},
     {.word = "fork", .roles = roads, .needed = 2, .rows_min = 2},
     {.word = "dots", .roles = outcomes, .needed = 1, .numbers = 1, .high = 10},
     {.word = "band", .roles = gifts},
     {.word = "then_now", .roles = times}}
);

}  // namespace

const PictureForm& form_of(PictureKind kind) {
  return forms[static_cast<std::size_t>(kind)];
}

std::optional<PictureKind> picture_kind(std::string_view word) {
  const auto it = std::ranges::find(forms, word, &PictureForm::word);
  return it != forms.end() ? std::optional{static_cast<PictureKind>(it - forms.begin())}
                           : std::nullopt;
}

std::span<const PictureForm> picture_forms() {
  return forms;
}

}  // namespace attune::engine
