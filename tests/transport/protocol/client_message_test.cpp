#include "transport/protocol/client_message.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

namespace attune::protocol {
namespace {

ClientMessage read(std::string_view text) {
  auto message = read_client_message(text);
  EXPECT_TRUE(message.has_value()) << text;
  return message ? *std::move(message) : ClientMessage{};
}

service::Request request(std::string_view text) {
  auto message = read(text);
  auto* found = std::get_if<service::Request>(&message);
  EXPECT_NE(found, nullptr) << text;
  return found == nullptr ? service::Request{} : *found;
}

service::AnswerQuestion answer(std::string_view value) {
  const auto asked = request(
      R"({"type":"answer","request":"r1","question":"q17","value":)" + std::string{value} + "}"
  );
  const auto* found = std::get_if<service::AnswerQuestion>(&asked.what);
  EXPECT_NE(found, nullptr) << value;
  return found == nullptr ? service::AnswerQuestion{} : *found;
}

NotUnderstood not_understood(std::string_view text) {
  auto message = read(text);
  auto* found = std::get_if<NotUnderstood>(&message);
  EXPECT_NE(found, nullptr) << text;
  return found == nullptr ? NotUnderstood{} : *found;
}

TEST(ClientMessage, ReadsAHello) {
  EXPECT_EQ(std::get<Hello>(read(R"({"type":"hello","after":0})")).after, 0U);
  EXPECT_EQ(std::get<Hello>(read(R"({"after":41,"type":"hello"})")).after, 41U);
  EXPECT_EQ(std::get<Hello>(read(R"({"type":"hello"})")).after, 0U);
}

TEST(ClientMessage, RefusesAHelloThatCountsBackwardsOrInHalves) {
  for (const char* after : {"-1", "1.5", "\"1\"", "[1]", "true", "1e300"}) {
    EXPECT_FALSE(
        read_client_message(R"({"type":"hello","after":)" + std::string{after} + "}").has_value()
    ) << after;
  }
}

TEST(ClientMessage, ReadsAnswersOfEveryKind) {
  EXPECT_EQ(answer(R"("quiet")").value, engine::RawValue{std::string{"quiet"}});
  EXPECT_EQ(answer(R"(["a","b"])").value, (engine::RawValue{std::vector<std::string>{"a", "b"}}));
  EXPECT_EQ(answer("[]").value, engine::RawValue{std::vector<std::string>{}});
  EXPECT_EQ(answer("true").value, engine::RawValue{true});
  EXPECT_EQ(answer("false").value, engine::RawValue{false});
  EXPECT_EQ(answer("7").value, engine::RawValue{7.0});
  EXPECT_EQ(answer("-3").value, engine::RawValue{-3.0});
  EXPECT_EQ(answer("2.5").value, engine::RawValue{2.5});
  EXPECT_EQ(answer(R"("2026-11-23")").value, engine::RawValue{std::string{"2026-11-23"}});
  EXPECT_EQ(
      answer(R"("gr\u00fc\u00df \ud83d\ude42")").value, engine::RawValue{std::string{"grüß 🙂"}}
  );
  EXPECT_EQ(answer("7").question, 17U);
}

TEST(ClientMessage, AnswersOfNoKindAreOfTheWrongKind) {
  for (const char* value :
       {"null", "{}", R"({"a":1})", "[1]", R"(["a",1])", R"([["a"]])", R"([{}])"}) {
    const auto message = not_understood(
        R"({"type":"answer","request":"r1","question":"q17","value":)" + std::string{value} + "}"
    );
    EXPECT_EQ(message.code, "wrong_kind") << value;
    EXPECT_EQ(message.request, "r1") << value;
  }
  EXPECT_EQ(
      not_understood(R"({"type":"answer","request":"r1","question":"q1"})").code, "wrong_kind"
  );
}

TEST(ClientMessage, ANumberBeyondAllRangesIsOutOfRangeAndNoBadJson) {
  const auto message =
      not_understood(R"({"type":"answer","request":"r1","question":"q17","value":1e999})");
  EXPECT_EQ(message.code, "out_of_range");
  EXPECT_EQ(message.request, "r1");
}

TEST(ClientMessage, AQuestionThatCannotBeReadIsNoQuestion) {
  for (const char* id :
       {"\"17\"",
        "\"q\"",
        "\"q0\"",
        "\"q017\"",
        "\"q1x\"",
        "\"Q1\"",
        "17",
        "null",
        "\"q99999999999999999999999\"",
        "\"q-1\"",
        "\"q 1\""}) {
    const auto asked =
        request(R"({"type":"skip","request":"r1","question":)" + std::string{id} + "}");
    EXPECT_EQ(std::get<service::SkipQuestion>(asked.what).question, 0U) << id;
  }
}

TEST(ClientMessage, ReadsTheOtherRequests) {
  EXPECT_EQ(
      std::get<service::SkipQuestion>(
          request(R"({"type":"skip","request":"a","question":"q3"})").what
      )
          .question,
      3U
  );
  EXPECT_TRUE(
      std::holds_alternative<service::AskForHelp>(request(R"({"type":"help","request":"a"})").what)
  );
  EXPECT_TRUE(std::holds_alternative<service::ContinueOn>(
      request(R"({"type":"continue","request":"a"})").what
  ));
  EXPECT_EQ(
      std::get<service::BeginStage>(
          request(R"({"type":"begin","request":"a","stage":"repair"})").what
      )
          .stage,
      "repair"
  );
  EXPECT_EQ(
      std::get<service::ChooseLanguage>(
          request(R"({"type":"language","request":"a","language":"pt-BR"})").what
      )
          .language,
      "pt-BR"
  );
  EXPECT_EQ(request(R"({"type":"help","request":"a"})").id, "a");
}

TEST(ClientMessage, BackIsForTheLastAnswerOrForOneThatIsNamed) {
  const auto last = request(R"({"type":"back","request":"a"})");
  EXPECT_EQ(std::get<service::GoBack>(last.what).question, std::nullopt);
  const auto null = request(R"({"type":"back","request":"a","question":null})");
  EXPECT_EQ(std::get<service::GoBack>(null.what).question, std::nullopt);
  const auto named = request(R"({"type":"back","request":"a","question":"q9"})");
  EXPECT_EQ(std::get<service::GoBack>(named.what).question, engine::Seq{9});
  const auto wrong = request(R"({"type":"back","request":"a","question":"nine"})");
  EXPECT_EQ(std::get<service::GoBack>(wrong.what).question, engine::Seq{0});
}

TEST(ClientMessage, WhatIsNotJsonIsABadMessage) {
  for (const char* text :
       {"",
        " ",
        "hello",
        "{",
        "{]",
        R"({"type":"help","request":"a"} x)",
        R"({"type":"help",})",
        "{'type':'help'}",
        R"({"a":"\ud800"})",
        "nul",
        R"({"a":01})",
        "\x01"}) {
    EXPECT_FALSE(read_client_message(text).has_value()) << text;
  }
}

TEST(ClientMessage, WhatIsNotAnObjectIsABadMessage) {
  for (const char* text : {"null", "true", "7", "\"hello\"", "[]", R"([{"type":"hello"}])"}) {
    EXPECT_FALSE(read_client_message(text).has_value()) << text;
  }
}

TEST(ClientMessage, NestingBeyondTheLimitIsABadMessage) {
  const std::string deep(1000, '[');
  EXPECT_FALSE(read_client_message(R"({"type":"hello","x":)" + deep).has_value());
  const std::string closed = R"({"type":"hello","x":)" + deep + std::string(1000, ']') + "}";
  EXPECT_FALSE(read_client_message(closed).has_value());
}

TEST(ClientMessage, AnUnknownTypeKeepsItsRequest) {
  EXPECT_EQ(not_understood(R"({"type":"dance","request":"a"})").code, "unknown_type");
  EXPECT_EQ(not_understood(R"({"type":"dance","request":"a"})").request, "a");
  EXPECT_EQ(not_understood(R"({"type":"dance"})").request, "");
  EXPECT_EQ(not_understood(R"({"type":7,"request":"a"})").code, "unknown_type");
  EXPECT_EQ(not_understood("{}").code, "unknown_type");
}

TEST(ClientMessage, ARequestNeedsAnIdThatCanBeKept) {
  EXPECT_EQ(not_understood(R"({"type":"help"})").code, "bad_message");
  EXPECT_EQ(not_understood(R"({"type":"help","request":""})").code, "bad_message");
  EXPECT_EQ(not_understood(R"({"type":"help","request":7})").code, "bad_message");
  const std::string longest(64, 'x');
  EXPECT_EQ(request(R"({"type":"help","request":")" + longest + "\"}").id, longest);
  const std::string too_long = longest + "x";
  EXPECT_EQ(not_understood(R"({"type":"help","request":")" + too_long + "\"}").code, "bad_message");
}

TEST(ClientMessage, UnknownMembersArePassedOverWhateverTheyHold) {
  const auto asked = request(
      R"({"x":{"type":"dance","request":"z","value":[1,{"question":"q1"}]},"type":"answer",)"
      R"("y":["type"],"request":"a","question":"q2","value":["k"],"z":[["value"]]})"
  );
  EXPECT_EQ(asked.id, "a");
  EXPECT_EQ(std::get<service::AnswerQuestion>(asked.what).question, 2U);
  EXPECT_EQ(
      std::get<service::AnswerQuestion>(asked.what).value,
      engine::RawValue{std::vector<std::string>{"k"}}
  );
}

TEST(ClientMessage, OfTwoMembersWithOneNameTheLaterCounts) {
  const auto asked =
      request(R"({"type":"skip","request":"a","request":"b","question":"q1","question":"q2"})");
  EXPECT_EQ(asked.id, "b");
  EXPECT_EQ(std::get<service::SkipQuestion>(asked.what).question, 2U);
}

TEST(ClientMessage, AStageThatCannotBeNamedIsNotOpen) {
  EXPECT_EQ(not_understood(R"({"type":"begin","request":"a"})").code, "stage_not_open");
  EXPECT_EQ(not_understood(R"({"type":"begin","request":"a","stage":""})").code, "stage_not_open");
  EXPECT_EQ(not_understood(R"({"type":"begin","request":"a","stage":[]})").code, "stage_not_open");
}

TEST(ClientMessage, ALanguageThatCannotBeNamedIsUnknown) {
  for (const std::string& language :
       {std::string{"null"}, std::string{"\"\""}, std::string{"7"}, '"' + std::string(36, 'a') + '"'
       }) {
    EXPECT_EQ(
        not_understood(R"({"type":"language","request":"a","language":)" + language + "}").code,
        "unknown_language"
    );
  }
}

TEST(ClientMessage, QuestionIdsGoThereAndBack) {
  for (const engine::Seq seq : {1U, 9U, 10U, 4'000'000'000U}) {
    EXPECT_EQ(read_question_id(question_id(seq)), seq);
  }
}

}  // namespace
}  // namespace attune::protocol
