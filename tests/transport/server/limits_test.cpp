// What one client, or one address, may ask of the server.
#include "transport/server/address_limits.h"
#include "transport/server/journey_limits.h"
#include "transport/server/token_bucket.h"
#include "transport/server/trusted_proxies.h"

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
  const auto now = server::AddressLimits::Clock::now();
  EXPECT_EQ(addresses.refuses(Trying::words, "a", now), std::nullopt);
  EXPECT_EQ(addresses.refuses(Trying::words, "a", now), std::nullopt);
  EXPECT_EQ(addresses.refuses(Trying::words, "a", now), "tries");
  EXPECT_EQ(addresses.refuses(Trying::words, "b", now), std::nullopt);
  EXPECT_EQ(addresses.refuses(Trying::begins, "a", now), std::nullopt);
  EXPECT_EQ(addresses.refuses(Trying::words, "a", now + 1s), std::nullopt);
}

TEST(AddressLimits, AllTogetherTryNoMoreThanTheMachineCanCheck) {
  server::Limits limits;
  limits.tries_all_burst = 3;
  limits.tries_all_per_minute = 60;
  limits.begins_all_burst = 1;
  server::AddressLimits addresses{limits};
  const auto now = server::AddressLimits::Clock::now();
  for (const char* address : {"a", "b", "c"}) {
    EXPECT_EQ(addresses.refuses(Trying::words, address, now), std::nullopt);
  }
  EXPECT_EQ(addresses.refuses(Trying::words, "d", now), "tries_all");
  EXPECT_EQ(addresses.refuses(Trying::words, "d", now + 2s), std::nullopt);
  EXPECT_EQ(addresses.refuses(Trying::begins, "a", now), std::nullopt);
  EXPECT_EQ(addresses.refuses(Trying::begins, "b", now), "begins_all");
}

TEST(AddressLimits, WhoIsOverTheirOwnLimitTakesNothingFromTheOthers) {
  server::Limits limits;
  limits.tries_burst = 1;
  limits.tries_all_burst = 3;
  server::AddressLimits addresses{limits};
  const auto now = server::AddressLimits::Clock::now();
  EXPECT_EQ(addresses.refuses(Trying::words, "a", now), std::nullopt);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(addresses.refuses(Trying::words, "a", now), "tries");
  }
  EXPECT_EQ(addresses.refuses(Trying::words, "b", now), std::nullopt);
}

storage::SessionId session_numbered(std::uint8_t number) {
  storage::SessionId session;
  session.bytes[0] = number;
  return session;
}

TEST(JourneyLimits, ConnectingAnewGivesNoNewBurst) {
  server::Limits limits;
  limits.journey_messages_burst = 2;
  limits.journey_messages_per_s = 1;
  limits.connections_per_journey = 2;
  server::JourneyLimits journeys{limits};
  const auto now = server::TokenBucket::Clock::now();
  {
    auto first = journeys.enter(session_numbered(1), now);
    auto second = journeys.enter(session_numbered(1), now);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(journeys.enter(session_numbered(1), now).has_value());
    EXPECT_TRUE(journeys.enter(session_numbered(2), now).has_value());
    EXPECT_TRUE(first->take(now));
    EXPECT_TRUE(second->take(now));
    EXPECT_FALSE(first->take(now));
  }
  auto again = journeys.enter(session_numbered(1), now);
  ASSERT_TRUE(again.has_value());
  EXPECT_FALSE(again->take(now));
  EXPECT_TRUE(again->take(now + 1s));
}

TEST(JourneyLimits, ThoseThatCountNoLongerAreForgotten) {
  const server::Limits limits;
  server::JourneyLimits journeys{limits};
  const auto now = server::TokenBucket::Clock::now();
  const auto held = journeys.enter(session_numbered(1), now);
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    storage::SessionId session;
    session.bytes[1] = static_cast<std::uint8_t>(i);
    session.bytes[2] = static_cast<std::uint8_t>(i >> 8U);
    session.bytes[3] = 1;
    EXPECT_TRUE(journeys.enter(session, now).has_value());
  }
  EXPECT_LT(journeys.remembered(), 5'000U);
  EXPECT_GE(journeys.remembered(), 1U);
}

std::vector<server::AddressRange> ranges(const std::vector<std::string>& texts) {
  std::vector<server::AddressRange> all;
  for (const std::string& text : texts) {
    const auto range = server::AddressRange::parse(text);
    EXPECT_TRUE(range.has_value()) << text;
    if (range) {
      all.push_back(*range);
    }
  }
  return all;
}

TEST(TrustedProxies, AreSingleAddressesAndRanges) {
  const server::TrustedProxies proxies{ranges({"127.0.0.1", "10.16.0.0/12", "fd00::/8", "::1"})};
  for (const char* trusted :
       {"127.0.0.1", "::ffff:127.0.0.1", "10.16.0.1", "10.31.255.255", "fd12::7", "::1"}) {
    EXPECT_TRUE(proxies.trusts(trusted)) << trusted;
  }
  for (const char* stranger :
       {"127.0.0.2", "10.15.255.255", "10.32.0.0", "fc00::1", "::2", "", "proxy"}) {
    EXPECT_FALSE(proxies.trusts(stranger)) << stranger;
  }
  EXPECT_FALSE(server::TrustedProxies{}.trusts("127.0.0.1"));
  EXPECT_TRUE((server::TrustedProxies{ranges({"0.0.0.0/0"})}.trusts("192.0.2.1")));
  EXPECT_FALSE((server::TrustedProxies{ranges({"0.0.0.0/0"})}.trusts("2001:db8::1")));
  const std::pair<const char*, const char*> wrong[] = {
      {"proxy.example", "is no address"},
      {"10.0.0.0/33", "needs a number from 0 to 32"},
      {"10.0.0.0/", "needs a number"},
      {"::1/129", "needs a number from 0 to 128"},
      {"10.0.0.1/8", "has bits after its first 8"},
  };
  for (const auto& [text, says] : wrong) {
    const auto range = server::AddressRange::parse(text);
    ASSERT_FALSE(range.has_value()) << text;
    EXPECT_NE(range.error().find(says), std::string::npos) << range.error();
  }
}

TEST(TrustedProxies, OnlyWhatOurOwnProxiesSayIsBelieved) {
  const server::TrustedProxies proxies{ranges({"127.0.0.1", "10.0.0.0/8"})};
  // A stranger may write whatever they like.
  EXPECT_EQ(proxies.client("192.0.2.1", "198.51.100.9"), "192.0.2.1");
  EXPECT_EQ(proxies.client("127.0.0.1", "198.51.100.9"), "198.51.100.9");
  // What stands before the word of our own proxy is a stranger's.
  EXPECT_EQ(proxies.client("127.0.0.1", "203.0.113.5, 198.51.100.9"), "198.51.100.9");
  EXPECT_EQ(proxies.client("127.0.0.1", "203.0.113.5,198.51.100.9, 10.0.0.7"), "198.51.100.9");
  EXPECT_EQ(proxies.client("127.0.0.1", ""), "127.0.0.1");
  EXPECT_EQ(proxies.client("127.0.0.1", "unknown"), "127.0.0.1");
  EXPECT_EQ(proxies.client("127.0.0.1", "10.0.0.7"), "10.0.0.7");
  EXPECT_EQ(proxies.client("127.0.0.1", "x, 10.0.0.7"), "10.0.0.7");
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

TEST(Limits, AJourneyInTooManyWindowsIsToldSo) {
  server::Settings settings;
  settings.limits.connections_per_journey = 1;
  TestHouse house{settings};
  const Begun begun = begin_journey(house.port());
  Conversation first{house.port(), begun};
  first.hello();
  Conversation second{house.port(), begun};
  const json refusal = second.message();
  EXPECT_EQ(refusal["code"], "too_many");
  EXPECT_NE(std::string{refusal["message"]}.find("close some of them"), std::string::npos);
  EXPECT_EQ(second.close_code(), 1013U);
  Conversation other{house.port(), begin_journey(house.port())};
  other.hello();
}

TEST(Limits, WindowsOfOneJourneyShareWhatItMaySay) {
  server::Settings settings;
  settings.limits.journey_messages_burst = 4;
  settings.limits.journey_messages_per_s = 0.001;
  TestHouse house{settings};
  const Begun begun = begin_journey(house.port());
  Conversation first{house.port(), begun};
  Conversation second{house.port(), begun};
  first.hello();
  second.hello();
  for (Conversation* each : {&first, &second}) {
    each->send({{"type", "dance"}, {"request", "r"}});
    EXPECT_EQ(each->message()["code"], "unknown_type");
  }
  for (Conversation* each : {&first, &second}) {
    each->send({{"type", "dance"}, {"request", "r"}});
    EXPECT_EQ(each->message()["code"], "slow_down");
  }
}

TEST(Limits, CallsTooManyAre429AndAreCounted) {
  server::Settings settings;
  settings.limits.calls_burst = 2;
  settings.limits.calls_per_s = 0.001;
  TestHouse house{settings};
  EXPECT_EQ(call(house.port(), "GET", "/api/courses").status, 200);
  EXPECT_EQ(call(house.port(), "GET", "/api/courses").status, 200);
  const Reply reply = call(house.port(), "GET", "/api/courses");
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.header("retry-after"), "60");
  EXPECT_EQ(call(house.port(), "GET", "/").status, 200);
  const std::string metrics = call(house.port(), "GET", "/metrics").body;
  EXPECT_NE(metrics.find(R"(attune_limited_total{limit="calls"} 1)"), std::string::npos) << metrics;
}

TEST(Limits, BehindAProxyEachAddressCountsForItself) {
  server::Settings settings;
  settings.limits.calls_burst = 1;
  settings.limits.calls_per_s = 0.001;
  settings.trusted_proxies = ranges({"127.0.0.1"});
  TestHouse house{settings};
  const auto status_for = [&](const std::string& forwarded) {
    return call(house.port(), "GET", "/api/courses", {{"X-Forwarded-For", forwarded}}).status;
  };
  EXPECT_EQ(status_for("192.0.2.1"), 200);
  EXPECT_EQ(status_for("192.0.2.2"), 200);
  EXPECT_EQ(status_for("192.0.2.1"), 429);
  EXPECT_EQ(status_for("198.51.100.1, 192.0.2.1"), 429) << "a lie in front changes nothing";
}

TEST(Limits, AStrangersWordForAnAddressIsPassedOver) {
  server::Settings settings;
  settings.limits.calls_burst = 1;
  settings.limits.calls_per_s = 0.001;
  TestHouse house{settings};
  const auto status_for = [&](const std::string& forwarded) {
    return call(house.port(), "GET", "/api/courses", {{"X-Forwarded-For", forwarded}}).status;
  };
  EXPECT_EQ(status_for("192.0.2.1"), 200);
  EXPECT_EQ(status_for("192.0.2.2"), 429);
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
  settings.limits.journey_messages_burst = 100'000;
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
  settings.limits.journey_messages_burst = 1'000'000;
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
