// The contract of docs/PROTOCOL.md over a real socket: what is said, in what order, to whom.
#include "tests/transport/server/test_client.h"
#include "tests/transport/server/test_house.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace attune::testing {
namespace {

using nlohmann::json;

json answer(const std::string& request, const json& question, const json& value) {
  return {{"type", "answer"}, {"request", request}, {"question", question}, {"value", value}};
}

// The question of the last `asked` among some messages.
json asked_in(const std::vector<json>& messages) {
  const auto found = std::find_if(messages.rbegin(), messages.rend(), [](const json& message) {
    return message["type"] == "asked";
  });
  return found == messages.rend() ? json{} : *found;
}

// Answers the open question, and gives everything up to the next one.
std::vector<json> answered(
    Conversation& conversation, const json& question, const json& value, const std::string& request
) {
  conversation.send(answer(request, question["question"], value));
  return conversation.until("asked");
}

class ConversationTest : public ::testing::Test {
 protected:
  TestHouse house;
};

TEST_F(ConversationTest, AHelloIsAnsweredWithTheWholeConversation) {
  const Begun begun = begin_journey(house.port());
  Conversation conversation{house.port(), begun};
  ASSERT_EQ(conversation.reply.status, 101);
  EXPECT_EQ(conversation.reply.header("sec-websocket-protocol"), "attune.v1");
  const auto messages = conversation.hello();
  EXPECT_EQ(messages.front()["type"], "welcome");
  EXPECT_EQ(messages.front()["journey"]["name"], "Sam");
  EXPECT_EQ(messages.front()["journey"]["course"], "plain");
  const json asked = asked_in(messages);
  EXPECT_EQ(asked["kind"], "choice");
  EXPECT_EQ(asked["hint"], "Either is fine.");
  EXPECT_EQ(asked["why"], "It sets the pace.");
  EXPECT_EQ(asked["skippable"], true);
  EXPECT_EQ(asked["stage"], "first");
  EXPECT_EQ(asked["options"][0]["id"], "gently");
  EXPECT_EQ(messages.back()["open"], asked["question"]);
  EXPECT_EQ(messages.back()["seq"], messages.front()["seq"]);
  EXPECT_TRUE(std::is_sorted(
      messages.begin() + 1,
      messages.end() - 1,
      [](const json& left, const json& right) { return left["seq"] < right["seq"]; }
  ));
}

TEST_F(ConversationTest, EveryKindOfQuestionTakesItsKindOfAnswer) {
  Conversation conversation{house.port(), begin_journey(house.port())};
  json question = asked_in(conversation.hello());
  const std::pair<std::string, json> walk[] = {
      {"choice", "gently"},
      {"text", "  A walk. "},
      {"scale", 7},
      {"choices", {"fixed", "quiet"}},
      {"yesno", true},
      {"list", {"Ann", "Ben"}},
      {"number", 12.0},
      {"date", "2026-11-23"},
  };
  int request = 0;
  for (const auto& [kind, value] : walk) {
    EXPECT_EQ(question["kind"], kind);
    const std::string id = "r" + std::to_string(++request);
    const auto messages = answered(conversation, question, value, id);
    const json& kept = messages.front();
    EXPECT_EQ(kept["type"], "kept") << kind << messages.front();
    EXPECT_EQ(kept["request"], id);
    EXPECT_EQ(kept["question"], question["question"]);
    EXPECT_TRUE(kept["label"].is_string());
    if (kind == "text") {
      EXPECT_EQ(kept["value"], "A walk.");
    } else if (kind == "choices") {
      EXPECT_EQ(kept["value"], (json{"quiet", "fixed"}));  // in the script's order
    } else {
      EXPECT_EQ(kept["value"], value);
    }
    question = asked_in(messages);
  }
  EXPECT_EQ(question["kind"], "long_text");
  EXPECT_EQ(question["skippable"], false);
}

TEST_F(ConversationTest, AnswersThatDoNotFitAreRejectedAndTheQuestionStands) {
  Conversation conversation{house.port(), begin_journey(house.port())};
  json question = asked_in(conversation.hello());
  int request = 0;
  const auto rejected = [&](const json& value, const std::string& code) {
    const std::string id = "no" + std::to_string(++request);
    conversation.send(answer(id, question["question"], value));
    const json message = conversation.message();
    EXPECT_EQ(message["type"], "rejected") << message;
    EXPECT_EQ(message["code"], code) << value;
    EXPECT_EQ(message["request"], id);
    EXPECT_FALSE(message["message"].get<std::string>().empty());
    EXPECT_FALSE(message.contains("seq"));
  };
  rejected("nowhere", "unknown_option");
  rejected(7, "wrong_kind");
  rejected(nullptr, "wrong_kind");
  rejected(json::object(), "wrong_kind");
  question = asked_in(answered(conversation, question, "gently", "a1"));
  rejected("123456789012345678901", "too_long");
  rejected("   ", "empty");
  question = asked_in(answered(conversation, question, "12345678901234567890", "a2"));
  rejected(11, "out_of_range");
  rejected("far", "wrong_kind");
  conversation.send_text(
      R"({"type":"answer","request":"huge","question":)" + question["question"].dump() +
      R"(,"value":1e999})"
  );
  EXPECT_EQ(conversation.message()["code"], "out_of_range");
}

TEST_F(ConversationTest, ARequestSentTwiceIsKeptOnce) {
  const Begun begun = begin_journey(house.port());
  Conversation conversation{house.port(), begun};
  const json question = asked_in(conversation.hello());
  conversation.send(answer("same", question["question"], "gently"));
  conversation.send(answer("same", question["question"], "gently"));
  const auto first = conversation.until("asked");
  const json again = conversation.message();
  EXPECT_EQ(first.front()["type"], "kept");
  EXPECT_EQ(again, first.front());
  Conversation other{house.port(), begun};
  const auto messages = other.hello();
  EXPECT_EQ(
      std::ranges::count_if(messages, [](const json& each) { return each["type"] == "kept"; }), 1
  );
}

TEST_F(ConversationTest, ARepeatedRequestIsAnsweredOnItsOwnSocketOnly) {
  const Begun begun = begin_journey(house.port());
  Conversation first{house.port(), begun};
  Conversation second{house.port(), begun};
  const json question = asked_in(first.hello());
  second.hello();
  first.send(answer("r1", question["question"], "gently"));
  const json kept = first.until("asked").front();
  EXPECT_EQ(second.until("asked").front(), kept);
  first.send(answer("r1", question["question"], "gently"));
  EXPECT_EQ(first.message(), kept);
  second.send({{"type", "dance"}, {"request", "x"}});
  EXPECT_EQ(second.message()["code"], "unknown_type");  // and nothing came before it
}

TEST_F(ConversationTest, TwoSocketsShowTheSame) {
  const Begun begun = begin_journey(house.port());
  Conversation first{house.port(), begun};
  Conversation second{house.port(), begun};
  EXPECT_EQ(first.hello(), second.hello());
  Conversation third{house.port(), begun};
  const json question = asked_in(third.hello());
  third.send(answer("r1", question["question"], "gently"));
  const auto told = third.until("asked");
  EXPECT_EQ(first.until("asked"), told);
  EXPECT_EQ(second.until("asked"), told);
}

TEST_F(ConversationTest, OfTwoAnswersToOneQuestionOneIsKept) {
  const Begun begun = begin_journey(house.port());
  Conversation first{house.port(), begun};
  Conversation second{house.port(), begun};
  const json question = asked_in(first.hello());
  second.hello();
  first.send(answer("a", question["question"], "gently"));
  second.send(answer("b", question["question"], "straight"));
  std::vector<json> all;
  for (int i = 0; i < 2; ++i) {
    all.push_back(first.message());
    all.push_back(second.message());
  }
  std::vector<json> seen;
  for (Conversation* each : {&first, &second}) {
    each->send({{"type", "hello"}, {"after", 0}});
    for (const json& message : each->until("current")) {
      if (message["type"] == "rejected") {
        all.push_back(message);
      } else if (message["type"] == "kept") {
        seen.push_back(message);
      }
    }
  }
  ASSERT_GE(seen.size(), 2U);
  EXPECT_EQ(seen.front(), seen.back());
  EXPECT_EQ(
      std::ranges::count_if(
          all, [](const json& each) { return each.value("code", "") == "not_open"; }
      ),
      1
  );
}

TEST_F(ConversationTest, AStaleQuestionIsNotOpen) {
  Conversation conversation{house.port(), begin_journey(house.port())};
  const json question = asked_in(conversation.hello());
  answered(conversation, question, "gently", "r1");
  for (const json& stale : {question["question"], json("q999"), json("nonsense"), json(17)}) {
    conversation.send(answer("r-" + stale.dump(), stale, "straight"));
    const json message = conversation.message();
    EXPECT_EQ(message["type"], "rejected");
    EXPECT_EQ(message["code"], "not_open");
  }
}

TEST_F(ConversationTest, CatchesUpFromWhereTheClientIs) {
  const Begun begun = begin_journey(house.port());
  std::uint64_t seen = 0;
  json question;
  {
    Conversation conversation{house.port(), begun};
    const auto messages = conversation.hello();
    question = asked_in(messages);
    seen = messages.back()["seq"];
  }
  Conversation other{house.port(), begun};
  other.hello();
  const auto told = answered(other, question, "gently", "r1");
  Conversation back{house.port(), begun};
  const auto messages = back.hello(seen);
  EXPECT_EQ(std::vector<json>(messages.begin() + 1, messages.end() - 1), told);
  Conversation current{house.port(), begun};
  EXPECT_EQ(current.hello(messages.back()["seq"]).size(), 2U);  // welcome, current
  Conversation ahead{house.port(), begun};
  EXPECT_EQ(ahead.hello(1'000'000).size(), 2U);
}

TEST_F(ConversationTest, AnAnswerIsTakenBackAndAskedAnew) {
  const Begun begun = begin_journey(house.port());
  Conversation conversation{house.port(), begun};
  const json first = asked_in(conversation.hello());
  const auto kept = answered(conversation, first, "gently", "r1");
  conversation.send({{"type", "back"}, {"request", "b1"}});
  const auto told = conversation.until("asked");
  EXPECT_EQ(told.front()["type"], "took_back");
  EXPECT_EQ(told.front()["request"], "b1");
  EXPECT_LE(told.front()["from"], kept.front()["seq"]);
  const json& again = told.back();
  EXPECT_EQ(again["text"], first["text"]);
  EXPECT_NE(again["question"], first["question"]);
  conversation.send(answer("r2", first["question"], "straight"));
  EXPECT_EQ(conversation.message()["code"], "not_open");
  const auto next = answered(conversation, again, "straight", "r3");
  EXPECT_EQ(next.front()["value"], "straight");
  // A replay leaves out what was taken back.
  Conversation fresh{house.port(), begun};
  for (const json& message : fresh.hello()) {
    EXPECT_NE(message.value("value", json{}), "gently");
  }
  conversation.send({{"type", "back"}, {"request", "b2"}, {"question", again["question"]}});
  EXPECT_EQ(conversation.until("asked").front()["type"], "took_back");
  conversation.send({{"type", "back"}, {"request", "b3"}});
  EXPECT_EQ(conversation.message()["code"], "nothing_to_take_back");
}

TEST_F(ConversationTest, SkippingKeepsNothingAndSaysSo) {
  Conversation conversation{house.port(), begin_journey(house.port())};
  json question = asked_in(conversation.hello());
  std::vector<json> messages;
  for (int i = 0; question["skippable"] == true; ++i) {
    conversation.send(
        {{"type", "skip"}, {"request", "s" + std::to_string(i)}, {"question", question["question"]}}
    );
    messages = conversation.until("asked");
    EXPECT_EQ(messages.front()["skipped"], true);
    EXPECT_TRUE(messages.front()["value"].is_null());
    question = asked_in(messages);
  }
  conversation.send({{"type", "skip"}, {"request", "last"}, {"question", question["question"]}});
  EXPECT_EQ(conversation.message()["code"], "required");
}

TEST_F(ConversationTest, HelpBreaksInAndComesBackToTheQuestion) {
  const Begun begun = begin_journey(house.port());
  Conversation conversation{house.port(), begun};
  const json question = asked_in(conversation.hello());
  conversation.send({{"type", "help"}, {"request", "h1"}});
  const auto told = conversation.until("asked");
  EXPECT_EQ(told.front()["request"], "h1");
  EXPECT_EQ(
      std::ranges::count_if(told, [](const json& each) { return each.contains("request"); }), 1
  );
  EXPECT_EQ(told.back()["text"], question["text"]);
  conversation.send({{"type", "help"}, {"request", "h1"}});
  EXPECT_EQ(conversation.message(), told.front());
}

TEST_F(ConversationTest, AStageIsWalkedToItsEndAndTheNextOneOpens) {
  const Begun begun = begin_journey(house.port());
  Conversation conversation{house.port(), begun};
  json question = asked_in(conversation.hello());
  for (int i = 0; question["skippable"] == true; ++i) {
    conversation.send(
        {{"type", "skip"}, {"request", "s" + std::to_string(i)}, {"question", question["question"]}}
    );
    question = asked_in(conversation.until("asked"));
  }
  conversation.send({{"type", "continue"}, {"request", "c0"}});
  EXPECT_EQ(conversation.message()["code"], "not_paused");
  conversation.send(answer("more", question["question"], "All of it."));
  const json paused = conversation.until("paused").back();
  EXPECT_EQ(paused["early"], true);
  EXPECT_TRUE(paused["until"].is_string());
  conversation.send({{"type", "begin"}, {"request", "b0"}, {"stage", "second"}});
  EXPECT_EQ(conversation.message()["code"], "stage_not_open");
  conversation.send({{"type", "continue"}, {"request", "c1"}});
  const auto resumed = conversation.until("stage");
  EXPECT_EQ(resumed.front()["type"], "resumed");
  EXPECT_EQ(resumed.front()["request"], "c1");
  EXPECT_EQ(resumed.back()["state"], "done");
  conversation.send({{"type", "hello"}, {"after", 0}});
  conversation.until("current");
  conversation.send({{"type", "begin"}, {"request", "b1"}, {"stage", "second"}});
  const auto begun_second = conversation.until("asked");
  EXPECT_EQ(begun_second.front()["request"], "b1");
  conversation.send(answer("last", begun_second.back()["question"], "Thanks."));
  EXPECT_EQ(conversation.until("ended").back()["stage"], "second");
}

}  // namespace
}  // namespace attune::testing
