// `attune listen --measure`, and the courses' own watches held to what docs/SAFETY.md says of them.

#include "engine/listen/listen.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tools/listen_command.h"
#include "tools/listen_measure.h"

namespace attune::tools {
namespace {

namespace fs = std::filesystem;

const engine::Program& dream_course() {
  static const engine::Compilation made = [] {
    const auto sources =
        storage::read_course_folder(fs::path{ATTUNE_SOURCE_DIR} / "dialogues" / "dream");
    return engine::compile(*sources, storage::program_hash);
  }();
  return *made.program;
}

const engine::Listening& dream() {
  return dream_course().listening;
}

std::string measured(const fs::path& path) {
  std::ostringstream out;
  std::ostringstream errors;
  EXPECT_TRUE(measure_listening(dream(), path, out, errors)) << errors.str();
  return out.str();
}

// The percentage after such a word.
double percent(const std::string& report, const std::string& what) {
  std::smatch match;
  const std::regex pattern{what + R"(:\s+([0-9.]+)%)"};
  return std::regex_search(report, match, pattern) ? std::stod(match[1]) : -1;
}

fs::path data(const std::string& name) {
  return fs::path{ATTUNE_SOURCE_DIR} / "tests" / "engine" / "listen" / "data" / name;
}

std::vector<nlohmann::json> heard_lines(const std::string& lines, bool where) {
  std::istringstream in{lines};
  std::ostringstream out;
  hear_lines(dream_course(), where, in, out);
  std::vector<nlohmann::json> heard;
  std::istringstream made{out.str()};
  for (std::string line; std::getline(made, line);) {
    heard.push_back(nlohmann::json::parse(line));
  }
  return heard;
}

TEST(Listening, ALineOfJsonForEachLine) {
  const auto heard = heard_lines("It rained.\r\n\nI want to die tonight\n\xff!", false);
  ASSERT_EQ(heard.size(), 4);
  const nlohmann::json nothing{
      {"text", "It rained."}, {"tier", 0}, {"topic", nullptr}, {"matched", nullptr}
  };
  EXPECT_EQ(heard[0], nothing);
  EXPECT_EQ(heard[1]["text"], "");
  EXPECT_EQ(heard[2]["tier"], 2);
  EXPECT_EQ(heard[2]["topic"], "self_harm");
  EXPECT_NE(heard[2]["text"].get<std::string>().find(heard[2]["matched"]), std::string::npos);
  EXPECT_EQ(heard[2].size(), 4);
  EXPECT_EQ(heard[3]["text"], "\uFFFD!");
}

TEST(Listening, SaysWhichConstructionHeardIt) {
  const auto heard = heard_lines("It rained.\nI want to die tonight\n", true);
  ASSERT_EQ(heard.size(), 2);
  EXPECT_TRUE(heard[0]["where"].is_null());
  const std::string where = heard[1]["where"];
  const std::size_t colon = where.rfind(':');
  const fs::path file{where.substr(0, colon)};
  EXPECT_EQ(file.filename(), "safety.dialogue") << where;
  std::ifstream script{file};
  std::string line;
  for (int left = std::stoi(where.substr(colon + 1)); left > 0; --left) {
    std::getline(script, line);
  }
  EXPECT_TRUE(line.contains("clear:")) << line;
}

TEST(Listening, HearsWhatItWasTunedOn) {
  for (const char* name :
       {"tuning.tsv",
        "tuning_later.tsv",
        "tuning_first_held_out.tsv",
        "tuning_second_writer.tsv",
        "tuning_third_writer.tsv",
        "tuning_fourth_writer.tsv",
        "tuning_wide.tsv",
        "tuning_helplines.tsv"}) {
    const std::string report = measured(data(name));
    EXPECT_GE(percent(report, "explicit statements found"), 94) << report;
    EXPECT_GE(percent(report, "all positives found"), 93) << report;
    EXPECT_LE(percent(report, "false alarms in tier 2"), 2.2) << report;
    EXPECT_LE(percent(report, "false alarms in tier 1"), 15) << report;
  }
}

// The words in which most people say it.
TEST(Listening, HearsWhatIsUsuallySaid) {
  const std::string report = measured(data("usual.tsv"));
  EXPECT_EQ(percent(report, "explicit statements found"), 100) << report;
  EXPECT_GE(percent(report, "tier 2 found in tier 2"), 86) << report;
}

// Written by people who have not seen the constructions, and never tuned on.
struct Floor {
  const char* name;
  double explicit_found;
  double all_found;
  double false_alarms;
};

constexpr Floor unseen[] = {
    {.name = "held_out.tsv", .explicit_found = 91, .all_found = 77, .false_alarms = 3.7},
    {.name = "held_out_second.tsv", .explicit_found = 91, .all_found = 78, .false_alarms = 3.8},
    {.name = "held_out_third.tsv", .explicit_found = 94, .all_found = 79, .false_alarms = 3.9},
    {.name = "held_out_typical.tsv", .explicit_found = 97, .all_found = 88, .false_alarms = 3},
    {.name = "held_out_typical_second.tsv",
     .explicit_found = 97,
     .all_found = 91,
     .false_alarms = 6.5},
    {.name = "held_out_helplines.tsv", .explicit_found = 97, .all_found = 93, .false_alarms = 3},
};

// These are what is reached: no change may make it worse.
TEST(Listening, HearsWhatItHasNotSeen) {
  for (const Floor& floor : unseen) {
    const std::string report = measured(data(floor.name));
    EXPECT_GE(percent(report, "explicit statements found"), floor.explicit_found) << report;
    EXPECT_GE(percent(report, "all positives found"), floor.all_found) << report;
    const double alarms = percent(report, "false alarms in tier 2");
    EXPECT_GE(alarms, 0) << report;
    EXPECT_LE(alarms, floor.false_alarms) << report;
  }
}

// How many of how many, over all files that it has not seen.
double percent_unseen(const std::string& what) {
  double found = 0;
  double all = 0;
  const std::regex pattern{what + R"(:\s+[0-9.]+% \(([0-9]+)/([0-9]+);)"};
  for (const Floor& floor : unseen) {
    const std::string report = measured(data(floor.name));
    std::smatch match;
    EXPECT_TRUE(std::regex_search(report, match, pattern)) << report;
    found += std::stod(match[1]);
    all += std::stod(match[2]);
  }
  return 100 * found / all;
}

// The goals of docs/SAFETY.md.
TEST(Listening, HearsOverAllThatItHasNotSeenWhatIsAskedFor) {
  EXPECT_GE(percent_unseen("explicit statements found"), 95);
  EXPECT_GE(percent_unseen("all positives found"), 85);
  EXPECT_LE(percent_unseen("false alarms in tier 2"), 5);
}

// Answers such as most people give, strong words and all: whoever is asked again and again whether
// they are safe stops writing.
TEST(Listening, LeavesOrdinaryAnswersAlone) {
  for (const char* name : {"ordinary.tsv", "tuning_ordinary.tsv"}) {
    const std::string report = measured(data(name));
    const double interrupted = percent(report, "false alarms in tier 2");
    const double asked = percent(report, "false alarms in tier 1");
    EXPECT_GE(interrupted, 0) << report;
    EXPECT_LE(interrupted, 1) << report;
    EXPECT_GE(asked, 0) << report;
    EXPECT_LE(asked, 4) << report;
  }
}

TEST(Listening, WilsonsIntervalIsThatOfTheBooks) {
  // Newcombe 1998, table I: 81 of 263, and 15 of 148.
  EXPECT_NEAR((Proportion{81, 263}.low()), 0.2553, 0.0001);
  EXPECT_NEAR((Proportion{81, 263}.high()), 0.3662, 0.0001);
  EXPECT_NEAR((Proportion{15, 148}.low()), 0.0624, 0.0001);
  EXPECT_NEAR((Proportion{15, 148}.high()), 0.1605, 0.0001);
  EXPECT_EQ((Proportion{0, 0}.high()), 0);
}

TEST(Listening, CountsByTopicAndNamesLinesAndNeverWords) {
  const test::TempFolder folder;
  const fs::path path = folder.path() / "lines.tsv";
  std::ofstream{path} << "# a note\n"
                         "I want to die\t2\tself_harm\texplicit\n"
                         "The weather is fine\t2\tself_harm\texplicit\n"
                         "I want to kill myself\t0\t\tidiom\n"
                         "The sun is out\t0\t\tidiom\n";
  const std::string report = measured(path);
  EXPECT_NE(report.find("recall 50.0% (1/2; "), std::string::npos) << report;
  EXPECT_NE(report.find("precision 50.0% (1/2; "), std::string::npos) << report;
  EXPECT_EQ(percent(report, "false alarms in tier 2"), 50);
  EXPECT_NE(report.find("missed\n  explicit           lines 3\n"), std::string::npos) << report;
  EXPECT_NE(report.find("false alarm, tier 2\n  idiom              lines 4\n"), std::string::npos);
  EXPECT_EQ(report.find("weather"), std::string::npos);
}

TEST(Listening, SaysWhichLineOfTheFileIsAmiss) {
  const test::TempFolder folder;
  const fs::path path = folder.path() / "lines.tsv";
  std::ofstream{path} << "I want to die\t2\tself_harm\texplicit\nsecret words\t7\n";
  std::ostringstream out;
  std::ostringstream errors;
  EXPECT_FALSE(measure_listening(dream(), path, out, errors));
  EXPECT_EQ(
      errors.str(),
      path.string() +
          ":2: a line has a text, a tier (0, 1 or 2), a topic and a class, with tabs between "
          "them.\n"
  );
  EXPECT_FALSE(measure_listening(dream(), folder.path() / "none.tsv", out, errors));
}

}  // namespace
}  // namespace attune::tools
