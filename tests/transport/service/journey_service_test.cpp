#include "transport/service/journey_service.h"

#include "storage/sqlite_storage.h"

#include "transport/service/identity.h"
#include "transport/service/six_words.h"

#include "tests/support/house.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace attune::service {
namespace {

using test::House;

std::string refusal(House& house, Beginning beginning) {
  const auto begun = house.lane.wait<BeginResult>([&](auto done) {
    house.journeys->begin(std::move(beginning), std::move(done));
  });
  return begun ? "begun" : begun.error().code;
}

TEST(JourneyService, BeginsOnlyWhenAllIsThere) {
  House house;
  const Beginning good{
      .course = "everything", .language = "en", .name = " Sam ", .adult = true, .consent = true
  };
  const auto with = [&](auto change) {
    Beginning other = good;
    change(other);
    return refusal(house, other);
  };
  EXPECT_EQ(with([](Beginning&) {}), "begun");
  EXPECT_EQ(with([](Beginning& b) { b.adult = false; }), "not_adult");
  EXPECT_EQ(with([](Beginning& b) { b.consent = false; }), "no_consent");
  EXPECT_EQ(with([](Beginning& b) { b.course = "none"; }), "unknown_course");
  EXPECT_EQ(with([](Beginning& b) { b.language = "xx"; }), "unknown_language");
  EXPECT_EQ(with([](Beginning& b) { b.name = " \u00a0"; }), "name_empty");
  EXPECT_EQ(with([](Beginning& b) { b.name = std::string(41, 'x'); }), "name_too_long");
  EXPECT_EQ(with([](Beginning& b) { b.name = "\xff"; }), "name_empty");
}

TEST(JourneyService, SixWordsOpenTheSameJourneyHoweverTheyAreTyped) {
  House house;
  const BegunJourney begun = house.begin();
  const auto session = house.session_of(begun.device);
  std::string typed = begun.words;
  for (char& c : typed) {
    c = c == ' ' ? '-' : static_cast<char>(std::toupper(c));
  }
  const auto resumed = house.resume("  " + typed + "\n");
  ASSERT_TRUE(resumed);
  EXPECT_EQ(resumed->journey.id, begun.journey.id);
  EXPECT_NE(resumed->device, begun.device);
  EXPECT_EQ(house.session_of(resumed->device).session, session.session);
  EXPECT_EQ(house.session_of(begun.device).session, session.session) << "the first device stays";
}

TEST(JourneyService, ASlipInAWordIsPointedOut) {
  House house;
  const auto slip = house.resume("abacus abdomen abdominel abide abiding ability");
  ASSERT_FALSE(slip);
  EXPECT_EQ(slip.error().code, "words_unknown");
  EXPECT_NE(slip.error().message.find("\"abdominel\""), std::string::npos);
  EXPECT_NE(slip.error().message.find("\"abdominal\""), std::string::npos);
  EXPECT_EQ(house.resume("abacus abdomen").error().code, "words_count");
  EXPECT_EQ(
      house.resume("abacus abdomen abdominal abide abiding ability").error().code, "words_wrong"
  );
}

TEST(JourneyService, ADeviceThatLeftIsForgotten) {
  House house;
  const BegunJourney begun = house.begin();
  const auto known = [&](const std::string& device) {
    return house.lane
        .wait<IdentifyResult>([&](auto done) { house.journeys->identify(device, std::move(done)); })
        ->has_value();
  };
  EXPECT_TRUE(known(begun.device));
  EXPECT_FALSE(known(""));
  EXPECT_FALSE(known("not-a-token"));
  EXPECT_FALSE(known(begun.device + "A"));
  ASSERT_TRUE(house.lane.wait<PlainResult>([&](auto done) {
    house.journeys->leave(begun.device, std::move(done));
  }));
  EXPECT_FALSE(known(begun.device));
}

TEST(JourneyService, NoSecretIsStoredAsItIs) {
  test::TempFolder folder;
  BegunJourney begun;
  {
    test::Lane lane;
    const auto storage = storage::SqliteStorage::open(folder.path(), lane.post()).value();
    ProgramStore programs{*storage};
    SessionService sessions{*storage, programs, lane.time()};
    JourneyService journeys{*storage, programs, sessions, lane.time(), lane.post(), new_salt()};
    const auto sources = test::everything_course();
    ASSERT_TRUE(lane.wait<engine::Result<void>>([&](auto done) {
      programs.put(sources, test::compiled(sources), std::move(done));
    }));
    begun = *lane.wait<BeginResult>([&](auto done) {
      journeys.begin(
          Beginning{
              .course = "everything", .language = {}, .name = "Sam", .adult = true, .consent = true
          },
          std::move(done)
      );
    });
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    EXPECT_EQ(bytes.find(begun.device), std::string::npos);
    EXPECT_EQ(bytes.find(begun.words), std::string::npos);
  }
}

TEST(SixWords, AreDrawnFromTheListWithoutHyphens) {
  for (int i = 0; i < 200; ++i) {
    const std::string words = draw_words(random_below);
    EXPECT_EQ(words.find('-'), std::string::npos);
    EXPECT_EQ(read_words(words).value(), words);
  }
}

}  // namespace
}  // namespace attune::service
