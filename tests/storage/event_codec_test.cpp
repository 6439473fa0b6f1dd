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

TEST(EventCodec, GivesBackWhatWasHeard) {
  using namespace engine;
  std::vector<Event> events;
  for (EventBody body :
       {EventBody{WatchMatched{.question = "talk.moment", .watch = "topic", .tier = Tier::clear}},
        EventBody{WatchMatched{.question = "talk.moment", .watch = "topic", .tier = Tier::unclear}},
        EventBody{MatchRetracted{}}}) {
    Event event;
    event.seq = events.size() + 1;
    event.body = std::move(body);
    events.push_back(std::move(event));
  }
  const auto again = decode_events(encode_events(events));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(*again, events);
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

// A turn that moved a session to another version of its course.
std::vector<engine::Event> a_move() {
  engine::Wait wait;
  wait.kind = engine::WaitKind::question;
  wait.id = engine::name_id("talk.pace");
  wait.asked = 7;
  wait.since = test::day_zero();
  wait.line = "How are you?";
  engine::Wait rest;
  rest.kind = engine::WaitKind::pause;
  rest.early = false;
  rest.id = engine::name_id("talk.resting/pause#1");
  rest.until = test::day_zero() + std::chrono::hours{24};
  rest.since = test::day_zero();
  engine::Moved moved;
  moved.program.bytes.fill(0x5a);
  moved.names = {{.from = engine::name_id("talk.old"), .to = engine::name_id("talk.fresh")}};
  moved.places = {
      {.stage = engine::name_id("talk"),
       .frames =
           {{.call = engine::name_id("talk.a/do:talk.b#1"), .interrupted = std::nullopt},
            {.call = {}, .interrupted = rest}},
       .wait = wait}
  };
  moved.labels = {
      {.question = engine::name_id("talk.moves"), .option = "quiet", .quoted = "going quiet"}
  };
  engine::Event event;
  event.seq = 42;
  event.at = test::day_zero();
  event.body = std::move(moved);
  engine::Event said;
  said.seq = 43;
  said.at = test::day_zero();
  said.body = engine::LineSaid{"It has changed."};
  return {event, said};
}

TEST(EventCodec, ReadsTheFixtureOfVersion2) {
  std::ifstream file{std::string{ATTUNE_SOURCE_DIR} + "/tests/storage/fixtures/events_v2.hex"};
  std::string fixture;
  file >> fixture;
  EXPECT_EQ(hex(encode_events(a_move())), fixture);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < fixture.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(fixture.substr(i, 2), nullptr, 16)));
  }
  const auto events = decode_events(bytes);
  ASSERT_TRUE(events.has_value());
  EXPECT_EQ(*events, a_move());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_events(std::string_view{bytes}.substr(0, length)).has_value()) << length;
  }
}

// A turn that showed a picture.
std::vector<engine::Event> a_picture() {
  engine::PictureShown shown{
      .kind = engine::PictureKind::course,
      .picture = "talk.often",
      .title = "How often",
      .words = "It comes and goes.",
      .parts = {}
  };
  shown.parts.push_back(engine::PicturePart{
      .role = "point",
      .label = "Often",
      .text = {},
      .values = {4.25, -1},
      .day = std::chrono::floor<std::chrono::days>(test::day_zero())
  });
  shown.parts.push_back(engine::PicturePart{
      .role = "point", .label = {}, .text = "A raised voice", .values = {}, .day = std::nullopt
  });
  engine::Event event;
  event.seq = 42;
  event.at = test::day_zero();
  event.request = "r-9";
  event.body = std::move(shown);
  engine::Event said;
  said.seq = 43;
  said.at = test::day_zero();
  said.body = engine::LineSaid{"So it is."};
  return {event, said};
}

TEST(EventCodec, ReadsTheFixtureOfVersion3) {
  std::ifstream file{std::string{ATTUNE_SOURCE_DIR} + "/tests/storage/fixtures/events_v3.hex"};
  std::string fixture;
  file >> fixture;
  EXPECT_EQ(hex(encode_events(a_picture())), fixture);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < fixture.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(fixture.substr(i, 2), nullptr, 16)));
  }
  const auto events = decode_events(bytes);
  ASSERT_TRUE(events.has_value());
  EXPECT_EQ(*events, a_picture());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_events(std::string_view{bytes}.substr(0, length)).has_value()) << length;
  }
}

}  // namespace
}  // namespace attune::storage
