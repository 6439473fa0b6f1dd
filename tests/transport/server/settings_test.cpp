#include "transport/config.h"
#include "transport/server/cookie.h"
#include "transport/server/origins.h"
#include "transport/server/static_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace attune::testing {
namespace {

namespace fs = std::filesystem;

TEST(Config, ReadsAllThatMayBeSet) {
  const auto config = parse_config(
      R"({
        // comments are fine
        "listen": "0.0.0.0:9000", "data": "/var/lib/attune", "courses": "c", "web_root": "w",
        "origins": ["https://coach.example/", "http://10.0.0.1:80"], "behind_proxy": true,
        "signed_only": true,
        "exit_site": "https://www.example.org/weather", "log_level": "warn",
        "limits": {"messages_burst": 7.5, "connections_max": 5, "idle_timeout_s": 9}
      })",
      Config{}
  );
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->listen, (Listen{.address = "0.0.0.0", .port = 9000}));
  EXPECT_EQ(config->data, "/var/lib/attune");
  EXPECT_EQ(config->courses, "c");
  EXPECT_EQ(config->web_root, "w");
  EXPECT_EQ(
      config->origins, (std::vector<std::string>{"https://coach.example", "http://10.0.0.1"})
  );
  EXPECT_TRUE(config->behind_proxy);
  EXPECT_TRUE(config->signed_only);
  EXPECT_EQ(config->exit_site, "https://www.example.org/weather");
  EXPECT_EQ(config->limits.messages_burst, 7.5);
  EXPECT_EQ(config->limits.connections_max, 5U);
  EXPECT_EQ(config->limits.idle_timeout_s, 9U);
  EXPECT_EQ(config->limits.messages_per_s, Config{}.limits.messages_per_s);
}

TEST(Config, SaysWhatIsWrong) {
  const std::pair<std::string, std::string> faults[] = {
      {"{", "not JSON"},
      {"[]", "settings are a JSON object"},
      {R"({"lisen":"x"})", "there is no setting \"lisen\""},
      {R"({"limits":{"messages":1}})", "there is no limit \"messages\""},
      {R"({"limits":{"warnings":0}})", "\"limits.warnings\" must be a whole number above 0"},
      {R"({"limits":{"warnings":1.5}})", "\"limits.warnings\" must be a whole number above 0"},
      {R"({"limits":{"messages_per_s":-1}})", "\"limits.messages_per_s\" must be a number above 0"},
      {R"({"limits":[]})", "\"limits\" must be an object"},
      {R"({"data":""})", "\"data\" must be a text that is not empty"},
      {R"({"origins":"https://a"})", "\"origins\" must be a list of texts"},
      {R"({"origins":["coach.example"]})", "an origin is a scheme"},
      {R"({"exit_site":"javascript:alert"})", "\"exit_site\" must be an https:// address"},
      {R"({"behind_proxy":"yes"})", "\"behind_proxy\" must be true or false"},
      {R"({"signed_only":1})", "\"signed_only\" must be true or false"},
      {R"({"log_level":"loud"})", "\"log_level\" must be debug, info, warn or error"},
      {R"({"listen":"8080"})", "expected an address and a port"},
  };
  for (const auto& [text, says] : faults) {
    const auto config = parse_config(text, Config{});
    ASSERT_FALSE(config.has_value()) << text;
    EXPECT_NE(config.error().find(says), std::string::npos) << config.error();
  }
}

TEST(Config, ReadsAddresses) {
  EXPECT_EQ(parse_listen("127.0.0.1:8080"), (Listen{.address = "127.0.0.1", .port = 8080}));
  EXPECT_EQ(parse_listen("localhost:0"), (Listen{.address = "127.0.0.1", .port = 0}));
  EXPECT_EQ(parse_listen("[::1]:80"), (Listen{.address = "::1", .port = 80}));
  EXPECT_EQ(parse_listen(":80"), (Listen{.address = "::", .port = 80}));
  for (const char* text :
       {"",
        ":",
        "1.2.3.4",
        "1.2.3.4:",
        "1.2.3.4:x",
        "1.2.3.4:65536",
        "host:1",
        "::1:80",
        "[1.2.3.4]:80",
        "[::1:80",
        "1.2.3.4:80 "}) {
    EXPECT_FALSE(parse_listen(text).has_value()) << text;
  }
}

TEST(Origins, AreExact) {
  const server::Origins origins{8080, {"https://coach.example"}};
  for (const char* own :
       {"http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "https://coach.example"}) {
    EXPECT_TRUE(origins.allows(own)) << own;
  }
  for (const char* foreign :
       {"",
        "null",
        "http://localhost",
        "https://localhost:8080",
        "http://localhost:80801",
        "http://coach.example",
        "https://coach.example.evil",
        "https://evil.coach.example",
        "https://coach.example/",
        "HTTPS://COACH.EXAMPLE",
        "https://coach.example, https://b"}) {
    EXPECT_FALSE(origins.allows(foreign)) << foreign;
  }
  EXPECT_TRUE((server::Origins{80, {}}.allows("http://localhost")));
}

TEST(Origins, AreReadAsBrowsersSendThem) {
  EXPECT_EQ(server::Origins::parse("HTTPS://Coach.Example:443/"), "https://coach.example");
  EXPECT_EQ(server::Origins::parse("http://[::1]:8080"), "http://[::1]:8080");
  for (const char* text :
       {"",
        "coach.example",
        "ftp://a",
        "https://",
        "https://a/b",
        "https://a b",
        "https://*",
        "https://a,b",
        "https://u@a"}) {
    EXPECT_FALSE(server::Origins::parse(text).has_value()) << text;
  }
}

TEST(Cookie, IsFoundAmongOthersAndOnlyByItsName) {
  EXPECT_EQ(server::device_of("attune=abc"), "abc");
  EXPECT_EQ(server::device_of("a=b; attune=abc ;c=d"), "abc");
  EXPECT_EQ(server::device_of("xattune=abc"), "");
  EXPECT_EQ(server::device_of("attune"), "");
  EXPECT_EQ(server::device_of(""), "");
  EXPECT_EQ(server::device_of(";;; attune=x"), "x");
}

TEST(Cookie, UnderTlsItIsSecure) {
  EXPECT_TRUE(server::set_device("x", true).ends_with("; Secure"));
  EXPECT_FALSE(server::set_device("x", false).ends_with("; Secure"));
}

TEST(StaticFiles, TheBestCodingThatIsAcceptedIsChosen) {
  const auto best = [](std::string_view header) {
    return server::best_encoding(header, true, true);
  };
  EXPECT_EQ(best("gzip, deflate, br"), "br");
  EXPECT_EQ(best("gzip"), "gzip");
  EXPECT_EQ(best(""), "");
  EXPECT_EQ(best("br;q=0, gzip;q=0.5"), "gzip");
  EXPECT_EQ(best("br; q=0.0,gzip;q=0"), "");
  EXPECT_EQ(best("*"), "br");
  EXPECT_EQ(best("*;q=0"), "");
  EXPECT_EQ(best("br;q=0, *"), "gzip");
  EXPECT_EQ(best("brotli, xgzip"), "");
  EXPECT_EQ(server::best_encoding("br, gzip", false, true), "gzip");
  EXPECT_EQ(server::best_encoding("br, gzip", false, false), "");
}

class WebRoot : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path{::testing::TempDir()} /
            ("attune-web-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
             "-" + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(root_ / "pages/assets");
    write("pages/index.html", "<html><head><title>x</title>");
    write("pages/assets/a.js", "let a;");
    write("pages/assets/.hidden.js", "secret");
    write("pages/package.json", "{}");
    write("secret.js", "secret");
    fs::create_symlink(root_ / "secret.js", root_ / "pages/assets/link.js");
  }

  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream{root_ / name} << text;
  }

  fs::path root_;
};

TEST_F(WebRoot, ServesTheFolderAsItIs) {
  const server::StaticFiles files{root_ / "pages", std::nullopt};
  const auto page = files.find("/", "br");
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->body, "<html><head><title>x</title>");
  const auto script = files.find("/assets/a.js", "br");
  ASSERT_TRUE(script.has_value());
  EXPECT_EQ(script->body, "let a;");
  EXPECT_EQ(script->type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script->headers.front().second, "no-store");
}

TEST_F(WebRoot, NothingOutsideOfItIsReached) {
  const server::StaticFiles files{root_ / "pages", std::nullopt};
  for (const char* path :
       {"/../secret.js",
        "/assets/../../secret.js",
        "/assets/..%2f..%2fsecret.js",
        "//secret.js",
        "/assets//../../secret.js",
        "/assets/./a.js",
        "/assets/.hidden.js",
        "/assets/link.js",
        "/assets/",
        "/assets",
        "/package.json",
        "/assets/none.js",
        "",
        "assets/a.js"}) {
    EXPECT_FALSE(files.find(path, "").has_value()) << path;
  }
}

TEST_F(WebRoot, TheExitSiteStandsInThePage) {
  const server::StaticFiles files{root_ / "pages", "https://www.example.org/"};
  EXPECT_EQ(
      files.find("/", "")->body,
      "<html><head><meta name=\"attune-exit\" content=\"https://www.example.org/\"><title>x</title>"
  );
  const server::StaticFiles embedded{std::nullopt, "https://www.example.org/"};
  EXPECT_NE(embedded.find("/", "br")->body.find("attune-exit"), std::string::npos);
}

}  // namespace
}  // namespace attune::testing
