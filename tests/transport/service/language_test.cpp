// A course in several languages, as the service has it.

#include "tests/support/house.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace attune::service {
namespace {

using test::answer;
using test::Ear;
using test::House;

constexpr std::string_view accented = "en-XA";

struct Opened {
  House house{test::with_pseudo(test::everything_course(), accented)};
  BegunJourney begun = house.begin();
  Pass session = house.session_of(begun.device);

  SubmitResult choose(const std::string& id, const std::string& language) {
    return house.submit(session, Request{.id = id, .what = ChooseLanguage{language}});
  }

  const engine::QuestionAsked& open_question(const Ear& ear) const {
    const auto asked =
        std::ranges::find_if(ear.heard.rbegin(), ear.heard.rend(), [](const auto& e) {
          return std::holds_alternative<engine::QuestionAsked>(e.body);
        });
    return std::get<engine::QuestionAsked>(asked->body);
  }
};

TEST(ServiceLanguage, ACourseListsThemAndAJourneyBeginsInOne) {
  Opened o;
  const CourseView course = o.house.journeys->courses()[0];
  ASSERT_EQ(course.words.size(), 2U);
  EXPECT_EQ(course.words[0].language, "en");
  EXPECT_EQ(course.words[1].language, "en-XA");
  EXPECT_EQ(course.words[1].title, "[Ééṽééŕýţĥííñĝ]");
  const auto begun = o.house.lane.wait<BeginResult>([&](auto done) {
    o.house.journeys->begin(
        Beginning{
            .course = "everything",
            .language = std::string{accented},
            .name = "Kim",
            .adult = true,
            .consent = true
        },
        std::move(done)
    );
  });
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->journey.language, accented);
  EXPECT_EQ(begun->journey.stages[0].title, "[Ţĥéé ƒííŕšţ]");
  const Page page = o.house.history(o.house.session_of(begun->device), 0);
  const auto said = std::ranges::find_if(page.events, [](const engine::Event& event) {
    return std::holds_alternative<engine::LineSaid>(event.body);
  });
  EXPECT_TRUE(std::get<engine::LineSaid>(said->body).text.starts_with("[Ĥééļļóó, Kim."));
}

TEST(ServiceLanguage, IsSwitchedInMidSessionAndOutlastsARestart) {
  Opened o;
  Ear ear;
  {
    const Subscription listening{*o.house.sessions, o.session, ear};
    const engine::Seq before = o.house.asked(o.session);
    ASSERT_TRUE(o.choose("r1", "en-XA"));
    ASSERT_EQ(ear.heard.size(), 2U);
    EXPECT_EQ(
        std::get<engine::LanguageChosen>(ear.heard[0].body),
        (engine::LanguageChosen{.language = "en-XA", .before = "en"})
    );
    EXPECT_EQ(ear.heard[0].request, "r1");
    EXPECT_TRUE(o.open_question(ear).text.starts_with("[Ĥóóŵ"));
    // The question as it was worded before is not open any more.
    const auto late = o.house.submit(o.session, answer("r2", before, std::string{"gently"}));
    EXPECT_EQ(late.error().code, "not_open");
    ASSERT_TRUE(
        o.house.submit(o.session, answer("r3", o.house.asked(o.session), std::string{"gently"}))
    );
  }
  o.house.restart();
  const auto opened = o.house.open(o.session);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->language, "en-XA");
  Ear later;
  const Subscription listening{*o.house.sessions, o.session, later};
  ASSERT_TRUE(
      o.house.submit(o.session, Request{.id = "r4", .what = SkipQuestion{o.house.asked(o.session)}})
  );
  const auto line = std::ranges::find_if(later.heard, [](const engine::Event& event) {
    return std::holds_alternative<engine::LineSaid>(event.body);
  });
  ASSERT_NE(line, later.heard.end());
  EXPECT_TRUE(std::get<engine::LineSaid>(line->body).text.starts_with("["));
}

TEST(ServiceLanguage, OneThatTheCourseDoesNotHaveIsRefusedAndLeavesNothing) {
  Opened o;
  const auto refused = o.choose("r1", "fr");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "unknown_language");
  EXPECT_EQ(o.house.view(o.session)->language, "en");
}

TEST(ServiceLanguage, TheSameRequestHappensOnce) {
  Opened o;
  ASSERT_TRUE(o.choose("r1", "en-XA"));
  const engine::Seq head = o.house.view(o.session)->head;
  const auto again = o.choose("r1", "en-XA");
  ASSERT_TRUE(again);
  ASSERT_TRUE(again->repeated.has_value());
  EXPECT_TRUE(std::holds_alternative<engine::LanguageChosen>(again->repeated->body));
  EXPECT_EQ(o.house.view(o.session)->head, head);
}

TEST(ServiceLanguage, StaysWhenAnAnswerOfBeforeIsTakenBack) {
  Opened o;
  const engine::Seq first = o.house.asked(o.session);
  ASSERT_TRUE(o.house.submit(o.session, answer("r1", first, std::string{"gently"})));
  ASSERT_TRUE(o.choose("r2", "en-XA"));
  Ear ear;
  const Subscription listening{*o.house.sessions, o.session, ear};
  ASSERT_TRUE(o.house.submit(o.session, Request{.id = "r3", .what = GoBack{first}}));
  EXPECT_TRUE(o.open_question(ear).text.starts_with("["));
  EXPECT_EQ(o.house.view(o.session)->language, "en-XA");
}

}  // namespace
}  // namespace attune::service
