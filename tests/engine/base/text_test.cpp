#include "engine/base/text.h"

#include <gtest/gtest.h>

#include <array>

namespace attune::engine {
namespace {

TEST(Text, FindsTheFirstByteThatIsNotUtf8) {
  EXPECT_EQ(first_invalid_utf8("plain \u0645\u0631 \U0001f642"), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("ab\xff"), 2U);
  EXPECT_EQ(first_invalid_utf8("a\xc0\xaf"), 1U) << "overlong";
  EXPECT_EQ(first_invalid_utf8("\xed\xa0\x80"), 0U) << "surrogate";
  EXPECT_EQ(first_invalid_utf8("\xf4\x90\x80\x80"), 0U) << "beyond U+10FFFF";
  EXPECT_EQ(first_invalid_utf8("a\xe2\x82"), 1U) << "cut short";
}

TEST(Text, CountsAndCutsCodePoints) {
  EXPECT_EQ(characters("\u0645\u0631\u062d\u0628\u0627"), 5U);
  EXPECT_EQ(first_characters("a\U0001f642b", 2), "a\U0001f642");
  EXPECT_EQ(first_characters("ab", 9), "ab");
}

TEST(Text, TrimsTheSpacesThatPhonesType) {
  EXPECT_EQ(trimmed(" \t\u00a0hello there\u200b \n"), "hello there");
  EXPECT_EQ(trimmed("\u3000\ufeff "), "");
}

TEST(Text, ShortensAtAWord) {
  EXPECT_EQ(shortened("one two three", 9), "one two\u2026");
  EXPECT_EQ(shortened("short", 9), "short");
  EXPECT_EQ(shortened("unbreakable", 4), "unbr\u2026");
}

TEST(Text, CleansControlCharactersAndLineEnds) {
  EXPECT_EQ(cleaned(" a\r\nb\rc\td\x01 "), "a\nb\nc d");
}

TEST(Text, SuggestsOnlyWhatIsNear) {
  constexpr auto words = std::to_array<std::string_view>({"scene", "part", "Coach", "finish"});
  EXPECT_EQ(nearest("scnee", words), "scene");
  EXPECT_EQ(nearest("coahc", words), "Coach");
  EXPECT_EQ(nearest("finsh", words), "finish");
  EXPECT_EQ(nearest("hello", words), std::nullopt);
}

}  // namespace
}  // namespace attune::engine
