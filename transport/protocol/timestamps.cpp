#include "transport/protocol/timestamps.h"

#include <array>
#include <chrono>

namespace attune::protocol {
namespace {

void put(std::array<char, 20>& out, std::size_t at, std::size_t digits, unsigned value) {
  for (std::size_t i = digits; i-- > 0; value /= 10) {
    out[at + i] = static_cast<char>('0' + value % 10);
  }
}

}  // namespace

std::string iso_instant(engine::Instant instant) {
  const auto second = std::chrono::floor<std::chrono::seconds>(instant);
  const auto midnight = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day day{midnight};
  const std::chrono::hh_mm_ss time{second - midnight};
  std::array<char, 20> out{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0',
                           'T', '0', '0', ':', '0', '0', ':', '0', '0', 'Z'};
  put(out, 0, 4, static_cast<unsigned>(static_cast<int>(day.year())));
  put(out, 5, 2, static_cast<unsigned>(day.month()));
  put(out, 8, 2, static_cast<unsigned>(day.day()));
  put(out, 11, 2, static_cast<unsigned>(time.hours().count()));
  put(out, 14, 2, static_cast<unsigned>(time.minutes().count()));
  put(out, 17, 2, static_cast<unsigned>(time.seconds().count()));
  return std::string{out.data(), out.size()};
}

std::string iso_day(engine::Day day) {
  constexpr std::size_t characters = 10;
  return iso_instant(engine::Instant{day}).substr(0, characters);
}

}  // namespace attune::protocol
