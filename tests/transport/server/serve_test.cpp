// The program itself: `attune serve` as an operator, and scripts/serve, start and stop it.
#include "tests/transport/server/test_certificate.h"
#include "tests/transport/server/test_client.h"
#include "tests/transport/server/test_course.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace attune::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#define ATTUNE_SANITIZED
#endif
#endif
#ifdef ATTUNE_SANITIZED
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

// `attune ARGUMENTS`, with what it writes.
class Program {
 public:
  // `descriptors`: the most that it may have open; 0 for the usual.
  explicit Program(
      const std::vector<std::string>& arguments, const fs::path& errors, rlim_t descriptors = 0
  ) {
    std::array<int, 2> out{};
    if (::pipe(out.data()) != 0) {
      throw std::runtime_error{"pipe"};
    }
    child_ = ::fork();
    if (child_ == 0) {
      std::vector<char*> raw{const_cast<char*>(ATTUNE_PROGRAM)};
      for (const std::string& argument : arguments) {
        raw.push_back(const_cast<char*>(argument.c_str()));
      }
      raw.push_back(nullptr);
      ::dup2(out[1], STDOUT_FILENO);
      const bool redirected = std::freopen(errors.c_str(), "w", stderr) != nullptr;
      ::close(out[0]);
      ::close(out[1]);
      if (descriptors > 0) {
        const rlimit limit{.rlim_cur = descriptors, .rlim_max = descriptors};
        ::setrlimit(RLIMIT_NOFILE, &limit);
      }
      if (redirected) {
        ::execv(ATTUNE_PROGRAM, raw.data());
      }
      ::_exit(127);
    }
    ::close(out[1]);
    out_ = ::fdopen(out[0], "r");
  }

  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  ~Program() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
    std::fclose(out_);
  }

  std::string line() {
    std::array<char, 256> text{};
    return std::fgets(text.data(), text.size(), out_) == nullptr ? "" : text.data();
  }

  pid_t pid() const { return child_; }

  void signal(int number) { ::kill(child_, number); }

  int wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t child_ = -1;
  std::FILE* out_ = nullptr;
};

std::uint16_t port_in(const std::string& line) {
  const std::string said = "listening on http://127.0.0.1:";
  EXPECT_TRUE(line.starts_with(said)) << line;
  return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

class Serve : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path{::testing::TempDir()} / ("attune-serve-" + std::to_string(::getpid()));
    for (const engine::SourceFile& file : test_course().files) {
      write("courses/" + file.path, file.text);
    }
  }

  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream{root_ / name} << text;
  }

  std::string errors() {
    std::ifstream file{root_ / "errors"};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  std::vector<std::string> arguments(const std::vector<std::string>& more = {}) {
    std::vector<std::string> all{
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        (root_ / "data").string(),
        "--courses",
        (root_ / "courses").string()
    };
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  int outcome(const std::vector<std::string>& all) {
    Program program{all, root_ / "errors"};
    return program.wait();
  }

  fs::path root_;
};

TEST_F(Serve, ListensAndStopsWhenItIsAsked) {
  for (const int number : {SIGTERM, SIGINT}) {
    Program program{arguments(), root_ / "errors"};
    const std::uint16_t port = port_in(program.line());
    Conversation conversation{port, begin_journey(port)};
    conversation.hello();
    program.signal(number);
    EXPECT_EQ(conversation.close_code(), 1001U);
    conversation.send_frame(8, "");
    EXPECT_EQ(program.wait(), 0);
  }
  struct stat about{};
  ASSERT_EQ(::stat((root_ / "data").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0700U);
}

TEST_F(Serve, WhatWasKeptIsThereAfterAKill) {
  Begun begun;
  json told;
  json question;
  {
    Program program{arguments(), root_ / "errors"};
    const std::uint16_t port = port_in(program.line());
    begun = begin_journey(port);
    Conversation conversation{port, begun};
    question = conversation.hello().back()["open"];
    conversation.send(
        {{"type", "answer"}, {"request", "r1"}, {"question", question}, {"value", "gently"}}
    );
    told = conversation.message();
    ASSERT_EQ(told["type"], "kept");
    program.signal(SIGKILL);
    program.wait();
  }
  Program program{arguments(), root_ / "errors"};
  const std::uint16_t port = port_in(program.line());
  Conversation conversation{port, begun};
  const auto messages = conversation.hello();
  EXPECT_NE(std::ranges::find(messages, told), messages.end());
  conversation.send(
      {{"type", "answer"}, {"request", "r1"}, {"question", question}, {"value", "gently"}}
  );
  EXPECT_EQ(conversation.message(), told);
  const Reply resumed = call(port, "POST", "/api/resume", {}, json{{"words", begun.words}}.dump());
  EXPECT_EQ(resumed.json()["journey"]["id"], begun.journey["id"]);
}

TEST_F(Serve, ACourseWithAMistakeIsNotServed) {
  write(
      "courses/plain/second.dialogue", "dialogue second\ntitle: Second\nabout: x\n\nscene a\ngo b\n"
  );
  EXPECT_EQ(outcome(arguments()), 1);
  EXPECT_NE(errors().find("second.dialogue:6:"), std::string::npos) << errors();
  EXPECT_NE(errors().find("a course has errors"), std::string::npos) << errors();
}

TEST_F(Serve, SignedOnlyMeansThatEveryRoleHasSignedJustTheseWords) {
  const std::string folder = (root_ / "courses/plain").string();
  EXPECT_EQ(outcome(arguments({"--signed-only"})), 1);
  EXPECT_NE(
      errors().find(folder + ": draft, peer, clinical_lead, safety and release have not "),
      std::string::npos
  ) << errors();
  EXPECT_NE(errors().find("attune sign " + folder + " --list"), std::string::npos) << errors();
  for (const char* role : {"draft", "peer", "clinical_lead", "safety", "release"}) {
    ASSERT_EQ(outcome({"sign", folder, "--role", role, "--as", std::string{"One as "} + role}), 0)
        << errors();
  }
  {
    Program program{arguments({"--signed-only"}), root_ / "errors"};
    EXPECT_EQ(call(port_in(program.line()), "GET", "/readyz").status, 200);
  }
  write("courses/plain/safety.dialogue", "dialogue safety\npart help\nCoach: Help.\nreturn\n");
  write("settings.toml", "signed_only = true\n");
  EXPECT_EQ(outcome(arguments({"--config", (root_ / "settings.toml").string()})), 1);
  EXPECT_NE(errors().find("have not signed these words"), std::string::npos) << errors();
  Program program{arguments(), root_ / "errors"};
  EXPECT_EQ(call(port_in(program.line()), "GET", "/readyz").status, 200);
}

TEST_F(Serve, SignaturesThatCannotBeReadAreNone) {
  write("courses/plain/signatures.txt", "draft: Mira\non: yesterday\n");
  EXPECT_EQ(outcome(arguments({"--signed-only"})), 1);
  EXPECT_NE(errors().find("signatures.txt:2: The day of a signature"), std::string::npos)
      << errors();
}

TEST_F(Serve, WithoutCoursesThereIsNothingToServe) {
  fs::remove_all(root_ / "courses");
  fs::create_directories(root_ / "courses");
  EXPECT_EQ(outcome(arguments()), 1);
  EXPECT_NE(errors().find("holds no course"), std::string::npos) << errors();
}

TEST_F(Serve, WrongUseIs2AndSaysWhatIsWrong) {
  write("settings.toml", "[limits]\nnonsense = 1\n");
  const std::string settings = (root_ / "settings.toml").string();
  const std::pair<std::vector<std::string>, std::string> faults[] = {
      {{}, "subcommand"},
      {{"dance"}, "there is no command \"dance\""},
      {{"serve", "--bogus"}, "--bogus"},
      {{"serve", "--listen", "nowhere"}, "--listen: expected an address and a port"},
      {{"serve", "--origin", "nowhere"}, "--origin: an origin is"},
      {{"serve", "--config", "/none.toml"}, "/none.toml: cannot be read"},
      {{"serve", "--config", settings}, settings + ":2: there is no setting \"limits.nonsense\""},
  };
  for (const auto& [all, says] : faults) {
    EXPECT_EQ(outcome(all), 2) << says;
    EXPECT_NE(errors().find(says), std::string::npos) << errors();
  }
  EXPECT_EQ(outcome({"--help"}), 0);
  EXPECT_EQ(outcome({"serve", "--help"}), 0);
  EXPECT_EQ(outcome({"--version"}), 0);
}

TEST_F(Serve, CheckConfigSaysWhatIsInForceAndStartsNothing) {
  write("settings.toml", "[limits]\nwarnings = 4\n");
  Program program{
      arguments({"--check-config", "--config", (root_ / "settings.toml").string()}),
      root_ / "errors"
  };
  std::string said;
  for (std::string line = program.line(); !line.empty(); line = program.line()) {
    said += line;
  }
  EXPECT_EQ(program.wait(), 0);
  EXPECT_NE(said.find("listen = '127.0.0.1:0'  # --listen\n"), std::string::npos) << said;
  EXPECT_NE(said.find("warnings = 4  # " + (root_ / "settings.toml").string()), std::string::npos)
      << said;
  EXPECT_FALSE(fs::exists(root_ / "data"));
}

TEST_F(Serve, SpeaksTlsAndTakesUpARenewedCertificateAtAHangup) {
  write_certificate(root_ / "tls", "first.example");
  const std::vector<std::string> tls{
      "--tls-cert", (root_ / "tls/cert.pem").string(), "--tls-key", (root_ / "tls/key.pem").string()
  };
  Program program{arguments(tls), root_ / "errors"};
  const std::string line = program.line();
  ASSERT_TRUE(line.starts_with("listening on https://127.0.0.1:")) << line << errors();
  const Door door{static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1))), true};
  EXPECT_EQ(Connection{door}.certificate_name(), "first.example");
  write_certificate(root_ / "tls", "second.example");
  program.signal(SIGHUP);
  for (int tries = 0; tries < 500 && errors().find("certificate_loaded") == std::string::npos;
       ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  EXPECT_EQ(Connection{door}.certificate_name(), "second.example");
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
}

TEST_F(Serve, WithoutAUsableCertificateNothingIsServed) {
  write_certificate(root_ / "tls", "first.example");
  const std::string certificate = (root_ / "tls/cert.pem").string();
  EXPECT_EQ(outcome(arguments({"--tls-cert", certificate})), 2);
  EXPECT_NE(errors().find("tls_cert and tls_key go together"), std::string::npos) << errors();
  EXPECT_EQ(outcome(arguments({"--tls-cert", certificate, "--tls-key", certificate})), 1);
  EXPECT_NE(errors().find("the key " + certificate), std::string::npos) << errors();
}

TEST_F(Serve, APortThatIsTakenIsSaid) {
  Program first{arguments(), root_ / "other-errors"};
  const std::uint16_t port = port_in(first.line());
  auto second = arguments();
  second[2] = "127.0.0.1:" + std::to_string(port);
  second[4] = (root_ / "other-data").string();
  EXPECT_EQ(outcome(second), 1);
  EXPECT_NE(errors().find("cannot listen on 127.0.0.1:"), std::string::npos) << errors();
}

TEST_F(Serve, OutOfDescriptorsItWaitsAndGoesOn) {
  if (is_sanitized) {
    GTEST_SKIP() << "the sanitizer itself needs descriptors, to look at an object's type";
  }
  constexpr rlim_t descriptors = 32;
  Program program{arguments(), root_ / "errors", descriptors};
  const std::uint16_t port = port_in(program.line());
  {
    std::vector<Connection> many;
    for (rlim_t i = 0; i < 2 * descriptors; ++i) {
      many.emplace_back(port);
    }
    // The first of them may well be answered before the last are taken.
    for (int tries = 0; tries < 500 && errors().find("accept_failed") == std::string::npos;
         ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    EXPECT_NE(errors().find("accept_failed"), std::string::npos);
    many.front().write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(read_reply(many.front()).status, 200);
  }
  EXPECT_EQ(call(port, "GET", "/healthz").status, 200);
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
}

TEST_F(Serve, TheLogHoldsNoWordOfAPerson) {
  write("settings.toml", "log_level = \"debug\"\n");
  {
    Program program{arguments({"--config", (root_ / "settings.toml").string()}), root_ / "errors"};
    const std::uint16_t port = port_in(program.line());
    const Begun begun = begin_journey(port);
    Conversation conversation{port, begun};
    json question = conversation.hello().back()["open"];
    for (const char* value : {"gently", "Zanzibar"}) {
      conversation.send(
          {{"type", "answer"}, {"request", value}, {"question", question}, {"value", value}}
      );
      question = conversation.until("asked").back()["question"];
    }
    call(port, "GET", "/api/journey/export?format=json&Zanzibar", {{"Cookie", begun.cookie}});
    call(port, "GET", "/Zanzibar?Zanzibar");
    call(port, "POST", "/api/resume", {}, json{{"words", "Zanzibar"}}.dump());
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0);
    const std::string log = errors();
    EXPECT_EQ(log.find("Zanzibar"), std::string::npos) << log;
    EXPECT_EQ(log.find("Sam"), std::string::npos);
    EXPECT_EQ(log.find(begun.cookie.substr(begun.cookie.find('=') + 1)), std::string::npos);
    EXPECT_NE(log.find(R"("route":"/api/journey/export")"), std::string::npos) << log;
  }
}

// Every file that a server left, and what it said.
std::string all_bytes_in(const fs::path& folder) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      std::ifstream file{entry.path(), std::ios::binary};
      all.append(std::istreambuf_iterator<char>{file}, {});
    }
  }
  return all;
}

// The course goes round; killed and not stopped, so that the log of the journal is there as well.
TEST_F(Serve, WhatPeopleWriteIsInNoFile) {
  write("courses/plain/first.dialogue", R"(dialogue first
title: First
about: A text, again and again.
endless

scene start
Coach: Hello, {you.name}.
ask long text note: What comes to mind?
Coach: You wrote: {note or "nothing"}
go start
)");
  write("settings.toml", R"(log_level = "debug"

[limits]
messages_burst = 200
journey_messages_burst = 200
)");
  const auto all = arguments({"--config", (root_ / "settings.toml").string()});
  const fs::path copy = root_ / "backup";
  Begun begun;
  for (const int number : {SIGKILL, SIGTERM}) {
    Program program{all, root_ / "errors"};
    const std::uint16_t port = port_in(program.line());
    begun = begin_journey(port);
    Conversation conversation{port, begun};
    json question = conversation.hello().back()["open"];
    for (int i = 0; i < 50; ++i) {
      conversation.send(
          {{"type", "answer"},
           {"request", "r" + std::to_string(i)},
           {"question", question},
           {"value", "The marked sentence " + std::to_string(i) + " is about Zanzibar."}}
      );
      question = conversation.until("asked").back()["question"];
    }
    fs::create_directories(copy);
    for (const auto& entry : fs::directory_iterator(root_ / "data")) {
      fs::copy_file(
          entry.path(),
          copy / (std::to_string(number) + entry.path().filename().string()),
          fs::copy_options::overwrite_existing
      );
    }
    program.signal(number);
    program.wait();
    const std::string found = all_bytes_in(root_ / "data") + all_bytes_in(copy) + errors();
    EXPECT_GT(found.size(), 50'000U);
    EXPECT_EQ(found.find("Zanzibar"), std::string::npos);
    EXPECT_EQ(found.find("marked sentence"), std::string::npos);
    EXPECT_EQ(found.find("Sam"), std::string::npos);
    EXPECT_EQ(found.find(begun.words), std::string::npos);
    EXPECT_EQ(found.find(begun.cookie.substr(begun.cookie.find('=') + 1)), std::string::npos);
  }
  // They are there for who wrote them.
  Program program{all, root_ / "errors"};
  const std::uint16_t port = port_in(program.line());
  const Reply whole =
      call(port, "GET", "/api/journey/export?format=json", {{"Cookie", begun.cookie}});
  EXPECT_NE(whole.body.find("The marked sentence 49 is about Zanzibar."), std::string::npos);
  EXPECT_EQ(
      call(port, "DELETE", "/api/journey", {{"Cookie", begun.cookie}}, R"({"confirm":"erase"})")
          .status,
      204
  );
  EXPECT_EQ(call(port, "POST", "/api/resume", {}, json{{"words", begun.words}}.dump()).status, 401);
}

TEST_F(Serve, IsLeftOutOfCoreDumps) {
  Program program{arguments(), root_ / "errors"};
  ASSERT_FALSE(program.line().empty());
  std::ifstream limits{"/proc/" + std::to_string(program.pid()) + "/limits"};
  const std::string text{std::istreambuf_iterator<char>{limits}, {}};
  const std::size_t at = text.find("Max core file size");
  ASSERT_NE(at, std::string::npos);
  std::istringstream line{text.substr(at + std::string{"Max core file size"}.size())};
  std::string soft;
  std::string hard;
  line >> soft >> hard;
  EXPECT_EQ(soft, "0");
  EXPECT_EQ(hard, "0");
}

// The text of the first stage with something in it changed.
std::string first_stage_with(std::string_view from, std::string_view to) {
  for (const engine::SourceFile& file : test_course().files) {
    if (file.path.ends_with("first.dialogue")) {
      std::string text = file.text;
      const std::size_t at = text.find(from);
      EXPECT_NE(at, std::string::npos) << from;
      return text.replace(at, from.size(), to);
    }
  }
  return {};
}

TEST_F(Serve, WithWatchAChangedScriptReachesOpenConversationsAtOnce) {
  Program program{arguments({"--watch"}), root_ / "errors"};
  const std::uint16_t port = port_in(program.line());
  Conversation conversation{port, begin_journey(port)};
  const json open = conversation.hello().back()["open"];
  write("courses/plain/first.dialogue", "dialogue first\ntitle: First\nCuach: what\n");
  for (int tries = 0; tries < 500 && errors().find("has errors") == std::string::npos; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  EXPECT_NE(errors().find("first.dialogue:3:1: error A001"), std::string::npos) << errors();
  EXPECT_NE(errors().find("the version before stays in force"), std::string::npos) << errors();
  write("courses/plain/first.dialogue", first_stage_with("- gently", "- slowly: Slowly\n- gently"));
  const json asked = conversation.until("asked").back();
  EXPECT_NE(asked["question"], open);
  EXPECT_EQ(asked["options"][0]["id"], "slowly");
  conversation.send({{"type", "answer"}, {"request", "r1"}, {"question", open}, {"value", "gently"}}
  );
  EXPECT_EQ(conversation.message()["code"], "not_open");
  conversation.send(
      {{"type", "answer"}, {"request", "r2"}, {"question", asked["question"]}, {"value", "slowly"}}
  );
  EXPECT_EQ(conversation.message()["label"], "Slowly");
}

TEST_F(Serve, APublishedVersionIsNoticedByTheRunningServer) {
  Program program{arguments(), root_ / "errors"};
  const std::uint16_t port = port_in(program.line());
  Conversation conversation{port, begin_journey(port)};
  const json open = conversation.hello().back()["open"];
  write("courses/plain/first.dialogue", first_stage_with("- gently", "- slowly: Slowly\n- gently"));
  Program publish{
      {"publish",
       (root_ / "courses/plain").string(),
       "--data",
       (root_ / "data").string(),
       "--urgent"},
      root_ / "publish-errors"
  };
  EXPECT_EQ(publish.wait(), 0);
  const json asked = conversation.until("asked").back();
  EXPECT_NE(asked["question"], open);
  EXPECT_EQ(asked["options"][0]["id"], "slowly");
}

TEST_F(Serve, WhatOperatorsDoStandsInTheAuditLogAndNoWordOfAPerson) {
  {
    Program program{arguments({"--limits.warnings", "9"}), root_ / "errors"};
    const std::uint16_t port = port_in(program.line());
    const Begun begun = begin_journey(port);
    write("courses/plain/first.dialogue", first_stage_with("- gently", "- slowly: Slow\n- gently"));
    Program publish{
        {"publish",
         (root_ / "courses/plain").string(),
         "--data",
         (root_ / "data").string(),
         "--note",
         "after review"},
        root_ / "publish-errors"
    };
    EXPECT_EQ(publish.wait(), 0);
    const std::string metrics = call(port, "GET", "/metrics").body;
    for (const char* line :
         {"attune_build_info{version=",
          "attune_journeys_total{what=\"begun\"} 1",
          "attune_commit_seconds_count",
          "attune_commit_failures_total 0",
          "attune_storage_waiting 0",
          "attune_storage_bytes{file=\"log\"}",
          "attune_process{what=\"open_files\"}"}) {
      EXPECT_NE(metrics.find(line), std::string::npos) << line << "\n" << metrics;
    }
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0);
  }
  std::ifstream file{root_ / "data/audit.log"};
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) {
    EXPECT_EQ(line.find("Sam"), std::string::npos);
    lines.push_back(json::parse(line));
  }
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["action"], "started");
  EXPECT_EQ(lines[0]["limits.warnings"], "9");
  EXPECT_EQ(lines[1]["action"], "published");
  EXPECT_EQ(lines[1]["course"], "plain");
  EXPECT_EQ(lines[1]["note"], "after review");
  EXPECT_EQ(lines[2]["action"], "stopped");
}

TEST_F(Serve, AFolderThatWouldStrandSomebodyIsNotServed) {
  {
    Program program{arguments(), root_ / "errors"};
    begin_journey(port_in(program.line()));
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0);
  }
  std::string gone = first_stage_with("pace", "tempo");
  for (std::size_t at = gone.find("pace"); at != std::string::npos; at = gone.find("pace")) {
    gone.replace(at, 4, "tempo");
  }
  write("courses/plain/first.dialogue", gone);
  Program program{arguments(), root_ / "errors"};
  const std::uint16_t port = port_in(program.line());
  EXPECT_NE(errors().find(R"("event":"course_not_published")"), std::string::npos) << errors();
  Conversation conversation{port, begin_journey(port)};
  EXPECT_EQ(conversation.hello().back()["type"], "current");
}

}  // namespace
}  // namespace attune::testing
