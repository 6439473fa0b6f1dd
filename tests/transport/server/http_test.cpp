// The HTTP half of docs/PROTOCOL.md over a real socket.
#include "tests/transport/server/test_client.h"
#include "tests/transport/server/test_house.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace attune::testing {
namespace {

using nlohmann::json;

class HttpTest : public ::testing::Test {
 protected:
  Reply begin(const json& body, const Headers& headers = {}) {
    return call(house.port(), "POST", "/api/journeys", headers, body.dump());
  }

  Reply resume(const std::string& words) {
    return call(house.port(), "POST", "/api/resume", {}, json{{"words", words}}.dump());
  }

  static json sam() {
    return {
        {"course", "plain"}, {"language", "en"}, {"name", "Sam"}, {"adult", true}, {"consent", true}
    };
  }

  TestHouse house;
};

TEST_F(HttpTest, BeginningGivesAJourneySixWordsAndACookie) {
  const Reply reply = begin(sam());
  ASSERT_EQ(reply.status, 201);
  EXPECT_EQ(reply.header("content-type"), "application/json");
  EXPECT_EQ(reply.header("cache-control"), "no-store");
  const std::string cookie = reply.header("set-cookie");
  for (const char* part :
       {"attune=", "; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=34560000"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);
  const json body = reply.json();
  const std::string words = body["words"];
  EXPECT_EQ(std::ranges::count(words, ' '), 5);
  const json& journey = body["journey"];
  for (const char* name :
       {"id", "course", "language", "name", "stage", "stages", "started", "last_seen"}) {
    EXPECT_TRUE(journey.contains(name)) << name;
  }
  EXPECT_EQ(journey["stages"][0]["state"], "here");
  EXPECT_EQ(journey["stages"][1]["state"], "ahead");
}

TEST_F(HttpTest, WhoMayNotBeginIsTold422) {
  const auto changed = [](const char* name, const json& value) {
    json body = sam();
    body[name] = value;
    return body;
  };
  EXPECT_EQ(begin(changed("adult", false)).status, 422);
  EXPECT_EQ(begin(changed("adult", false)).error_code(), "not_adult");
  EXPECT_EQ(begin(changed("consent", false)).error_code(), "no_consent");
  EXPECT_EQ(begin(changed("course", "nowhere")).error_code(), "unknown_course");
  EXPECT_EQ(begin(changed("name", "  ")).error_code(), "name_empty");
  EXPECT_EQ(begin(changed("name", std::string(41, 'x'))).error_code(), "name_too_long");
  std::string forty;
  for (int i = 0; i < 40; ++i) {
    forty += "ü";
  }
  EXPECT_EQ(begin(changed("name", forty)).status, 201);
  EXPECT_EQ(begin(json::object()).status, 422);
  EXPECT_EQ(begin(json::array()).status, 400);
  EXPECT_EQ(begin(changed("name", 7)).status, 400);
  EXPECT_EQ(call(house.port(), "POST", "/api/journeys").status, 400);
}

TEST_F(HttpTest, SixWordsComeBackInAnyShape) {
  const Begun begun = begin_journey(house.port());
  std::string hyphens = begun.words;
  std::ranges::replace(hyphens, ' ', '-');
  std::string capitals = begun.words;
  std::ranges::transform(capitals, capitals.begin(), [](unsigned char c) {
    return static_cast<char>(std::toupper(c));
  });
  for (const std::string& words : {begun.words, hyphens, capitals, "  " + begun.words + " "}) {
    const Reply reply = resume(words);
    ASSERT_EQ(reply.status, 200) << words << reply.body;
    EXPECT_EQ(reply.json()["journey"]["id"], begun.journey["id"]);
    EXPECT_FALSE(reply.json().contains("words"));
    EXPECT_NE(reply.cookie(), begun.cookie);
    const Headers with{{"Cookie", reply.cookie()}};
    EXPECT_EQ(call(house.port(), "GET", "/api/journey", with).status, 200);
  }
}

TEST_F(HttpTest, AWordThatIsNotOnTheListIsNamedWithTheNearest) {
  const Begun begun = begin_journey(house.port());
  std::string words = begun.words;
  words.replace(0, words.find(' '), "abacuss");
  const Reply reply = resume(words);
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.error_code(), "words_unknown");
  EXPECT_NE(reply.body.find("abacuss"), std::string::npos);
  EXPECT_NE(reply.body.rfind("abacus"), reply.body.find("abacuss"));
}

TEST_F(HttpTest, WrongWordsAreAllAlike) {
  const Reply one = resume("abacus abdomen abdominal abide abiding ability");
  const Reply two = resume("zoom zoology zoologist zoning zone zips");
  EXPECT_EQ(one.status, 401);
  EXPECT_EQ(two.status, 401);
  EXPECT_EQ(one.body, two.body);
  EXPECT_TRUE(one.header("set-cookie").empty());
}

TEST_F(HttpTest, TryingWordsTooOftenIs429) {
  Reply reply;
  for (int i = 0; i < 40 && reply.status != 429; ++i) {
    reply = resume("zoom zoology zoologist zoning zone zips");
  }
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.error_code(), "too_often");
  EXPECT_FALSE(reply.header("retry-after").empty());
}

TEST_F(HttpTest, WithoutAValidCookieAJourneyIs401) {
  for (const Headers& headers :
       {Headers{},
        Headers{{"Cookie", "attune="}},
        Headers{{"Cookie", "attune=nonsense"}},
        Headers{{"Cookie", "attune=" + std::string(43, 'A')}},
        Headers{{"Cookie", "other=" + begin_journey(house.port()).cookie}}}) {
    EXPECT_EQ(call(house.port(), "GET", "/api/journey", headers).status, 401);
    EXPECT_EQ(call(house.port(), "GET", "/api/journey/export", headers).status, 401);
    EXPECT_EQ(
        call(house.port(), "DELETE", "/api/journey", headers, R"({"confirm":"erase"})").status, 401
    );
    EXPECT_EQ((Conversation{house.port(), headers}.reply.status), 401);
  }
}

TEST_F(HttpTest, ACookieAmongOthersIsFound) {
  const Begun begun = begin_journey(house.port());
  const Headers headers{{"Cookie", "a=b; " + begun.cookie + "; c=d"}};
  const Reply reply = call(house.port(), "GET", "/api/journey", headers);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json()["journey"], begun.journey);
}

TEST_F(HttpTest, LeavingForgetsThisDeviceAndNoOther) {
  const Begun begun = begin_journey(house.port());
  const Reply other = resume(begun.words);
  const Reply left = call(house.port(), "POST", "/api/leave", {{"Cookie", begun.cookie}});
  EXPECT_EQ(left.status, 204);
  EXPECT_NE(left.header("set-cookie").find("attune=;"), std::string::npos);
  EXPECT_NE(left.header("set-cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(call(house.port(), "GET", "/api/journey", {{"Cookie", begun.cookie}}).status, 401);
  EXPECT_EQ(call(house.port(), "GET", "/api/journey", {{"Cookie", other.cookie()}}).status, 200);
  EXPECT_EQ(call(house.port(), "POST", "/api/leave").status, 204);
}

TEST_F(HttpTest, AForeignPageChangesNothing) {
  const Begun begun = begin_journey(house.port());
  for (const char* origin :
       {"http://evil.example", "null", "http://localhost", "https://localhost:1"}) {
    const Headers foreign{{"Origin", origin}, {"Cookie", begun.cookie}};
    EXPECT_EQ(begin(sam(), foreign).status, 403);
    EXPECT_EQ(call(house.port(), "POST", "/api/leave", foreign).status, 403);
    EXPECT_EQ(call(house.port(), "POST", "/api/resume", foreign, "{}").status, 403);
    EXPECT_EQ(
        call(house.port(), "DELETE", "/api/journey", foreign, R"({"confirm":"erase"})").status, 403
    );
    EXPECT_EQ((Conversation{house.port(), foreign}.reply.status), 403);
  }
  const std::string port = std::to_string(house.port());
  for (const std::string host : {"localhost", "127.0.0.1", "[::1]"}) {
    const Headers own{{"Origin", "http://" + host + ":" + port}, {"Cookie", begun.cookie}};
    EXPECT_EQ(begin(sam(), own).status, 201) << host;
    EXPECT_EQ((Conversation{house.port(), own}.reply.status), 101) << host;
  }
}

TEST_F(HttpTest, AnExportLeavesOutWhatWasTakenBack) {
  const Begun begun = begin_journey(house.port());
  Conversation conversation{house.port(), begun};
  json question = conversation.hello().back()["open"];
  const auto answer = [&](const char* request, const char* value) {
    conversation.send(
        {{"type", "answer"}, {"request", request}, {"question", question}, {"value", value}}
    );
    question = conversation.until("asked").back()["question"];
  };
  answer("1", "gently");
  answer("2", "A secret");
  conversation.send({{"type", "back"}, {"request", "3"}});
  question = conversation.until("asked").back()["question"];
  answer("4", "A walk");
  const Headers headers{{"Cookie", begun.cookie}};
  const Reply as_json = call(house.port(), "GET", "/api/journey/export?format=json", headers);
  EXPECT_EQ(as_json.status, 200);
  EXPECT_EQ(as_json.header("content-disposition"), "attachment; filename=\"my-words.json\"");
  EXPECT_EQ(as_json.json()["name"], "Sam");
  EXPECT_NE(as_json.body.find("A walk"), std::string::npos);
  EXPECT_NE(as_json.body.find("With something easy"), std::string::npos);
  EXPECT_EQ(as_json.body.find("A secret"), std::string::npos);
  const Reply text = call(house.port(), "GET", "/api/journey/export?format=markdown", headers);
  EXPECT_EQ(text.header("content-type"), "text/markdown; charset=utf-8");
  EXPECT_NE(text.body.find("> A walk"), std::string::npos);
  EXPECT_EQ(text.body.find("A secret"), std::string::npos);
  EXPECT_EQ(call(house.port(), "GET", "/api/journey/export?format=pdf", headers).status, 422);
}

TEST_F(HttpTest, CoursesAndTheOperatorsAddresses) {
  const json courses = call(house.port(), "GET", "/api/courses").json();
  EXPECT_EQ(courses["courses"][0]["id"], "plain");
  EXPECT_EQ(courses["courses"][0]["title"], "Plain");
  EXPECT_EQ(courses["courses"][0]["languages"], json{"en"});
  EXPECT_EQ(call(house.port(), "GET", "/healthz").status, 200);
  EXPECT_EQ(call(house.port(), "GET", "/readyz").status, 200);
  const Reply metrics = call(house.port(), "GET", "/metrics");
  EXPECT_TRUE(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
  EXPECT_NE(metrics.body.find("attune_connections 0"), std::string::npos);
}

TEST_F(HttpTest, WhatIsNotThereIs404AndWhatIsNotDoneIs405) {
  for (const char* path : {"/nope", "/api/nope", "/assets/", "/assets/x.js", "/..", "/index"}) {
    const Reply reply = call(house.port(), "GET", path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.error_code(), "not_found");
  }
  EXPECT_EQ(call(house.port(), "POST", "/api/courses").status, 405);
  EXPECT_EQ(call(house.port(), "POST", "/api/courses").header("allow"), "GET, HEAD");
  EXPECT_EQ(call(house.port(), "PUT", "/api/journey").header("allow"), "GET, HEAD, DELETE");
  EXPECT_EQ(call(house.port(), "GET", "/api/resume").status, 405);
  EXPECT_EQ(call(house.port(), "POST", "/").status, 405);
  EXPECT_EQ(call(house.port(), "POST", "/ws").status, 405);
  EXPECT_EQ(call(house.port(), "OPTIONS", "/api/journeys").status, 405);
}

TEST_F(HttpTest, EveryAnswerCarriesTheSecurityHeaders) {
  const std::string policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  for (const char* path : {"/", "/nope", "/api/courses", "/api/journey", "/metrics", "/ws"}) {
    const Reply reply = call(house.port(), "GET", path);
    EXPECT_EQ(reply.header("content-security-policy"), policy) << path;
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff") << path;
    EXPECT_EQ(reply.header("referrer-policy"), "no-referrer") << path;
    EXPECT_EQ(reply.header("cross-origin-opener-policy"), "same-origin") << path;
  }
}

TEST_F(HttpTest, PagesAreNeverStoredAndAssetsAreKeptForEver) {
  const Reply page = call(house.port(), "GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("cache-control"), "no-store");
  EXPECT_EQ(page.header("vary"), "Accept-Encoding");
  EXPECT_TRUE(page.header("content-encoding").empty());
  const std::size_t at = page.body.find("\"/assets/");
  ASSERT_NE(at, std::string::npos);
  const std::string asset = page.body.substr(at + 1, page.body.find('"', at + 1) - at - 1);
  const Reply plain = call(house.port(), "GET", asset);
  EXPECT_EQ(plain.status, 200) << asset;
  EXPECT_EQ(plain.header("cache-control"), "public, max-age=31536000, immutable");
  const Reply zipped = call(house.port(), "GET", asset, {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(zipped.header("content-encoding"), "gzip");
  EXPECT_TRUE(zipped.body.starts_with("\x1f\x8b"));
  const Reply head = call(house.port(), "HEAD", asset);
  EXPECT_EQ(head.header("content-length"), std::to_string(plain.body.size()));
}

TEST_F(HttpTest, OneConnectionCarriesManyRequests) {
  Connection connection{house.port()};
  connection.write(
      "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
      "POST /api/resume HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n[]"
      "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
  );
  EXPECT_EQ(read_reply(connection).status, 200);
  EXPECT_EQ(read_reply(connection).status, 400);
  EXPECT_EQ(read_reply(connection, false).status, 200);
  EXPECT_EQ(read_reply(connection).header("connection"), "close");
  EXPECT_TRUE(connection.is_closed());
}

}  // namespace
}  // namespace attune::testing
