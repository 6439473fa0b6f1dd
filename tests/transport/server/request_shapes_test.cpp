// Requests that another server on the way may read differently, and upgrades that are none.
#include "transport/server/request_head.h"

#include "tests/transport/server/test_client.h"
#include "tests/transport/server/test_house.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::testing {
namespace {

TEST(RequestHead, TakesAPlainRequest) {
  EXPECT_FALSE(server::fault_in_head("GET / HTTP/1.1\r\nHost: a\r\nX:\ty \r\n\r\n").has_value());
  EXPECT_FALSE(
      server::fault_in_head("POST / HTTP/1.1\r\nhOsT:a\r\nContent-Length: 12\r\n\r\n").has_value()
  );
}

class RequestShapesTest : public ::testing::TestWithParam<const char*> {
 protected:
  static TestHouse& house() {
    static TestHouse shared;
    return shared;
  }
};

TEST_P(RequestShapesTest, IsRefusedAndNothingBehindItIsRead) {
  const std::string smuggled = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string answer = exchange(house().port(), GetParam() + smuggled);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer.substr(0, 200);
  EXPECT_EQ(answer.find("HTTP/1.1 200"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling,
    RequestShapesTest,
    ::testing::Values(
        "POST /api/leave HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/leave HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /api/leave HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
        "POST /api/leave HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "POST /api/leave HTTP/1.1\r\nHost: a\r\ntransfer-encoding: identity\r\n\r\n",
        "POST /api/leave HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/leave HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
        "chunked\r\n\r\n",
        "POST /api/leave HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n",
        "POST /api/leave HTTP/1.1\r\nHost: a\r\nX: y\r\n Transfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\tfolded\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\nX-Two: z\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding\x80: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent(Length): 5\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET /\r\nHost: a\r\n\r\n",
        "\x16\x03\x01 hello\r\nHost: a\r\n\r\n",
        "\r\n\r\n"
    )
);

TEST(RequestShapes, AZeroByteIsRefused) {
  TestHouse house;
  using namespace std::string_literals;
  const std::string answer = exchange(house.port(), "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n"s);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 "));
}

TEST(RequestShapes, AHeaderOrABodyThatIsTooLongIsRefused) {
  TestHouse house;
  const std::string long_header =
      "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n";
  EXPECT_TRUE(exchange(house.port(), long_header).starts_with("HTTP/1.1 431 "));
  const std::string long_body =
      "POST /api/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 16385\r\n\r\n" +
      std::string(16'385, ' ');
  EXPECT_TRUE(exchange(house.port(), long_body).starts_with("HTTP/1.1 413 "));
}

TEST(RequestShapes, AHeaderThatNeverEndsIsClosed) {
  server::Settings settings;
  settings.limits.keep_alive_s = 1;
  TestHouse house{settings};
  EXPECT_EQ(exchange(house.port(), "GET / HTTP/1.1\r\nHost: a\r\n"), "");
}

TEST(Upgrade, WhatIsNoUpgradeIsTold) {
  TestHouse house;
  const Begun begun = begin_journey(house.port());
  EXPECT_EQ(call(house.port(), "GET", "/ws", {{"Cookie", begun.cookie}}).status, 426);
  const std::pair<std::string, std::string> faults[] = {
      {"Sec-WebSocket-Version", "8"},
      {"Sec-WebSocket-Key", "c2hvcnQ="},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ"},
      {"Sec-WebSocket-Key", "!!!!IHNhbXBsZSBub25jZQ=="},
      {"Sec-WebSocket-Key", ""},
      {"Sec-WebSocket-Protocol", "chat, attune.v2"},
      {"Upgrade", "h2c"},
      {"Content-Length", "5"},
  };
  for (const auto& [name, value] : faults) {
    Conversation conversation{house.port(), Headers{{"Cookie", begun.cookie}, {name, value}}};
    EXPECT_TRUE(conversation.reply.status == 400 || conversation.reply.status == 426)
        << name << ": " << value << " gave " << conversation.reply.status;
  }
}

TEST(Upgrade, TheSubprotocolIsOneOfThoseOffered) {
  TestHouse house;
  const Begun begun = begin_journey(house.port());
  Conversation offered{
      house.port(), Headers{{"Cookie", begun.cookie}, {"Sec-WebSocket-Protocol", "chat, attune.v1"}}
  };
  EXPECT_EQ(offered.reply.status, 101);
  EXPECT_EQ(offered.reply.header("sec-websocket-protocol"), "attune.v1");
  Conversation silent{
      house.port(), Headers{{"Cookie", begun.cookie}, {"Sec-WebSocket-Protocol", ""}}
  };
  EXPECT_EQ(silent.reply.status, 101);
  EXPECT_EQ(silent.reply.header("sec-websocket-protocol"), "");
}

}  // namespace
}  // namespace attune::testing
