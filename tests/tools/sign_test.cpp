// Signing a course, as a clinician does it.

#include "engine/base/calendar.h"

#include "storage/signatures.h"

#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>

namespace attune::tools {
namespace {

using test::Ran;
using test::run;

class Sign : public testing::Test {
 protected:
  Sign() {
    write("course.dialogue", "course small\nstages: talk\n");
    write("talk.dialogue", "dialogue talk\nscene a\nCoach: Hello.\nfinish\n");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_.path() / name, std::ios::binary} << text;
  }

  std::string signatures() const {
    std::ifstream file{folder_.path() / storage::signatures_file, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  }

  Ran sign(const std::string& name, const std::string& role) const {
    return run({"sign", course(), "--as", name, "--role", role});
  }

  std::string course() const { return folder_.path().string(); }

  // The hash as it is shown: what stands behind "signed" or the course's name.
  std::string shown_hash() const {
    const std::string out = run({"sign", course(), "--list"}).out;
    return out.substr(course().size() + 2, out.find('\n') - course().size() - 2);
  }

  // The tools sign with today's date.
  static std::string today() {
    return engine::iso_day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  }

  test::TempFolder folder_;
};

TEST_F(Sign, RecordsWhoSignedWhatAndWhen) {
  const std::string before = today();
  const Ran ran =
      run({"sign", course(), "--as", " Mira Sand ", "--role", "draft", "--note", "First whole one"}
      );
  EXPECT_EQ(ran.status, 0) << ran.errors;
  EXPECT_EQ(ran.out, course() + ": Mira Sand signed " + shown_hash() + " as draft\n");
  const auto all = storage::parse_signatures(signatures());
  ASSERT_TRUE(all.has_value());
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().by, "Mira Sand");
  EXPECT_EQ(all->front().note, "First whole one");
  EXPECT_EQ(storage::short_form(all->front().program), shown_hash());
  EXPECT_GE(engine::iso_day(all->front().on), before);
  EXPECT_LE(engine::iso_day(all->front().on), today());
}

TEST_F(Sign, ListsWhoIsMissingAndForWhomTheWordsChanged) {
  sign("Mira Sand", "draft");
  sign("Jo Lind", "peer");
  const std::string earlier = shown_hash();
  write("talk.dialogue", "dialogue talk\nscene a\nCoach: Hello there.\nfinish\n");
  sign("Mira Sand", "draft");
  const Ran ran = run({"sign", course(), "--list"});
  EXPECT_EQ(ran.status, 1);
  const std::string now = shown_hash();
  EXPECT_NE(now, earlier);
  EXPECT_EQ(
      ran.out,
      course() + ": " + now +
          "\n"
          "  draft          Mira Sand, " +
          today() +
          "\n"
          "  peer           the words have changed since Jo Lind signed " +
          earlier + " on " + today() +
          "\n"
          "  clinical_lead  nobody yet\n"
          "  safety         nobody yet\n"
          "  release        nobody yet\n"
          "Not released: peer, clinical_lead, safety and release have not signed these words (" +
          now + ").\n"
  );
}

TEST_F(Sign, EveryRoleInItsOrderMakesARelease) {
  EXPECT_EQ(sign("Ada Ross", "release").status, 1);
  EXPECT_EQ(signatures(), "");
  for (const char* role : {"draft", "peer", "clinical_lead", "safety", "release"}) {
    EXPECT_EQ(run({"sign", course(), "--list"}).status, 1) << role;
    EXPECT_EQ(sign(std::string{"Ada as "} + role, role).status, 0) << role;
  }
  const Ran ran = run({"sign", course(), "--list"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_TRUE(ran.out.ends_with("Released: every role has signed these words.\n")) << ran.out;
}

TEST_F(Sign, TranscriptsAndTheSignaturesThemselvesAreNoWordsOfTheCourse) {
  const std::string before = shown_hash();
  write("someone.transcript", "name: Sam\nCoach: Hello.\n");
  sign("Mira Sand", "draft");
  EXPECT_EQ(shown_hash(), before);
}

TEST_F(Sign, TwiceTheSameIsOnce) {
  sign("Mira Sand", "draft");
  const std::string before = signatures();
  const Ran again = sign("Mira Sand", "draft");
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(again.out, course() + ": Mira Sand has signed " + shown_hash() + " as draft already\n");
  EXPECT_EQ(signatures(), before);
  EXPECT_EQ(sign("Jo Lind", "draft").status, 0);  // a second author
  EXPECT_TRUE(signatures().starts_with(before));
}

TEST_F(Sign, WhatStandsInTheFileStaysAsItIs) {
  sign("Mira Sand", "draft");
  std::string windows = "// kept by hand\r\n";
  for (const char c : signatures()) {
    windows += c == '\n' ? "\r\n" : std::string(1, c);
  }
  windows.resize(windows.size() - 2);  // an editor that leaves the last line open
  write("signatures.txt", windows);
  EXPECT_EQ(sign("Jo Lind", "peer").status, 0);
  EXPECT_TRUE(signatures().starts_with(windows + "\r\n\r\npeer: Jo Lind\r\non: ")) << signatures();
  EXPECT_EQ(sign("Ada Ross", "clinical_lead").status, 0);
}

TEST_F(Sign, ACourseWithErrorsIsNotSigned) {
  write("talk.dialogue", "dialogue talk\nscene a\nCoach: Hello.\ngo b\n");
  const Ran ran = sign("Mira Sand", "draft");
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.errors.find("error A021"), std::string::npos);
  EXPECT_TRUE(ran.errors.ends_with(course() + ": A course with errors cannot be signed.\n"));
  EXPECT_EQ(run({"sign", course(), "--list"}).status, 1);
  EXPECT_EQ(signatures(), "");
}

TEST_F(Sign, SaysWhatIsMissingOnTheCommandLine) {
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{},
        {"--as", "Mira"},
        {"--role", "draft"},
        {"--as", "", "--role", "draft"}}) {
    std::vector<std::string> all = {"sign", course()};
    all.insert(all.end(), more.begin(), more.end());
    const Ran ran = run(all);
    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(
        ran.errors,
        "attune sign: give --as NAME and --role ROLE to sign, or --list to see who has\n"
    );
  }
  EXPECT_EQ(run({"sign", (folder_.path() / "nowhere").string(), "--list"}).status, 2);
}

TEST_F(Sign, AFileThatCannotBeUnderstoodIsLeftAlone) {
  write("signatures.txt", "Mira was here\n");
  const Ran ran = sign("Jo Lind", "draft");
  EXPECT_EQ(ran.status, 2);
  EXPECT_TRUE(ran.errors.starts_with(course() + "/signatures.txt:1: A line of this file starts"))
      << ran.errors;
  EXPECT_EQ(signatures(), "Mira was here\n");
}

}  // namespace
}  // namespace attune::tools
