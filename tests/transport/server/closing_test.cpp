// How a conversation ends when a client, or the server, does not go on.
#include "tests/transport/server/test_client.h"
#include "tests/transport/server/test_house.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

namespace attune::testing {
namespace {

using nlohmann::json;

class ClosingTest : public ::testing::Test {
 protected:
  TestHouse house;
  Begun begun = begin_journey(house.port());
};

TEST_F(ClosingTest, WhatIsNotJsonIsAnErrorAnd1008) {
  for (const char* text :
       {"", "hello", "{", "[]", "7", "null", "\"x\"", "{\"type\":\"hello\"} 1"}) {
    Conversation conversation{house.port(), begun};
    conversation.hello();
    conversation.send_text(text);
    const json message = conversation.message();
    EXPECT_EQ(message["type"], "error") << text;
    EXPECT_EQ(message["code"], "bad_message") << text;
    EXPECT_EQ(conversation.close_code(), 1008U) << text;
  }
}

TEST_F(ClosingTest, WhatComesBeforeAHelloIsAnErrorAnd1008) {
  for (const json& first :
       {json{{"type", "help"}, {"request", "r"}},
        json{{"type", "dance"}, {"request", "r"}},
        json::object(),
        json{{"type", "hello"}, {"after", -1}}}) {
    Conversation conversation{house.port(), begun};
    conversation.send(first);
    EXPECT_EQ(conversation.message()["type"], "error") << first;
    EXPECT_EQ(conversation.close_code(), 1008U) << first;
  }
}

TEST_F(ClosingTest, InvalidUtf8Is1007) {
  for (const char* bytes : {"\xff", "{\"type\":\"\xc0\xaf\"}", "\xed\xa0\x80", "\xe2\x82"}) {
    Conversation conversation{house.port(), begun};
    conversation.hello();
    conversation.send_text(bytes);
    EXPECT_EQ(conversation.close_code(), 1007U);
  }
}

TEST_F(ClosingTest, MoreThan64KibIs1009) {
  Conversation conversation{house.port(), begun};
  conversation.hello();
  conversation.send_text(std::string(std::size_t{65} * 1024, ' '));
  EXPECT_EQ(conversation.close_code(), 1009U);
}

TEST_F(ClosingTest, ExactlySixtyFourKibIsRead) {
  Conversation conversation{house.port(), begun};
  conversation.hello();
  const std::string message = R"({"type":"dance","request":"r"})";
  conversation.send_text(message + std::string(std::size_t{64} * 1024 - message.size(), ' '));
  EXPECT_EQ(conversation.message()["code"], "unknown_type");
  conversation.send_text(message + std::string(std::size_t{64} * 1024 + 1 - message.size(), ' '));
  EXPECT_EQ(conversation.close_code(), 1009U);
}

TEST_F(ClosingTest, BinaryIs1003) {
  Conversation conversation{house.port(), begun};
  conversation.hello();
  conversation.send_frame(2, R"({"type":"help","request":"r"})");
  EXPECT_EQ(conversation.close_code(), 1003U);
}

TEST_F(ClosingTest, AnUnknownTypeKeepsTheSocket) {
  Conversation conversation{house.port(), begun};
  conversation.hello();
  conversation.send({{"type", "dance"}, {"request", "r"}});
  const json rejected = conversation.message();
  EXPECT_EQ(rejected["type"], "rejected");
  EXPECT_EQ(rejected["code"], "unknown_type");
  EXPECT_EQ(rejected["request"], "r");
  conversation.send({{"type", "dance"}});
  EXPECT_EQ(conversation.message()["type"], "error");
  conversation.send({{"type", "help"}, {"request", "h"}});
  EXPECT_EQ(conversation.message()["request"], "h");
}

TEST_F(ClosingTest, ErasingClosesEverySocketWith1000) {
  Conversation first{house.port(), begun};
  Conversation second{house.port(), begun};
  first.hello();
  second.hello();
  const Headers headers{{"Cookie", begun.cookie}};
  EXPECT_EQ(call(house.port(), "DELETE", "/api/journey", headers, "{}").status, 422);
  EXPECT_EQ(
      call(house.port(), "DELETE", "/api/journey", headers, R"({"confirm":"erase"})").status, 204
  );
  EXPECT_EQ(first.close_code(), 1000U);
  EXPECT_EQ(second.close_code(), 1000U);
  EXPECT_EQ(call(house.port(), "GET", "/api/journey", headers).status, 401);
  EXPECT_EQ(
      call(house.port(), "POST", "/api/resume", {}, json{{"words", begun.words}}.dump()).status, 401
  );
}

TEST_F(ClosingTest, LeavingClosesTheSocketsOfThisDeviceWith1000AndNoOther) {
  const Headers here{{"Cookie", begun.cookie}};
  const Reply resumed =
      call(house.port(), "POST", "/api/resume", {}, json{{"words", begun.words}}.dump());
  Conversation first{house.port(), begun};
  Conversation second{house.port(), begun};
  Conversation silent{house.port(), begun};  // has not said hello
  Conversation elsewhere{house.port(), Headers{{"Cookie", resumed.cookie()}}};
  first.hello();
  second.hello();
  elsewhere.hello();
  EXPECT_EQ(call(house.port(), "POST", "/api/leave", here).status, 204);
  EXPECT_EQ(first.close_code(), 1000U);
  EXPECT_EQ(second.close_code(), 1000U);
  EXPECT_EQ(silent.close_code(), 1000U);
  EXPECT_EQ((Conversation{house.port(), here}.reply.status), 401);
  elsewhere.send({{"type", "help"}, {"request", "h"}});
  EXPECT_EQ(elsewhere.message()["request"], "h");
}

TEST_F(ClosingTest, AnAnswerUnderWayIsKeptWhereItsDeviceIsLeft) {
  const Headers here{{"Cookie", begun.cookie}};
  const Reply resumed =
      call(house.port(), "POST", "/api/resume", {}, json{{"words", begun.words}}.dump());
  Conversation conversation{house.port(), begun};
  const auto messages = conversation.hello();
  conversation.send(
      {{"type", "answer"},
       {"request", "r"},
       {"question", messages.back()["open"]},
       {"value", "gently"}}
  );
  EXPECT_EQ(conversation.message()["type"], "kept");
  EXPECT_EQ(call(house.port(), "POST", "/api/leave", here).status, 204);
  EXPECT_EQ(conversation.close_code(), 1000U);
  Conversation elsewhere{house.port(), Headers{{"Cookie", resumed.cookie()}}};
  const auto there = elsewhere.hello();
  EXPECT_TRUE(std::ranges::any_of(there, [](const json& each) {
    return each["type"] == "kept" && each["value"] == "gently";
  }));
}

TEST_F(ClosingTest, ShuttingDownIs1001) {
  Conversation first{house.port(), begun};
  Conversation second{house.port(), begun};
  first.hello();
  Connection idle{house.port()};
  house.begin_draining();
  EXPECT_EQ(first.close_code(), 1001U);
  EXPECT_EQ(second.close_code(), 1001U);
  EXPECT_TRUE(idle.is_closed());
  first.send_frame(8, "");
  second.send_frame(8, "");
  house.wait();
  EXPECT_THROW(Connection{house.port()}, std::runtime_error);
}

TEST_F(ClosingTest, AnAnswerUnderWayIsKeptBeforeTheEnd) {
  Conversation conversation{house.port(), begun};
  const auto messages = conversation.hello();
  conversation.send(
      {{"type", "answer"},
       {"request", "r"},
       {"question", messages.back()["open"]},
       {"value", "gently"}}
  );
  EXPECT_EQ(conversation.message()["type"], "kept");
  house.begin_draining();
  EXPECT_EQ(conversation.close_code(), 1001U);
}

TEST(Closing, WhoSaysNoHelloIsClosed) {
  server::Settings settings;
  settings.limits.hello_timeout_s = 1;
  TestHouse house{settings};
  Conversation conversation{house.port(), begin_journey(house.port())};
  EXPECT_EQ(conversation.message()["type"], "error");
  EXPECT_EQ(conversation.close_code(), 1008U);
}

TEST(Closing, WhoHasSaidHelloMayWaitForASlowJournal) {
  server::Settings settings;
  settings.limits.hello_timeout_s = 1;
  TestHouse house{settings};
  const auto begun = begin_journey(house.port());
  house.slow_down(std::chrono::milliseconds{1500});
  Conversation conversation{house.port(), begun};
  EXPECT_EQ(conversation.hello().front()["type"], "welcome");
}

TEST(Closing, AClientThatDoesNotCloseIsCutAfterAWhile) {
  server::Settings settings;
  settings.limits.close_timeout_s = 1;
  TestHouse house{settings};
  Conversation conversation{house.port(), begin_journey(house.port())};
  conversation.hello();
  conversation.send_text("[]");
  EXPECT_EQ(conversation.close_code(), 1008U);
  EXPECT_FALSE(conversation.frame().has_value());
}

TEST(Closing, AConnectionThatIsSilentIsPingedAndThenClosed) {
  server::Settings settings;
  settings.limits.idle_timeout_s = 2;
  TestHouse house{settings};
  Conversation conversation{house.port(), begin_journey(house.port())};
  conversation.hello();
  const auto head = conversation.connection.read(2);
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(static_cast<unsigned char>((*head)[0]) & 0x0fU, 9U);  // a ping, which is not answered
  EXPECT_TRUE(conversation.connection.is_closed());
}

TEST(Closing, AConnectionThatAnswersPingsStays) {
  server::Settings settings;
  settings.limits.idle_timeout_s = 2;
  TestHouse house{settings};
  Conversation conversation{house.port(), begin_journey(house.port())};
  conversation.hello();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{4};
  while (std::chrono::steady_clock::now() < until) {
    const auto head = conversation.connection.read(2);
    ASSERT_TRUE(head.has_value());
    ASSERT_EQ(static_cast<unsigned char>((*head)[0]) & 0x0fU, 9U);
    const auto size = static_cast<unsigned char>((*head)[1]);
    conversation.send_frame(10, conversation.connection.read(size).value_or(""));
  }
  conversation.send({{"type", "dance"}, {"request", "r"}});
  EXPECT_EQ(conversation.message()["code"], "unknown_type");
}

}  // namespace
}  // namespace attune::testing
