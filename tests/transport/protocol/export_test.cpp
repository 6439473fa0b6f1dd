#include "transport/protocol/export.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace attune::protocol {
namespace {

using nlohmann::json;

service::JourneyView journey() {
  service::JourneyView view;
  view.course = "dream";
  view.language = "en";
  view.name = "Sam";
  view.stages = {{"discovery", "Discovery", "here"}};
  return view;
}

engine::Event event(engine::EventBody body) {
  return engine::Event{
      .seq = 1, .at = {}, .who = engine::Participant::first, .request = {}, .body = std::move(body)
  };
}

std::vector<engine::Event> conversation() {
  engine::QuestionAsked asked;
  asked.text = "How was it?";
  asked.stage = "discovery";
  engine::QuestionAsked asked_again = asked;
  asked_again.text = "Hello.";
  asked_again.text_is_line = true;
  return {
      event(engine::Began{}),
      event(engine::StageEntered{"discovery", true}),
      event(engine::LineSaid{"Hello."}),
      event(asked_again),
      event(engine::QuestionSkipped{.question = "d.a", .asked = 3}),
      event(asked),
      event(engine::AnswerKept{
          .question = "d.b",
          .asked = 5,
          .value = engine::Text{"# Hard\n<b>*yes*</b>"},
          .label = "# Hard\n<b>*yes*</b>"
      }),
  };
}

std::string written(ExportFormat format) {
  Export file{format, journey()};
  std::string all = file.begin();
  for (const engine::Event& each : conversation()) {
    all += file.add(each);
  }
  return all + file.end();
}

TEST(Export, GivesJsonWithEveryWord) {
  const json file = json::parse(written(ExportFormat::json));
  EXPECT_EQ(file["name"], "Sam");
  const json& said = file["conversation"];
  ASSERT_EQ(said.size(), 6U);
  EXPECT_EQ(said[0]["title"], "Discovery");
  EXPECT_EQ(said[1]["said"], "Hello.");
  EXPECT_EQ(said[3]["skipped"], true);
  EXPECT_EQ(said[4]["asked"], "How was it?");
  EXPECT_EQ(said[5]["answered"], "# Hard\n<b>*yes*</b>");
  EXPECT_EQ(said[5]["who"], "you");
}

TEST(Export, AJourneyThatSaidNothingIsStillJson) {
  Export file{ExportFormat::json, journey()};
  const json parsed = json::parse(file.begin() + file.end());
  EXPECT_TRUE(parsed["conversation"].empty());
}

TEST(Export, GivesMarkdownInWhichWordsStayWords) {
  EXPECT_EQ(
      written(ExportFormat::markdown),
      "# Sam\n\nBegun on 1970\\-01\\-01\n\n"
      "## Discovery, 1970\\-01\\-01\n\n"
      "Hello\\.\n\n"
      "> *(skipped)*\n\n"
      "How was it?\n\n"
      "> \\# Hard\n> \\<b\\>\\*yes\\*\\</b\\>\n\n"
  );
}

TEST(Export, SaysAPictureInWordsAndKeepsItsParts) {
  engine::PictureShown shown{
      .kind = engine::PictureKind::dots,
      .picture = "alternatives.guess",
      .title = "What you *thought*",
      .words = "You thought it would be 8, and it was 3.",
      .parts = {}
  };
  shown.parts.push_back(engine::PicturePart{
      .role = "predicted", .label = "Thought", .text = {}, .values = {8}, .day = std::nullopt
  });
  Export markdown{ExportFormat::markdown, journey()};
  EXPECT_EQ(
      markdown.add(event(shown)),
      "**What you \\*thought\\***\n\nYou thought it would be 8, and it was 3\\.\n\n"
  );
  Export file{ExportFormat::json, journey()};
  const json said = json::parse(file.begin() + file.add(event(shown)) + file.end());
  EXPECT_EQ(
      said["conversation"][0],
      json::parse(R"({"who":"coach","at":"1970-01-01T00:00:00Z","picture":"dots",
        "name":"alternatives.guess","title":"What you *thought*",
        "words":"You thought it would be 8, and it was 3.",
        "parts":[{"role":"predicted","label":"Thought","values":[8]}]})")
  );
  Export rows{ExportFormat::csv, journey()};
  EXPECT_EQ(rows.add(event(shown)), "");
}

TEST(Export, GivesAnswersAndScoresAsRows) {
  Export file{ExportFormat::csv, journey()};
  std::string rows = file.begin();
  engine::Event event;
  event.body = engine::LineSaid{"Not a row."};
  rows += file.add(event);
  event.body =
      engine::AnswerKept{"talk.moment", 3, engine::Text{"=HYPERLINK(\"x\")"}, "=HYPERLINK(\"x\")"};
  rows += file.add(event);
  event.body =
      engine::AnswerKept{"talk.moves", 4, engine::OptionIds{{"quiet", "fixed"}}, "Quiet and fixed"};
  rows += file.add(event);
  event.body = engine::QuestionSkipped{"talk.day", 5};
  rows += file.add(event);
  event.body = engine::MeasureTaken{"talk.m", {{"talk.m_s", 4.25}, {"talk.m_t", std::nullopt}}};
  rows += file.add(event) + file.end();
  EXPECT_EQ(
      rows,
      "at,question,value,label\r\n"
      "1970-01-01T00:00:00Z,talk.moment,\"'=HYPERLINK(\"\"x\"\")\",\"'=HYPERLINK(\"\"x\"\")\"\r\n"
      "1970-01-01T00:00:00Z,talk.moves,quiet; fixed,Quiet and fixed\r\n"
      "1970-01-01T00:00:00Z,talk.day,,\r\n"
      "1970-01-01T00:00:00Z,talk.m_s,4.25,\r\n"
      "1970-01-01T00:00:00Z,talk.m_t,,\r\n"
  );
}

// A question, an answer in which something is heard, what is said then, and the question again.
std::vector<engine::Event> interrupted(bool by_help) {
  engine::QuestionAsked asked;
  asked.question = "discovery.b";
  asked.text = "How was it?";
  asked.stage = "discovery";
  engine::QuestionAsked inside = asked;
  inside.question = "safety.now";
  inside.text = "Are you safe?";
  const auto kept = [](const char* question, const char* text) {
    return engine::AnswerKept{
        .question = question, .asked = 1, .value = engine::Text{text}, .label = text
    };
  };
  std::vector<engine::Event> events{
      event(engine::Began{}), event(engine::StageEntered{"discovery", true}), event(asked)
  };
  if (!by_help) {
    events.push_back(event(kept("discovery.b", "Hard words")));
    events.push_back(event(engine::WatchMatched{
        .question = "discovery.b", .watch = "topic", .tier = engine::Tier::clear
    }));
  }
  events.push_back(event(engine::Interrupted{by_help}));
  events.push_back(event(engine::LineSaid{"Call somebody."}));
  events.push_back(event(inside));
  events.push_back(event(kept("safety.now", "Yes")));
  events.push_back(event(engine::PartEntered{engine::name_id("p")}));
  events.push_back(event(engine::LineSaid{"More."}));
  events.push_back(event(engine::PartLeft{}));
  events.push_back(event(engine::PartLeft{}));
  events.push_back(event(asked));
  events.push_back(event(kept("discovery.b", "Soft words")));
  events.push_back(event(engine::LineSaid{"Thank you."}));
  return events;
}

std::string exported(const std::vector<engine::Event>& events, WithInterruptions with) {
  Export file{ExportFormat::markdown, journey(), with};
  std::string all = file.begin();
  for (const engine::Event& each : events) {
    all += file.add(each);
  }
  return all + file.end();
}

TEST(Export, LeavesInterruptionsOutUnlessAskedForThem) {
  for (const bool by_help : {false, true}) {
    const std::string without = exported(interrupted(by_help), WithInterruptions::no);
    EXPECT_EQ(
        without,
        "# Sam\n\nBegun on 1970\\-01\\-01\n\n## Discovery, 1970\\-01\\-01\n\n"
        "How was it?\n\n> Soft words\n\nThank you\\.\n\n"
    );
    const std::string with = exported(interrupted(by_help), WithInterruptions::yes);
    EXPECT_NE(with.find("Call somebody"), std::string::npos);
    EXPECT_EQ(with.find("Hard words") != std::string::npos, !by_help);
  }
}

TEST(Export, EndsWithTheLastAnswer) {
  std::vector<engine::Event> events = interrupted(false);
  events.pop_back();
  EXPECT_NE(exported(events, WithInterruptions::no).find("Soft words"), std::string::npos);
}

TEST(Export, AGreetingAfterDaysIsNoSuchInterruption) {
  std::vector<engine::Event> events = conversation();
  events.push_back(event(engine::Interrupted{false}));
  events.push_back(event(engine::LineSaid{"Good to see you"}));
  EXPECT_NE(exported(events, WithInterruptions::no).find("Good to see you"), std::string::npos);
}

TEST(Export, TheFileNameTellsNothing) {
  EXPECT_EQ((Export{ExportFormat::json, journey()}.file_name()), "my-words.json");
  EXPECT_EQ((Export{ExportFormat::markdown, journey()}.file_name()), "my-words.md");
  EXPECT_EQ((Export{ExportFormat::csv, journey()}.file_name()), "my-words.csv");
}

}  // namespace
}  // namespace attune::protocol
