#include "transport/protocol/server_message.h"

#include "transport/protocol/timestamps.h"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace attune::protocol {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): 9h, 30min

engine::Instant noon() {
  return engine::Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + 9h + 30min;
}

engine::Event event(engine::Seq seq, engine::EventBody body, std::string request = {}) {
  return engine::Event{
      .seq = seq,
      .at = noon(),
      .who = engine::Participant::first,
      .request = std::move(request),
      .body = std::move(body)
  };
}

json message(const engine::Event& shown) {
  Projection projection;
  const auto text = projection.message(shown);
  EXPECT_TRUE(text.has_value());
  return json::parse(text.value_or("null"));
}

bool is_shown(const engine::Event& event) {
  Projection projection;
  const bool shown = projection.message(event).has_value();
  EXPECT_EQ(shown, service::is_visible(event));
  return shown;
}

engine::QuestionAsked asked(engine::QuestionKind kind) {
  engine::QuestionAsked question;
  question.question = "discovery.pace";
  question.stage = "discovery";
  question.kind = kind;
  question.text = "How shall we begin?";
  return question;
}

TEST(ServerMessage, ShowsALine) {
  EXPECT_EQ(
      message(event(12, engine::LineSaid{"Hello \"you\"\n\ttab \\ \x01 ü"})),
      (json{
          {"type", "said"},
          {"seq", 12},
          {"at", "2026-11-23T09:30:00Z"},
          {"text", "Hello \"you\"\n\ttab \\ \x01 ü"}
      })
  );
}

TEST(ServerMessage, ShowsAChoice) {
  auto question = asked(engine::QuestionKind::choice);
  question.options = {{"gently", "With something easy"}, {"straight", "Straight"}};
  EXPECT_EQ(
      message(event(13, question)),
      (json{
          {"type", "asked"},
          {"seq", 13},
          {"at", "2026-11-23T09:30:00Z"},
          {"question", "q13"},
          {"kind", "choice"},
          {"text", "How shall we begin?"},
          {"options",
           {{{"id", "gently"}, {"label", "With something easy"}},
            {{"id", "straight"}, {"label", "Straight"}}}},
          {"skippable", true},
          {"stage", "discovery"}
      })
  );
}

TEST(ServerMessage, ShowsWhatAPersonWroteAsAChoice) {
  EXPECT_EQ(message(event(1, asked(engine::QuestionKind::pick)))["kind"], "choice");
  auto picks = asked(engine::QuestionKind::picks);
  picks.at_least = 1;
  picks.at_most = 2;
  const json shown = message(event(1, picks));
  EXPECT_EQ(shown["kind"], "choices");
  EXPECT_EQ(shown["at_least"], 1);
  EXPECT_EQ(shown["at_most"], 2);
}

TEST(ServerMessage, GivesEachKindItsBounds) {
  auto scale = asked(engine::QuestionKind::scale);
  scale.min = 0;
  scale.max = 10;
  scale.low = "far";
  scale.high = "close";
  const json shown = message(event(1, scale));
  EXPECT_EQ(shown.dump().find("10.0"), std::string::npos);
  EXPECT_EQ(shown["min"], 0);
  EXPECT_EQ(shown["max"], 10);
  EXPECT_EQ(shown["low"], "far");
  EXPECT_EQ(shown["high"], "close");
  EXPECT_FALSE(shown.contains("unit"));

  auto number = asked(engine::QuestionKind::number);
  number.max = 2.5;
  number.unit = "hours";
  EXPECT_EQ(message(event(1, number))["unit"], "hours");
  EXPECT_EQ(message(event(1, number))["max"], 2.5);

  auto text = asked(engine::QuestionKind::long_text);
  text.characters_max = 4000;
  EXPECT_EQ(message(event(1, text))["max_characters"], 4000);
  EXPECT_EQ(message(event(1, text))["kind"], "long_text");

  auto list = asked(engine::QuestionKind::list);
  list.characters_max = 200;
  list.at_least = 2;
  list.at_most = 5;
  EXPECT_EQ(message(event(1, list))["at_least"], 2);
  EXPECT_EQ(message(event(1, list))["at_most"], 5);
  EXPECT_EQ(message(event(1, list))["max_characters"], 200);

  EXPECT_FALSE(message(event(1, asked(engine::QuestionKind::yesno))).contains("options"));
  EXPECT_FALSE(message(event(1, asked(engine::QuestionKind::date))).contains("min"));
}

TEST(ServerMessage, SaysWhatMayBeLeftOutOnlyWhenThereIsSome) {
  const json plain = message(event(1, asked(engine::QuestionKind::yesno)));
  for (const char* name : {"hint", "example", "why", "step", "of"}) {
    EXPECT_FALSE(plain.contains(name)) << name;
  }
  auto full = asked(engine::QuestionKind::yesno);
  full.hint = "h";
  full.example = "e";
  full.why = "w";
  full.place = 3;
  full.place_of = 10;
  full.skippable = false;
  const json shown = message(event(1, full));
  EXPECT_EQ(shown["hint"], "h");
  EXPECT_EQ(shown["example"], "e");
  EXPECT_EQ(shown["why"], "w");
  EXPECT_EQ(shown["step"], 3);
  EXPECT_EQ(shown["of"], 10);
  EXPECT_EQ(shown["skippable"], false);
}

TEST(ServerMessage, GivesBackValuesOfEveryKind) {
  const std::pair<engine::Value, json> values[] = {
      {engine::OptionId{"gently"}, "gently"},
      {engine::OptionIds{{"a", "b"}}, json::array({"a", "b"})},
      {true, true},
      {engine::Text{"words"}, "words"},
      {engine::Items{{"x"}}, json::array({"x"})},
      {7.0, 7},
      {2.5, 2.5},
      {-3.0, -3},
      {engine::Day{std::chrono::year{2026} / 11 / 23}, "2026-11-23"},
  };
  for (const auto& [value, wire] : values) {
    const json shown = message(event(
        14, engine::AnswerKept{.question = "d.p", .asked = 13, .value = value, .label = "L"}, "r1"
    ));
    EXPECT_EQ(shown["value"], wire);
    EXPECT_EQ(shown["value"].dump(), wire.dump());
    EXPECT_EQ(shown["question"], "q13");
    EXPECT_EQ(shown["request"], "r1");
    EXPECT_EQ(shown["label"], "L");
    EXPECT_FALSE(shown.contains("skipped"));
  }
}

TEST(ServerMessage, ASkipKeepsNothing) {
  const json shown =
      message(event(14, engine::QuestionSkipped{.question = "d.p", .asked = 13}, "r"));
  EXPECT_EQ(shown["type"], "kept");
  EXPECT_EQ(shown["question"], "q13");
  EXPECT_TRUE(shown["value"].is_null());
  EXPECT_EQ(shown["skipped"], true);
}

TEST(ServerMessage, AQuestionThatWasPassedOverWasNeverAsked) {
  EXPECT_FALSE(is_shown(event(14, engine::QuestionSkipped{.question = "d.p", .asked = 0})));
}

TEST(ServerMessage, ShowsStagesPausesAndWhatWasTakenBack) {
  EXPECT_EQ(message(event(1, engine::StageEntered{"repair", true}))["state"], "here");
  EXPECT_EQ(message(event(1, engine::StageOpened{"repair"}))["state"], "open");
  EXPECT_EQ(message(event(1, engine::StageDone{"repair"}))["state"], "done");
  EXPECT_EQ(message(event(1, engine::StageDone{"repair"}))["type"], "stage");
  EXPECT_EQ(message(event(1, engine::CourseEnded{"mutuality"}))["type"], "ended");
  EXPECT_EQ(message(event(1, engine::CourseEnded{"mutuality"}))["stage"], "mutuality");
  EXPECT_EQ(message(event(15, engine::TookBack{14}))["from"], 14);
  EXPECT_EQ(message(event(15, engine::TookBack{14}))["type"], "took_back");
  EXPECT_EQ(message(event(1, engine::Resumed{}))["type"], "resumed");
  const json language = message(event(1, engine::LanguageChosen{"es", "en"}));
  EXPECT_EQ(language["type"], "language");
  EXPECT_EQ(language["language"], "es");
  EXPECT_EQ(language["before"], "en");
  const json timed = message(event(1, engine::Paused{{}, noon(), true}));
  EXPECT_EQ(timed["until"], "2026-11-23T09:30:00Z");
  EXPECT_EQ(timed["early"], true);
  EXPECT_TRUE(message(event(1, engine::Paused{{}, std::nullopt, false}))["until"].is_null());
}

TEST(ServerMessage, ShowsAPictureWithItsParts) {
  engine::PictureShown shown{
      .kind = engine::PictureKind::chain,
      .picture = "discovery.pattern",
      .title = "How your pattern runs",
      .words = "It starts with closeness.",
      .parts = {}
  };
  shown.parts.push_back(engine::PicturePart{
      .role = "link",
      .label = "It starts with",
      .text = "Closeness",
      .values = {},
      .day = std::nullopt
  });
  shown.parts.push_back(engine::PicturePart{
      .role = "point",
      .label = "Today",
      .text = {},
      .values = {4.25, 3},
      .day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}
  });
  EXPECT_TRUE(is_shown(event(20, shown)));
  EXPECT_EQ(
      message(event(20, shown)),
      json::parse(R"({"type":"shown","seq":20,"at":"2026-11-23T09:30:00Z","picture":"chain",
        "name":"discovery.pattern","title":"How your pattern runs",
        "words":"It starts with closeness.",
        "parts":[{"role":"link","label":"It starts with","text":"Closeness"},
          {"role":"point","label":"Today","values":[4.25,3],"day":"2026-11-23"}]})")
  );
}

TEST(ServerMessage, KeepsToItselfHowItRemembers) {
  EXPECT_FALSE(is_shown(event(1, engine::Began{})));
  EXPECT_FALSE(is_shown(event(1, engine::SceneEntered{})));
  EXPECT_FALSE(is_shown(event(1, engine::MemorySet{})));
  EXPECT_FALSE(is_shown(event(1, engine::WayTaken{})));
  EXPECT_FALSE(is_shown(event(1, engine::PartEntered{})));
  EXPECT_FALSE(is_shown(event(1, engine::PartLeft{})));
  EXPECT_FALSE(is_shown(event(1, engine::Interrupted{true})));
}

TEST(ServerMessage, ARequestGoesOutWithTheFirstEventThatIsShown) {
  Projection projection;
  EXPECT_FALSE(projection.message(event(20, engine::Interrupted{true}, "r1")).has_value());
  const json first = json::parse(*projection.message(event(21, engine::LineSaid{"Here I am."})));
  EXPECT_EQ(first["request"], "r1");
  const json second = json::parse(*projection.message(event(22, engine::LineSaid{"Breathe."})));
  EXPECT_FALSE(second.contains("request"));
}

TEST(ServerMessage, ARequestThatShowedNothingIsNotTheNextTurns) {
  Projection projection;
  EXPECT_FALSE(projection.message(event(20, engine::Interrupted{true}, "r1")).has_value());
  projection.turn_over();
  const json later = json::parse(*projection.message(event(30, engine::LineSaid{"Welcome back."})));
  EXPECT_FALSE(later.contains("request"));
}

TEST(ServerMessage, SaysWelcomeCurrentRejectedAndError) {
  service::JourneyView journey;
  journey.id = "j";
  journey.course = "dream";
  journey.language = "en";
  journey.name = "Sam";
  journey.stage = "discovery";
  journey.stages = {{"discovery", "Discovery", "here"}};
  journey.started = noon();
  journey.last_seen = noon() + 999ms;
  journey.head = 41;
  EXPECT_EQ(
      json::parse(welcome_message(journey)),
      (json{
          {"type", "welcome"},
          {"journey",
           {{"id", "j"},
            {"course", "dream"},
            {"language", "en"},
            {"name", "Sam"},
            {"stage", "discovery"},
            {"stages",
             json::array({{{"id", "discovery"}, {"title", "Discovery"}, {"state", "here"}}})},
            {"started", "2026-11-23T09:30:00Z"},
            {"last_seen", "2026-11-23T09:30:00Z"}}},
          {"seq", 41}
      })
  );
  EXPECT_EQ(current_message(19, 13), R"({"type":"current","seq":19,"open":"q13"})");
  EXPECT_EQ(current_message(19, 0), R"({"type":"current","seq":19,"open":null})");
  EXPECT_EQ(
      rejected_message("r", "not_open", "No.", false),
      R"({"type":"rejected","request":"r","code":"not_open","message":"No."})"
  );
  EXPECT_EQ(
      rejected_message("r", "not_kept", "No.", true),
      R"({"type":"rejected","request":"r","code":"not_kept","message":"No.","retry":true})"
  );
  EXPECT_EQ(
      error_message("bad_message", "No."),
      R"({"type":"error","code":"bad_message","message":"No."})"
  );
}

TEST(Timestamps, AreIso8601InUtcToTheSecond) {
  EXPECT_EQ(iso_instant(engine::Instant{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(iso_instant(noon() + 59s + 999ms), "2026-11-23T09:30:59Z");
  EXPECT_EQ(iso_instant(engine::Instant{-1ms}), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace attune::protocol
