#include "storage/event_codec.h"

#include "tests/support/courses.h"
#include "tests/support/walker.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace attune::storage {
namespace {

std::vector<engine::Event> walked(std::uint64_t seed, int turns = 120) {
  const auto program = test::compiled(test::with_pseudo(test::everything_course(), "en-XA"));
  return test::random_walk(
             *program, seed, turns, [](const auto&, const auto&, std::size_t) {}
  ).events;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    text.push_back(digits[byte >> 4U]);
    text.push_back(digits[byte & 0x0fU]);
  }
  return text;
}

TEST(EventCodec, GivesBackWhatWasWritten) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::vector<engine::Event> events = walked(seed);
    const std::string bytes = encode_events(events);
    const auto again = decode_events(bytes);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(*again, events);
    EXPECT_EQ(encode_events(*again), bytes);
  }
}

TEST(EventCodec, TakesNoPartForTheWhole) {
  const std::string bytes = encode_events(walked(3, 15));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_events(std::string_view{bytes}.substr(0, length)).has_value()) << length;
  }
  EXPECT_FALSE(decode_events(bytes + "x").has_value());
}

TEST(EventCodec, OutlastsAnyChangedByte) {
  const std::string bytes = encode_events(walked(4, 15));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const char mask : {'\x01', '\x80', '\xff'}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ mask);
      if (const auto events = decode_events(damaged)) {
        // Read as something else, and then it can be written again.
        EXPECT_FALSE(encode_events(*events).empty());
      }
    }
  }
}

// What version 1 wrote is read for ever: this file is never written anew.
TEST(EventCodec, ReadsTheFixtureOfVersion1) {
  std::ifstream file{std::string{ATTUNE_SOURCE_DIR} + "/tests/storage/fixtures/events_v1.hex"};
  std::string fixture;
  file >> fixture;
  ASSERT_FALSE(fixture.empty());
  std::string bytes;
  for (std::size_t i = 0; i + 1 < fixture.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(fixture.substr(i, 2), nullptr, 16)));
  }
  const auto events = decode_events(bytes);
  ASSERT_TRUE(events.has_value());
  ASSERT_EQ(events->size(), 18U);
  EXPECT_EQ(hex(encode_events(*events)), fixture);
  const auto& began = std::get<engine::Began>(events->at(0).body);
  EXPECT_EQ(began.course, "dream");
  EXPECT_EQ(began.seed, 42U);
  EXPECT_EQ(events->at(0).request, "r-1");
  EXPECT_EQ(std::get<engine::LineSaid>(events->at(9).body).text, "Hello, Sam.");
  const auto& asked = std::get<engine::QuestionAsked>(events->at(12).body);
  EXPECT_EQ(asked.question, "discovery.pull");
  EXPECT_EQ(asked.max, 10.0);
  const auto& kept = std::get<engine::AnswerKept>(events->at(13).body);
  EXPECT_EQ(kept.value, engine::Value{(engine::Items{{"a", "b"}})});
  EXPECT_EQ(std::get<engine::TookBack>(events->at(17).body).from, 13U);
}

}  // namespace
}  // namespace attune::storage
