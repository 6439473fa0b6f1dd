#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace attune::engine {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

bool is_continuation(std::uint8_t byte) {
  return (byte & 0xc0U) == 0x80U;
}

// Length of the well-formed sequence at `i` (Unicode 15, table 3-7), or 0.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const std::uint8_t lead = byte_at(text, i);
  if (lead < 0x80U) {
    return 1;
  }
  std::size_t length = 0;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xbf;
  if (lead >= 0xc2U && lead <= 0xdfU) {
    length = 2;
  } else if (lead >= 0xe0U && lead <= 0xefU) {
    length = 3;
    low = lead == 0xe0U ? 0xa0 : low;
    high = lead == 0xedU ? 0x9f : high;
  } else if (lead >= 0xf0U && lead <= 0xf4U) {
    length = 4;
    low = lead == 0xf0U ? 0x90 : low;
    high = lead == 0xf4U ? 0x8f : high;
  } else {
    return 0;
  }
  if (i + length > text.size()) {
    return 0;
  }
  const std::uint8_t second = byte_at(text, i + 1);
  if (second < low || second > high) {
    return 0;
  }
  for (std::size_t k = 2; k < length; ++k) {
    if (!is_continuation(byte_at(text, i + k))) {
      return 0;
    }
  }
  return length;
}

// Unicode's Zs but the plain blank.
constexpr std::array<std::string_view, 16> wide_spaces = {
    "\u00a0",
    "\u1680",
    "\u2000",
    "\u2001",
    "\u2002",
    "\u2003",
    "\u2004",
    "\u2005",
    "\u2006",
    "\u2007",
    "\u2008",
    "\u2009",
    "\u200a",
    "\u202f",
    "\u205f",
    "\u3000"
};
// No spaces by Unicode, but nothing that a person meant to write at an end.
constexpr std::array<std::string_view, 2> unseen_spaces = {"\u200b", "\ufeff"};

template <std::size_t N, class Fits>
std::size_t length_of_fitting(const std::array<std::string_view, N>& spaces, Fits fits) {
  const auto found = std::ranges::find_if(spaces, fits);
  return found == spaces.end() ? 0 : found->size();
}

template <class Fits>
std::size_t length_of_any(Fits fits) {
  const std::size_t wide = length_of_fitting(wide_spaces, fits);
  return wide > 0 ? wide : length_of_fitting(unseen_spaces, fits);
}

std::size_t space_length_at_start(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const std::uint8_t first = byte_at(text, 0);
  if (first <= 0x20U || first == 0x7fU) {
    return 1;
  }
  return length_of_any([text](std::string_view space) { return text.starts_with(space); });
}

std::size_t space_length_at_end(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const std::uint8_t last = byte_at(text, text.size() - 1);
  if (last <= 0x20U || last == 0x7fU) {
    return 1;
  }
  return length_of_any([text](std::string_view space) { return text.ends_with(space); });
}

// Optimal string alignment: a swap of neighbours is one slip.
std::size_t slips(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::size_t wide_space_length(std::string_view text) {
  if (text.empty() || byte_at(text, 0) < 0x80U) {
    return 0;
  }
  return length_of_fitting(wide_spaces, [text](std::string_view space) {
    return text.starts_with(space);
  });
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return std::nullopt;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return !is_continuation(static_cast<std::uint8_t>(c));
  }));
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    if (!is_continuation(byte_at(text, i))) {
      if (count == 0) {
        break;
      }
      --count;
    }
  }
  return text.substr(0, i);
}

std::string_view trimmed(std::string_view text) {
  while (const std::size_t length = space_length_at_start(text)) {
    text.remove_prefix(length);
  }
  while (const std::size_t length = space_length_at_end(text)) {
    text.remove_suffix(length);
  }
  return text;
}

std::string shortened(std::string_view text, std::size_t count) {
  if (characters(text) <= count) {
    return std::string{text};
  }
  std::string_view head = first_characters(text, count);
  const std::size_t blank = head.find_last_of(" \n\t");
  if (blank != std::string_view::npos && blank > 0) {
    head = head.substr(0, blank);
  }
  return std::string{trimmed(head)} + "\u2026";
}

std::string cleaned(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t byte = byte_at(text, i);
    if (byte == '\r') {
      if (i + 1 >= text.size() || text[i + 1] != '\n') {
        kept.push_back('\n');
      }
    } else if (byte == '\t') {
      kept.push_back(' ');
    } else if ((byte >= 0x20U && byte != 0x7fU) || byte == '\n') {
      kept.push_back(text[i]);
    }
  }
  return std::string{trimmed(kept)};
}

std::string lower_ascii(std::string_view text) {
  std::string lower{text};
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return lower;
}

std::optional<std::string_view> nearest(
    std::string_view word, std::span<const std::string_view> candidates
) {
  const std::string wanted = lower_ascii(word);
  const std::size_t near_enough = wanted.size() <= 3 ? 1 : (wanted.size() <= 7 ? 2 : 3);
  std::optional<std::string_view> best;
  std::size_t fewest = near_enough + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), wanted.size());
    if (longer - std::min(candidate.size(), wanted.size()) > near_enough) {
      continue;
    }
    const std::size_t count = slips(wanted, lower_ascii(candidate));
    if (count < fewest && count < longer) {
      fewest = count;
      best = candidate;
    }
  }
  return best;
}

}  // namespace attune::engine
