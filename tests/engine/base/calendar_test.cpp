#include "engine/base/calendar.h"

#include <gtest/gtest.h>

namespace attune::engine {
namespace {

TEST(Calendar, ReadsDaysAndWritesThemBack) {
  const auto day = parse_day("2026-02-28");
  EXPECT_EQ(day.transform(iso_day), "2026-02-28");
}

TEST(Calendar, RefusesDaysThatDoNotExist) {
  for (const char* text :
       {"2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026/01/01", "", "tomorrow"}) {
    EXPECT_EQ(parse_day(text), std::nullopt) << text;
  }
  EXPECT_TRUE(parse_day("2028-02-29").has_value());
}

}  // namespace
}  // namespace attune::engine
