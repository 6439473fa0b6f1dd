// A saved session waits at a choice of three while its author changes the script: every kind of
// change, with what is expected of it, through the service and SQLite, with a restart in between.

#include "tests/support/versioned_house.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace attune::service {
namespace {

using test::last_asked;
using test::told;
using test::VersionedHouse;

constexpr std::string_view first_talk = R"(dialogue talk
remember rounds = 0
scene arriving
Coach: Hello, {you.name}.
ask text today: What is on your mind?
go choosing

scene choosing
set rounds = rounds + 1
Coach: Let us look.
ask choice pace: How would you like to go on?
- gently: Gently
- straight: Straight in
- later: Not today
end
if pace is gently
  Coach: Gently, then.
else if pace is straight
  Coach: Right in, then.
else
  Coach: Another day, then.
end
ask text last: Anything else?
Coach: Round {rounds}. You chose {pace or "nothing"}, and wrote {today or "nothing"}.
finish
)";

engine::CourseSources course(std::string_view talk) {
  return test::course_of(
      {{"course", "course small\nstages: talk\neverywhere: safety\nprofile: name\n"},
       {"talk", std::string{talk}},
       {"safety",
        "dialogue safety\n"
        "part help\n"
        "Coach: Here is help.\n"
        "ask choice after_help: What now?\n- on: Go on\nend\n"
        "return\n"
        "part script_changed\n"
        "Coach: The script has changed since you were here.\n"
        "return\n"}}
  );
}

std::string changed(std::string_view from, std::string_view to) {
  std::string talk{first_talk};
  const std::size_t at = talk.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  talk.replace(at, from.size(), to);
  return talk;
}

constexpr std::string_view change_line = "Coach: The script has changed since you were here.\n";

// A session that waits at the choice in the first version.
class ChangedScripts : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(house_.open(session_));
    ASSERT_TRUE(house_.answer(session_, house_.history(session_).open, std::string{"the rain"}));
    asked_ = house_.history(session_).open;
    head_ = house_.history(session_).head;
    ASSERT_EQ(last_asked(house_.history(session_)).question, "talk.pace");
  }

  // The author's next version, after a restart, with the conversation opened again.
  SettledCourse become(std::string_view talk) {
    next_ = course(talk);
    SettledCourse settled = house_.restart(next_);
    EXPECT_TRUE(house_.open(session_));
    return settled;
  }

  // What the person hears that they had not heard.
  std::string heard() { return told(house_.history(session_, head_)); }

  engine::Seq open() { return house_.history(session_).open; }

  std::string refused(engine::Seq question, engine::RawValue value) {
    const SubmitResult result = house_.answer(session_, question, std::move(value));
    return result ? std::string{} : result.error().code;
  }

  void expect_told_and_asked_again(std::string_view question) {
    EXPECT_EQ(heard(), std::string{change_line} + std::string{question});
    EXPECT_NE(open(), asked_);
    EXPECT_EQ(refused(asked_, std::string{"straight"}), "not_open") << "a stale click";
    EXPECT_EQ(house_.sessions_on(next_), 1U);
    EXPECT_EQ(house_.sessions_on(course(first_talk)), 0U);
  }

  // The rest of the conversation is that of who chose `straight`.
  void expect_straight_leads_on() {
    ASSERT_EQ(refused(open(), std::string{"straight"}), "");
    const std::string said = told(house_.history(session_, head_));
    EXPECT_NE(said.find("Coach: Right in, then.\n"), std::string::npos) << said;
    ASSERT_EQ(refused(open(), std::string{"no"}), "");
    const std::string end = told(house_.history(session_, head_));
    EXPECT_NE(end.find(", and wrote the rain."), std::string::npos) << end;
  }

  // Who cannot go on stays on the first version, and comes to its end there.
  void expect_stays(const SettledCourse& settled) {
    EXPECT_EQ(settled.how, Settled::blocked);
    EXPECT_TRUE(settled.assessment.blocks());
    EXPECT_EQ(heard(), "");
    EXPECT_EQ(open(), asked_);
    EXPECT_EQ(house_.sessions_on(course(first_talk)), 1U);
    expect_straight_leads_on();
  }

  VersionedHouse house_{course(first_talk)};
  Pass session_ = house_.begin();
  engine::CourseSources next_;
  engine::Seq asked_ = 0;
  engine::Seq head_ = 0;
};

TEST_F(ChangedScripts, WordsElsewhereChangeInSilence) {
  EXPECT_EQ(
      become(changed("Coach: Let us look.", "Coach: Let us see.\nCoach: Slowly.")).how,
      Settled::published
  );
  EXPECT_EQ(heard(), "");
  EXPECT_EQ(open(), asked_);
  EXPECT_EQ(house_.sessions_on(next_), 1U);
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, WordsThatComeLaterAreTheNewOnes) {
  become(changed("Coach: Right in, then.", "Coach: Then right in."));
  EXPECT_EQ(heard(), "");
  ASSERT_EQ(refused(asked_, std::string{"straight"}), "");
  EXPECT_NE(heard().find("Coach: Then right in.\n"), std::string::npos);
}

TEST_F(ChangedScripts, AQuestionInOtherWordsIsAskedAgainAndNothingIsSaidAboutIt) {
  become(changed("How would you like to go on?", "How shall we go on?"));
  EXPECT_EQ(heard(), "pace? How shall we go on?\n");
  EXPECT_EQ(refused(asked_, std::string{"straight"}), "not_open");
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, AnOptionInOtherWordsIsAskedAgain) {
  become(changed("- straight: Straight in", "- straight: Right to the point"));
  EXPECT_EQ(heard(), "pace? How would you like to go on?\n");
  ASSERT_EQ(refused(open(), std::string{"straight"}), "");
  EXPECT_NE(heard().find("> Right to the point\nCoach: Right in, then.\n"), std::string::npos);
}

TEST_F(ChangedScripts, AnAnswerKeepsTheQuestionAsItWasWordedWhenItWasGiven) {
  become(changed("What is on your mind?", "What brings you here?"));
  const std::string all = told(house_.history(session_));
  EXPECT_NE(all.find("today? What is on your mind?\n> the rain\n"), std::string::npos) << all;
  EXPECT_EQ(all.find("What brings you here?"), std::string::npos) << all;
}

TEST_F(ChangedScripts, AnOptionOnTopTakesNobodysPlace) {
  const auto settled = become(changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently"));
  EXPECT_EQ(settled.how, Settled::published);
  expect_told_and_asked_again("pace? How would you like to go on?\n");
  EXPECT_EQ(last_asked(house_.history(session_)).options.size(), 4U);
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, AnotherOrderOfOptionsChangesNoChoice) {
  become(changed(
      "- gently: Gently\n- straight: Straight in\n", "- straight: Straight in\n- gently: Gently\n"
  ));
  expect_told_and_asked_again("pace? How would you like to go on?\n");
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, AnOptionThatIsGoneCannotBeChosenAndNoOtherIsTakenForIt) {
  std::string talk = changed("- straight: Straight in\n", "");
  const std::string arm = "else if pace is straight\n  Coach: Right in, then.\n";
  talk.erase(talk.find(arm), arm.size());
  EXPECT_EQ(become(talk).how, Settled::published);
  expect_told_and_asked_again("pace? How would you like to go on?\n");
  EXPECT_EQ(refused(open(), std::string{"straight"}), "unknown_option");
  EXPECT_EQ(refused(open(), std::string{"gently"}), "");
  EXPECT_NE(heard().find("> Gently\nCoach: Gently, then.\n"), std::string::npos);
}

TEST_F(ChangedScripts, AnOptionThatWasChosenAndIsGoneIsQuotedAsItWas) {
  ASSERT_EQ(refused(asked_, std::string{"straight"}), "");
  std::string talk = changed("- straight: Straight in\n", "");
  const std::string arm = "else if pace is straight\n  Coach: Right in, then.\n";
  talk.erase(talk.find(arm), arm.size());
  become(talk);
  for (int i = 0; i < 2; ++i) {
    // The second time from the journal.
    house_.restart(next_);
    ASSERT_TRUE(house_.open(session_));
  }
  ASSERT_EQ(refused(open(), std::string{"no"}), "");
  EXPECT_NE(heard().find("You chose Straight in, and wrote"), std::string::npos) << heard();
}

TEST_F(ChangedScripts, ARenamedSceneIsFoundByItsOldName) {
  std::string talk = changed("scene choosing", "scene picking was choosing");
  talk.replace(talk.find("go choosing"), 11, "go picking");
  const auto settled = become(talk);
  EXPECT_EQ(settled.how, Settled::published);
  EXPECT_EQ(settled.assessment.versions.at(0).comparison->count(engine::Outcome::moved), 2U);
  expect_told_and_asked_again("pace? How would you like to go on?\n");
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, ARenamedSceneWithoutItsOldNameStrandsWhoWaitsThere) {
  std::string talk = changed("scene choosing", "scene picking");
  talk.replace(talk.find("go choosing"), 11, "go picking");
  const auto settled = become(talk);
  const auto& places = settled.assessment.versions.at(0).comparison->places;
  EXPECT_EQ(places.at(1).name, "talk.pace");
  EXPECT_EQ(places.at(1).outcome, engine::Outcome::stranded);
  EXPECT_EQ(places.at(1).why, "Its scene \"choosing\" is gone.");
  EXPECT_EQ(
      places.at(1).mend,
      "Write \"scene picking was choosing\" if this is its new name, or \"send pace to OTHER\" at "
      "the top of talk.dialogue."
  );
  expect_stays(settled);
}

TEST_F(ChangedScripts, AQuestionThatIsGoneStrandsWhoWaitsAtIt) {
  const auto settled = become(R"(dialogue talk
scene arriving
Coach: Hello.
ask text today: What is on your mind?
go choosing
scene choosing
ask text last: Anything else?
Coach: You wrote {today or "nothing"}, {last or "nothing"}.
finish
)");
  EXPECT_EQ(
      settled.assessment.versions.at(0).comparison->places.at(1).why,
      "The question \"pace\" is gone."
  );
  expect_stays(settled);
}

TEST_F(ChangedScripts, WhoWaitsAtAQuestionThatIsGoneIsSentWhereTheAuthorSays) {
  const auto settled = become(R"(dialogue talk
send pace to closing
scene arriving
Coach: Hello.
ask text today: What is on your mind?
go choosing
scene choosing
ask text last: Anything else?
go closing
scene closing
Coach: We are nearly there.
ask text word: A last word?
Coach: You wrote {today or "nothing"}, {last or "nothing"}, {word or "nothing"}.
finish
)");
  EXPECT_EQ(settled.how, Settled::published);
  EXPECT_EQ(
      heard(), std::string{change_line} + "Coach: We are nearly there.\nword? A last word?\n"
  );
  ASSERT_EQ(refused(open(), std::string{"rest"}), "");
  EXPECT_NE(heard().find("You wrote the rain, nothing, rest."), std::string::npos) << heard();
}

TEST_F(ChangedScripts, AChangedKindIsNeverPublished) {
  std::string talk = changed(
      "ask choice pace: How would you like to go on?\n- gently: Gently\n- straight: Straight "
      "in\n- later: Not today\nend\n",
      "ask text pace: How would you like to go on?\n"
  );
  const std::size_t arms = talk.find("if pace is gently");
  talk.erase(arms, talk.find("ask text last") - arms);
  const auto settled = become(talk);
  const auto& clashes = settled.assessment.versions.at(0).comparison->clashes;
  ASSERT_EQ(clashes.size(), 1U);
  EXPECT_EQ(
      clashes[0].message,
      "The question \"pace\" was a choice and is a text now: what people have answered would not "
      "fit."
  );
  expect_stays(settled);
}

TEST_F(ChangedScripts, AChangedKindOfMemoryIsNeverPublished) {
  std::string talk = changed("remember rounds = 0", "remember rounds = \"none\"");
  const std::string set = "set rounds = rounds + 1";
  talk.replace(talk.find(set), set.size(), "set rounds = \"one\"");
  expect_stays(become(talk));
}

TEST_F(ChangedScripts, NewMemoryHasItsDeclaredValue) {
  std::string talk = changed("remember rounds = 0", "remember rounds = 0\nremember bells = 7");
  talk.replace(talk.find("Round {rounds}."), 15, "Bells {bells}, round {rounds}.");
  EXPECT_EQ(become(talk).how, Settled::published);
  ASSERT_EQ(refused(open(), std::string{"later"}), "");
  ASSERT_EQ(refused(open(), std::string{"no"}), "");
  EXPECT_NE(heard().find("Bells 7, round 1."), std::string::npos) << heard();
}

TEST_F(ChangedScripts, RemovedMemoryIsMissedByNobodyAndKeptForALaterVersion) {
  std::string talk = changed("remember rounds = 0\n", "");
  talk.replace(talk.find("set rounds = rounds + 1\n"), 24, "");
  talk.replace(talk.find("Round {rounds}. "), 16, "");
  EXPECT_EQ(become(talk).how, Settled::published);
  expect_told_and_asked_again("pace? How would you like to go on?\n");
  become(changed("Coach: Let us look.", "Coach: Let us look once more."));
  ASSERT_EQ(refused(open(), std::string{"later"}), "");
  ASSERT_EQ(refused(open(), std::string{"no"}), "");
  EXPECT_NE(heard().find("Round 1. You chose Not today"), std::string::npos) << heard();
}

TEST_F(ChangedScripts, ANewQuestionBeforeThePlaceMayNotBeCountedOnAfterIt) {
  std::string talk =
      changed("go choosing\n", "ask text weather, required: How is the weather?\ngo choosing\n");
  const std::string end = "You chose {pace or \"nothing\"}";
  const std::size_t at = talk.find(end);
  std::string strict = talk;
  strict.replace(at, end.size(), "You said {weather}, {pace or \"nothing\"}");
  const auto settled = become(strict);
  EXPECT_EQ(settled.how, Settled::blocked);
  const auto& place = settled.assessment.versions.at(0).comparison->places.at(1);
  EXPECT_EQ(place.outcome, engine::Outcome::stranded);
  EXPECT_EQ(
      place.why,
      "Who waits here may have no answer to \"weather\", and talk.dialogue:25 counts on one."
  );
  talk.replace(at, end.size(), "You said {weather or \"little\"}, {pace or \"nothing\"}");
  EXPECT_EQ(become(talk).how, Settled::published);
  ASSERT_EQ(refused(open(), std::string{"later"}), "");
  ASSERT_EQ(refused(open(), std::string{"no"}), "");
  EXPECT_NE(heard().find("You said little, Not today"), std::string::npos) << heard();
}

TEST_F(ChangedScripts, ThePageOfHelpThatStandsOpenIsAskedAgainAndComesBack) {
  ASSERT_TRUE(house_.submit(session_, Request{.id = "help", .what = AskForHelp{}}));
  head_ = house_.history(session_).head;
  become(changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently"));
  EXPECT_EQ(heard(), std::string{change_line} + "after_help? What now?\n");
  ASSERT_EQ(refused(open(), std::string{"on"}), "");
  EXPECT_EQ(last_asked(house_.history(session_)).question, "talk.pace");
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, AnAnswerOfTheVersionBeforeCanBeTakenBack) {
  become(changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently"));
  ASSERT_TRUE(house_.submit(session_, Request{.id = "back", .what = GoBack{}}));
  EXPECT_EQ(last_asked(house_.history(session_)).question, "talk.today");
  const std::string all = told(house_.history(session_));
  EXPECT_EQ(all.find("the rain"), std::string::npos) << all;
  house_.restart(next_);
  ASSERT_TRUE(house_.open(session_));
  ASSERT_EQ(refused(open(), std::string{"the rain"}), "");
  EXPECT_EQ(last_asked(house_.history(session_)).options.size(), 4U);
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, WhatTheNewVersionHasNoMoreCannotBeTakenBack) {
  std::string talk = changed("ask text today: What is on your mind?\n", "");
  talk.replace(talk.find(", and wrote {today or \"nothing\"}"), 32, "");
  talk.insert(talk.find("scene arriving"), "send today to choosing\n");
  ASSERT_EQ(become(talk).how, Settled::published);
  // Its place goes on in the scene that it is sent to.
  ASSERT_TRUE(house_.submit(session_, Request{.id = "back", .what = GoBack{}}));
  EXPECT_EQ(last_asked(house_.history(session_)).question, "talk.pace");
}

TEST_F(ChangedScripts, ARequestThatWasSentBeforeTheMoveHappensOnce) {
  const Request request{
      .id = "twice", .what = AnswerQuestion{.question = asked_, .value = std::string{"straight"}}
  };
  ASSERT_TRUE(house_.submit(session_, request));
  become(changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently"));
  const SubmitResult again = house_.submit(session_, request);
  ASSERT_TRUE(again);
  ASSERT_TRUE(again->repeated);
  EXPECT_EQ(std::get<engine::AnswerKept>(again->repeated->body).label, "Straight in");
  EXPECT_EQ(last_asked(house_.history(session_)).question, "talk.last");
}

TEST_F(ChangedScripts, EveryHistoryAfterASeqIsTheEndOfTheWhole) {
  become(changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently"));
  ASSERT_EQ(refused(open(), std::string{"straight"}), "");
  const Page whole = house_.history(session_);
  for (engine::Seq after = 0; after <= whole.head; ++after) {
    std::vector<engine::Event> later;
    for (const engine::Event& event : whole.events) {
      if (event.seq > after) {
        later.push_back(event);
      }
    }
    EXPECT_EQ(house_.history(session_, after).events, later) << after;
  }
}

TEST_F(ChangedScripts, ABadVersionThatIsRolledBackLosesNobodysWords) {
  const std::string bad = changed(
                              "ask text last: Anything else?",
                              "ask text odd: What is odd?\nask text last: Anything else?"
                          ) +
                          "// {odd}\n";
  become(bad);
  ASSERT_EQ(refused(open(), std::string{"gently"}), "");
  ASSERT_EQ(last_asked(house_.history(session_)).question, "talk.odd");
  ASSERT_TRUE(house_.publish(course(first_talk), false, true));
  head_ = house_.history(session_).head;
  const auto settled = house_.restart(course(bad));
  EXPECT_EQ(settled.how, Settled::not_again) << "a start does not bring it back";
  ASSERT_TRUE(house_.open(session_));
  // Its place is gone: back to where it stood before, and what was answered since is kept.
  EXPECT_EQ(heard(), std::string{change_line} + "pace? How would you like to go on?\n");
  EXPECT_NE(told(house_.history(session_)).find("> Gently\n"), std::string::npos);
  EXPECT_EQ(house_.sessions_on(course(first_talk)), 1U);
  expect_straight_leads_on();
}

TEST_F(ChangedScripts, ARollBackLeavesWhoCanGoOnWhereTheyAre) {
  const std::string bad = changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently");
  become(bad);
  ASSERT_EQ(refused(open(), std::string{"slowly"}), "");
  ASSERT_TRUE(house_.publish(course(first_talk), false, true));
  head_ = house_.history(session_).head;
  house_.restart(course(bad));
  ASSERT_TRUE(house_.open(session_));
  EXPECT_EQ(heard(), std::string{change_line} + "last? Anything else?\n");
  ASSERT_EQ(refused(open(), std::string{"no"}), "");
  EXPECT_NE(heard().find("You chose Slowly, and wrote the rain."), std::string::npos) << heard();
}

class Ear final : public Listener {
 public:
  void on_committed(std::shared_ptr<const Committed> committed) override {
    events.insert(events.end(), committed->events.begin(), committed->events.end());
  }

  void on_closing(Closing) override {}

  std::vector<engine::Event> events;
};

// Time for the running server to notice, and for what follows.
void let_it_notice(VersionedHouse& house, const std::function<bool()>& done) {
  for (int i = 0; i < 1000 && !done(); ++i) {
    house.lane.move_clock(std::chrono::milliseconds{500});
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
    house.lane.run_ready();
  }
  ASSERT_TRUE(done());
}

TEST_F(ChangedScripts, AnUrgentVersionReachesOpenConversationsAtOnce) {
  Ear ear;
  const Subscription listening{*house_.sessions, session_, ear};
  ASSERT_TRUE(house_.open(session_));
  std::vector<Followed> noticed;
  house_.publisher->follow([&](const Followed& followed) { noticed.push_back(followed); });
  next_ = course(changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently"));
  ASSERT_TRUE(house_.publish(next_, true));
  let_it_notice(house_, [&] { return !noticed.empty(); });
  EXPECT_EQ(noticed.at(0).moves.moved, 1U);
  ASSERT_FALSE(ear.events.empty());
  EXPECT_TRUE(std::holds_alternative<engine::QuestionAsked>(ear.events.back().body));
  expect_told_and_asked_again("pace? How would you like to go on?\n");
}

TEST_F(ChangedScripts, AVersionThatIsNotUrgentWaitsForTheNextOpening) {
  Ear ear;
  const Subscription listening{*house_.sessions, session_, ear};
  std::vector<Followed> noticed;
  house_.publisher->follow([&](const Followed& followed) { noticed.push_back(followed); });
  next_ = course(changed("- gently: Gently", "- slowly: Slowly\n- gently: Gently"));
  ASSERT_TRUE(house_.publish(next_));
  let_it_notice(house_, [&] { return !noticed.empty(); });
  EXPECT_TRUE(ear.events.empty());
  EXPECT_EQ(open(), asked_);
  ASSERT_TRUE(house_.open(session_));
  expect_told_and_asked_again("pace? How would you like to go on?\n");
  // Who begins now begins in it.
  const Pass other = house_.begin();
  EXPECT_EQ(house_.sessions_on(next_), 2U);
  EXPECT_NE(other.session, session_.session);
}

}  // namespace
}  // namespace attune::service
