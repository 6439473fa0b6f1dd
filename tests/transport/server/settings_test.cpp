#include "transport/config/sources.h"
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

std::expected<Settled, std::vector<std::string>> settle_file(const std::string& text) {
  return settle(Spoken{.flags = {}, .environment = {}, .file = {{text, "a.toml"}}});
}

std::string all_of(const std::vector<std::string>& problems) {
  std::string text;
  for (const std::string& problem : problems) {
    text += problem + "\n";
  }
  return text;
}

TEST(Config, ReadsAllThatMayBeSet) {
  const auto settled = settle_file(R"(
# comments are fine
listen = "0.0.0.0:9000"
data = "/var/lib/attune"
courses = "c"
web_root = "w"
origins = ["https://coach.example/", "http://10.0.0.1:80"]
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
signed_only = true
exit_site = "https://www.example.org/weather"
log_level = "warn"

[limits]
messages_burst = 7.5
messages_per_s = 3
connections_max = 5
idle_timeout_s = 9
)");
  ASSERT_TRUE(settled.has_value()) << all_of(settled.error());
  const Config& config = settled->config;
  EXPECT_EQ(config.listen, (Listen{.address = "0.0.0.0", .port = 9000}));
  EXPECT_EQ(config.data, "/var/lib/attune");
  EXPECT_EQ(config.courses, "c");
  EXPECT_EQ(config.web_root, "w");
  EXPECT_EQ(config.origins, (std::vector<std::string>{"https://coach.example", "http://10.0.0.1"}));
  EXPECT_EQ(config.trusted_proxies, (std::vector<std::string>{"127.0.0.1", "10.0.0.0/8"}));
  EXPECT_TRUE(config.signed_only);
  EXPECT_EQ(config.exit_site, "https://www.example.org/weather");
  EXPECT_EQ(config.log_level, "warn");
  EXPECT_EQ(config.limits.messages_burst, 7.5);
  EXPECT_EQ(config.limits.messages_per_s, 3);
  EXPECT_EQ(config.limits.connections_max, 5U);
  EXPECT_EQ(config.limits.idle_timeout_s, 9U);
  EXPECT_EQ(config.limits.warnings, Config{}.limits.warnings);
}

TEST(Config, SaysWhatIsWrongWhereAndHowToMendIt) {
  const std::pair<std::string, std::string> faults[] = {
      {"listen = ", "a.toml:1: "},
      {"\n{", "a.toml:2: "},
      {"\nlisen = \"x\"", "a.toml:2: there is no setting \"lisen\"; did you mean \"listen\"?"},
      {"zebra = 1", "there is no setting \"zebra\"; attune serve --check-config shows them all"},
      {"[limits]\nmesages_burst = 1",
       "a.toml:2: there is no setting \"limits.mesages_burst\"; did you mean "
       "\"limits.messages_burst\"?"},
      {"[limit]\nwarnings = 1", "there is no setting \"limit\"; did you mean \"limits\"?"},
      {"limits = 7", "\"limits\" is a table: a line [limits]"},
      {"[limits]\nwarnings = 0", "a.toml:2: \"limits.warnings\" must be a whole number above 0"},
      {"[limits]\nwarnings = 1.5", "\"limits.warnings\" must be a whole number above 0"},
      {"[limits]\nmessages_per_s = -1", "\"limits.messages_per_s\" must be a number above 0"},
      {"[limits]\nmessages_per_s = nan", "\"limits.messages_per_s\" must be a number above 0"},
      {"data = \"\"", "\"data\" must be a text that is not empty"},
      {"data = 2026-11-25", "\"data\" must be a text that is not empty"},
      {"origins = \"https://a\"", "\"origins\" must be a list of texts"},
      {"origins = [1]", "\"origins\" must be a list of texts"},
      {"origins = [\"coach.example\"]", "\"origins\": an origin is a scheme"},
      {"trusted_proxies = [\"proxy\"]", "\"trusted_proxies\": \"proxy\" is no address"},
      {"behind_proxy = true", "it is trusted_proxies now"},
      {"exit_site = \"javascript:alert\"", "\"exit_site\" must be an https:// address"},
      {"signed_only = 1", "\"signed_only\" must be true or false"},
      {"log_level = \"loud\"", "\"log_level\" must be debug, info, warn or error"},
      {"listen = \"8080\"", "\"listen\": expected an address and a port"},
  };
  for (const auto& [text, says] : faults) {
    const auto settled = settle_file(text);
    ASSERT_FALSE(settled.has_value()) << text;
    EXPECT_NE(all_of(settled.error()).find(says), std::string::npos) << all_of(settled.error());
  }
  EXPECT_EQ(settle_file("lisen = 1\ndta = 2\n[limits]\nwarnings = 0").error().size(), 3U)
      << "all that is wrong is said at once";
}

TEST(Config, TheCommandLineHasTheLastWordThenTheEnvironmentThenTheFile) {
  const auto settled = settle(Spoken{
      .flags =
          {{"listen", {"127.0.0.1:3"}},
           {"origins", {"https://a", "https://b"}},
           {"courses", {}},
           {"trusted_proxies", {}}},
      .environment =
          {{"ATTUNE_LISTEN", "127.0.0.1:2"},
           {"ATTUNE_DATA", "env"},
           {"ATTUNE_SIGNED_ONLY", "true"},
           {"ATTUNE_LIMITS_WARNINGS", "7"},
           {"ATTUNE_TRUSTED_PROXIES", "127.0.0.1, ::1"},
           {"ATTUNE_CONFIG", "a.toml"}},
      .file =
          {{"listen = \"127.0.0.1:1\"\ndata = \"file\"\ncourses = \"c\"\norigins = "
            "[\"https://c\"]",
            "a.toml"}}
  });
  ASSERT_TRUE(settled.has_value()) << all_of(settled.error());
  EXPECT_EQ(settled->config.listen.port, 3);
  EXPECT_EQ(settled->config.data, "env");
  EXPECT_EQ(settled->config.courses, "c");
  EXPECT_TRUE(settled->config.signed_only);
  EXPECT_EQ(settled->config.limits.warnings, 7U);
  EXPECT_EQ(settled->config.origins, (std::vector<std::string>{"https://a", "https://b"}));
  EXPECT_EQ(settled->config.trusted_proxies, (std::vector<std::string>{"127.0.0.1", "::1"}));
  const std::string shown = in_force(*settled);
  for (const char* line :
       {"listen = '127.0.0.1:3'  # --listen\n",
        "data = 'env'  # ATTUNE_DATA\n",
        "courses = 'c'  # a.toml\n",
        "origins = [ 'https://a', 'https://b' ]  # --origin\n",
        "# exit_site: as the pages have it\n",
        "log_level = 'info'  # default\n",
        "[limits]\nmessages_burst = 20.0  # default\n",
        "warnings = 7  # ATTUNE_LIMITS_WARNINGS\n"}) {
    EXPECT_NE(shown.find(line), std::string::npos) << line << "\n" << shown;
  }
}

TEST(Config, WhatCheckConfigPrintsIsASettingsFileThatSaysTheSame) {
  const auto settled = settle(Spoken{
      .flags = {{"listen", {"[::1]:443"}}, {"limits.messages_per_s", {"0.25"}}},
      .environment = {},
      .file = std::nullopt
  });
  ASSERT_TRUE(settled.has_value());
  const auto again = settle_file(in_force(*settled));
  ASSERT_TRUE(again.has_value()) << all_of(again.error());
  for (const Setting& setting : settings()) {
    EXPECT_EQ(setting.get(again->config), setting.get(settled->config)) << setting.name;
  }
}

TEST(Config, AWrongNameInTheEnvironmentIsSaid) {
  const auto settle_with = [](const std::string& name, const std::string& value) {
    return settle(Spoken{.flags = {}, .environment = {{name, value}}, .file = std::nullopt});
  };
  const auto near = settle_with("ATTUNE_LIMITS_WARNING", "3");
  ASSERT_FALSE(near.has_value());
  EXPECT_NE(near.error().front().find("did you mean ATTUNE_LIMITS_WARNINGS?"), std::string::npos)
      << near.error().front();
  const auto other = settle_with("ATTUNE_SOMETHING_ELSE", "3");
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(other->notes.size(), 1U);
  EXPECT_EQ(
      settle_with("ATTUNE_SIGNED_ONLY", "yes").error().front(),
      "ATTUNE_SIGNED_ONLY must be true or false"
  );
  EXPECT_EQ(
      settle_with("ATTUNE_LIMITS_WARNINGS", "many").error().front(),
      "ATTUNE_LIMITS_WARNINGS must be a whole number above 0"
  );
}

TEST(Config, EverySettingStandsInTheOperatorsPage) {
  std::ifstream file{fs::path{ATTUNE_SOURCE_DIR} / "docs/OPERATIONS.md"};
  const std::string page{std::istreambuf_iterator<char>{file}, {}};
  for (const Setting& setting : settings()) {
    const std::string name = setting.name.substr(setting.name.find('.') + 1);
    EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << setting.name;
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
