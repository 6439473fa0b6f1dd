#include "transport/protocol/http_bodies.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace attune::protocol {
namespace {

using nlohmann::json;

TEST(HttpBodies, ReadsABeginning) {
  const auto beginning = read_beginning(
      R"({"course":"dream","language":"en","name":"Sam","adult":true,"consent":true,"more":[1]})"
  );
  ASSERT_TRUE(beginning.has_value());
  EXPECT_EQ(beginning->course, "dream");
  EXPECT_EQ(beginning->language, "en");
  EXPECT_EQ(beginning->name, "Sam");
  EXPECT_TRUE(beginning->adult);
  EXPECT_TRUE(beginning->consent);
}

TEST(HttpBodies, WhatIsMissingIsNotGiven) {
  for (const char* body : {"{}", R"({"adult":null,"consent":null,"name":null})"}) {
    const auto beginning = read_beginning(body);
    ASSERT_TRUE(beginning.has_value());
    EXPECT_FALSE(beginning->adult);
    EXPECT_FALSE(beginning->consent);
    EXPECT_TRUE(beginning->name.empty());
  }
}

TEST(HttpBodies, WhatIsNoObjectIsRefused) {
  const std::string deep = R"({"name":)" + std::string(100, '[') + std::string(100, ']') + "}";
  for (const std::string& body : std::vector<std::string>{
           "", "null", "[]", "\"x\"", "{", R"({"name":"Sam"} {})", "\xff", deep.substr(0, 60)
       }) {
    EXPECT_EQ(read_beginning(body).error().status, 400U) << body;
    EXPECT_EQ(read_words(body).error().status, 400U) << body;
    EXPECT_EQ(read_confirmation(body).error().status, 400U) << body;
  }
}

TEST(HttpBodies, ValuesOfAnotherKindAreRefused) {
  for (const char* body :
       {R"({"name":7})", R"({"course":[]})", R"({"adult":"yes"})", R"({"consent":1})"}) {
    EXPECT_EQ(read_beginning(body).error().status, 400U) << body;
    EXPECT_EQ(read_beginning(body).error().code, "bad_message") << body;
  }
  EXPECT_EQ(read_words(R"({"words":["a"]})").error().status, 400U);
}

TEST(HttpBodies, ErasingIsConfirmedInSoManyWords) {
  EXPECT_TRUE(read_confirmation(R"({"confirm":"erase"})").has_value());
  for (const char* body : {"{}", R"({"confirm":true})", R"({"confirm":"Erase"})"}) {
    EXPECT_EQ(read_confirmation(body).error().status, 422U) << body;
  }
}

TEST(HttpBodies, WritesCoursesAndErrors) {
  const std::vector<service::CourseView> courses{
      {"dream", {{"en", "The \"Dream\"", "About"}, {"de", "Der Traum", "\u00dcber"}}}
  };
  EXPECT_EQ(
      json::parse(courses_json(courses)),
      (json{
          {"courses",
           json::array(
               {{{"id", "dream"},
                 {"title", "The \"Dream\""},
                 {"about", "About"},
                 {"languages", {"en", "de"}},
                 {"translations", {{"de", {{"title", "Der Traum"}, {"about", "\u00dcber"}}}}}}}
           )}
      })
  );
  EXPECT_EQ(error_json("c", "m"), R"({"error":{"code":"c","message":"m"}})");
  const std::vector<std::pair<std::string, std::string>> details{{"word", "hosue"}};
  EXPECT_EQ(
      error_json("c", "m", details), R"({"error":{"code":"c","message":"m","word":"hosue"}})"
  );
}

TEST(HttpBodies, WordsAreToldOnceAtTheBeginning) {
  const service::JourneyView journey;
  EXPECT_TRUE(json::parse(begun_json(journey, "a b c d e f"))["words"] == "a b c d e f");
  EXPECT_FALSE(json::parse(journey_json(journey)).contains("words"));
}

}  // namespace
}  // namespace attune::protocol
