// What one client, or one address, may ask of the server.
#include "transport/server/address_limits.h"
#include "transport/server/token_bucket.h"

#include "tests/transport/server/test_client.h"
#include "tests/transport/server/test_house.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace attune::testing {
namespace {

using nlohmann::json;
using server::Resource;
using server::Trying;
using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): 1s

TEST(TokenBucket, GivesABurstAndThenARate) {
  auto now = server::TokenBucket::Clock::time_point{};
  server::TokenBucket bucket{3, 2, now};
  EXPECT_TRUE(bucket.take(now));
  EXPECT_TRUE(bucket.take(now));
  EXPECT_TRUE(bucket.take(now));
  EXPECT_FALSE(bucket.take(now));
  now += 500ms;
  EXPECT_TRUE(bucket.take(now));
  EXPECT_FALSE(bucket.take(now));
  EXPECT_FALSE(bucket.is_full(now));
  now += 1h;
  EXPECT_TRUE(bucket.is_full(now));
}

TEST(AddressLimits, PlacesAreHeldAndFreedAgain) {
  server::Limits limits;
  limits.connections_max = 3;
  limits.connections_per_address = 2;
  server::AddressLimits addresses{limits};
  auto first = addresses.enter(Resource::connections, "a");
  {
    const auto second = addresses.enter(Resource::connections, "a");
    EXPECT_TRUE(second.has_value());
    EXPECT_FALSE(addresses.enter(Resource::connections, "a").has_value());
    const auto other = addresses.enter(Resource::connections, "b");
    EXPECT_TRUE(other.has_value());
    EXPECT_FALSE(addresses.enter(Resource::connections, "c").has_value());
    EXPECT_TRUE(addresses.enter(Resource::sockets, "c").has_value());
  }
  EXPECT_EQ(addresses.held(Resource::connections), 1U);
  server::AddressSlot moved = *std::move(first);
  first.reset();  // NOLINT(bugprone-use-after-move): what was moved from gives nothing back
  EXPECT_EQ(addresses.held(Resource::connections), 1U);
  moved = server::AddressSlot{};
  EXPECT_EQ(addresses.held(Resource::connections), 0U);
}

TEST(AddressLimits, TriesAreCountedForEachAddressAlone) {
  server::Limits limits;
  limits.tries_burst = 2;
  limits.tries_per_minute = 60;
  server::AddressLimits addresses{limits};
  auto now = server::AddressLimits::Clock::time_point{};
  EXPECT_TRUE(addresses.may_try(Trying::words, "a", now));
  EXPECT_TRUE(addresses.may_try(Trying::words, "a", now));
  EXPECT_FALSE(addresses.may_try(Trying::words, "a", now));
  EXPECT_TRUE(addresses.may_try(Trying::words, "b", now));
  EXPECT_TRUE(addresses.may_try(Trying::begins, "a", now));
  EXPECT_TRUE(addresses.may_try(Trying::words, "a", now + 1s));
}

TEST(AddressLimits, AHouseholdOfIpv6CountsAsOne) {
  EXPECT_EQ(server::limited_address("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(server::limited_address("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(server::limited_address("2001:db8:1:2::1"), "2001:db8:1:2::/64");
  EXPECT_EQ(server::limited_address("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(server::limited_address("fe80::1%eth0"), "fe80::/64");
}

TEST(Limits, WhoSaysTooMuchIsToldToSlowDownAndThenClosed) {
  server::Settings settings;
  settings.limits.messages_burst = 3;
  settings.limits.messages_per_s = 0.001;
  settings.limits.warnings = 2;
  TestHouse house{settings};
  Conversation conversation{house.port(), begin_journey(house.port())};
  conversation.hello();
  for (int i = 0; i < 2; ++i) {
    conversation.send({{"type", "dance"}, {"request", "r"}});
    EXPECT_EQ(conversation.message()["code"], "unknown_type");
  }
  for (int i = 0; i < 2; ++i) {
    conversation.send({{"type", "help"}, {"request", "r"}});
    const json slower = conversation.message();
    EXPECT_EQ(slower["type"], "rejected");
    EXPECT_EQ(slower["code"], "slow_down");
    EXPECT_EQ(slower["request"], "r");
    EXPECT_EQ(slower["retry"], true);
  }
  conversation.send({{"type", "help"}, {"request", "r"}});
  EXPECT_EQ(conversation.message()["type"], "error");
  EXPECT_EQ(conversation.close_code(), 1013U);
}

TEST(Limits, TwentyMessagesAtOnceAreFineByDefault) {
  TestHouse house;
  Conversation conversation{house.port(), begin_journey(house.port())};
  conversation.hello();
  for (int i = 0; i < 19; ++i) {
    conversation.send({{"type", "dance"}, {"request", "r"}});
    EXPECT_EQ(conversation.message()["code"], "unknown_type");
  }
  conversation.send({{"type", "dance"}, {"request", "r"}});
  EXPECT_EQ(conversation.message()["code"], "slow_down");
}

TEST(Limits, AConversationTooManyIsAcceptedAndClosedWith1013) {
  server::Settings settings;
  settings.limits.connections_per_address = 1;
  TestHouse house{settings};
  const Begun begun = begin_journey(house.port());
  auto first = std::make_unique<Conversation>(house.port(), begun);
  first->hello();
  Conversation second{house.port(), begun};
  EXPECT_EQ(second.reply.status, 101);
  EXPECT_EQ(second.message()["code"], "too_many");
  EXPECT_EQ(second.close_code(), 1013U);
  first->send_frame(8, "");
  EXPECT_EQ(first->close_code(), 1000U);
  first.reset();
  for (int tries = 0; tries < 100; ++tries) {
    Conversation third{house.port(), begun};
    third.send({{"type", "hello"}, {"after", 0}});
    if (third.message()["type"] == "welcome") {
      return;
    }
  }
  FAIL() << "the place was not free again";
}

TEST(Limits, ASocketTooManyIsClosedAtOnce) {
  server::Settings settings;
  settings.limits.sockets_per_address = 2;
  TestHouse house{settings};
  Connection first{house.port()};
  Connection second{house.port()};
  first.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(read_reply(first).status, 200);
  Connection third{house.port()};
  EXPECT_TRUE(third.is_closed());
}

TEST(Limits, BeginningTooOftenIs429) {
  server::Settings settings;
  settings.limits.begins_burst = 1;
  settings.limits.begins_per_minute = 0.001;
  TestHouse house{settings};
  begin_journey(house.port());
  const Reply reply = call(
      house.port(),
      "POST",
      "/api/journeys",
      {},
      R"({"course":"plain","language":"en","name":"Sam","adult":true,"consent":true})"
  );
  EXPECT_EQ(reply.status, 429);
}

TEST(Limits, AReplayIsWholeHoweverSlowlyItIsRead) {
  server::Settings settings;
  settings.limits.outbox_bytes_max = 4096;
  settings.limits.page_bytes = 512;
  settings.limits.messages_burst = 100'000;
  TestHouse house{settings};
  const Begun begun = begin_journey(house.port());
  Conversation writer{house.port(), begun};
  json question = writer.hello().back()["open"];
  std::size_t kept = 0;
  for (int i = 0; i < 200; ++i) {
    writer.send({{"type", "help"}, {"request", "h" + std::to_string(i)}});
    for (const json& message : writer.until("asked")) {
      kept += message["type"] == "said" ? 1U : 0U;
    }
  }
  Conversation reader{house.port(), begun};
  reader.connection.shrink_receive_buffer(4096);
  const auto messages = reader.hello();
  std::uint64_t last = 0;
  std::size_t said = 0;
  for (std::size_t i = 1; i + 1 < messages.size(); ++i) {
    EXPECT_GT(messages[i]["seq"], last);
    last = messages[i]["seq"];
    said += messages[i]["type"] == "said" ? 1U : 0U;
  }
  EXPECT_EQ(said, kept + 1);  // and the greeting
}

TEST(Limits, AClientThatDoesNotReadIsDropped) {
  server::Settings settings;
  settings.limits.outbox_bytes_max = 1024;
  settings.limits.messages_burst = 1'000'000;
  TestHouse house{settings};
  const Begun begun = begin_journey(house.port());
  Conversation reader{house.port(), begun};
  reader.hello();
  Conversation silent{house.port(), begun};
  silent.connection.shrink_receive_buffer(1);
  silent.hello();
  std::string metrics;
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < 100; ++i) {
      reader.send({{"type", "help"}, {"request", std::to_string(round) + "-" + std::to_string(i)}});
    }
    for (int i = 0; i < 100; ++i) {
      reader.until("asked");
    }
    metrics = call(house.port(), "GET", "/metrics").body;
    if (metrics.find("attune_dropped_connections_total 1") != std::string::npos) {
      return;
    }
  }
  FAIL() << metrics;
}

}  // namespace
}  // namespace attune::testing
