// Who follows a page of docs/ step by step gets what the page says. When the commands say something
// else on purpose, ATTUNE_REWRITE_PAGES=1 writes what they say into the pages, and the course of
// the tutorial into its folder; read the difference before you keep it.

#include "tests/docs/page.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace attune::test {
namespace {

namespace fs = std::filesystem;

const fs::path docs = fs::path{ATTUNE_SOURCE_DIR} / "docs";

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return std::string{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

bool is_to_be_rewritten() {
  return std::getenv("ATTUNE_REWRITE_PAGES") != nullptr;  // NOLINT(concurrency-mt-unsafe)
}

// Works in a folder of its own, as somebody with a terminal does.
class Pages : public testing::Test {
 protected:
  Pages() : before_{fs::current_path()} { fs::current_path(folder_.path()); }

  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  ~Pages() override { fs::current_path(before_); }

  static PageOutcome followed(const std::string& name) {
    const std::string page = read(docs / name);
    EXPECT_FALSE(page.empty()) << name;
    PageOutcome outcome = follow(page);
    if (is_to_be_rewritten() && outcome.rewritten != page) {
      std::ofstream{docs / name, std::ios::binary} << outcome.rewritten;
    }
    for (const Fault& fault : outcome.faults) {
      ADD_FAILURE() << "docs/" << name << ":" << fault.line << ": " << fault.what;
    }
    return outcome;
  }

  static std::string faults_of(const std::string& page) {
    std::string all;
    for (const Fault& fault : follow(page).faults) {
      all += std::to_string(fault.line) + ": " + fault.what + "\n";
    }
    return all;
  }

  static std::map<std::string, std::string> files_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
      files[entry.path().filename().string()] = read(entry.path());
    }
    return files;
  }

  TempFolder folder_;
  fs::path before_;
};

TEST_F(Pages, TheGuideLeadsFromAnEmptyFolderToATestedDialogue) {
  const PageOutcome outcome = followed("SCRIPT.md");
  EXPECT_GT(outcome.commands, 15U);
  EXPECT_GT(outcome.examples, 20U);
  const fs::path kept = docs / "tutorial" / "hard_week";
  if (is_to_be_rewritten()) {
    fs::remove_all(kept);
    fs::create_directories(kept.parent_path());
    fs::copy("hard_week", kept);
  }
  EXPECT_EQ(files_of("hard_week"), files_of(kept)) << "docs/tutorial is not what the guide builds";
}

TEST_F(Pages, ASignedCourseComesOfTheWayOfAScript) {
  fs::copy(docs / "tutorial" / "hard_week", "hard_week");
  const PageOutcome outcome = followed("AUTHORING.md");
  EXPECT_GT(outcome.commands, 5U);
}

TEST_F(Pages, AFenceWithoutAMarkIsAFault) {
  EXPECT_EQ(
      faults_of("# A page\n\n```text\nattune check\n```\n"),
      "3: the fence \"text\" has no mark that tells what it is (tests/docs/page.h)\n"
  );
  EXPECT_NE(faults_of("```dialogue\nscene a\n```\n"), "");
  EXPECT_NE(faults_of("```console now\n$ ls .\n```\n"), "");
}

TEST_F(Pages, AnExampleWithAMistakeIsAFault) {
  EXPECT_EQ(faults_of("```dialogue lines\nCoach: Hello.\n```\n"), "");
  EXPECT_NE(
      faults_of("```dialogue lines\nCaoch: Hello.\n```\n").find("error A001"), std::string::npos
  );
  EXPECT_EQ(faults_of("```dialogue example\nscene a\nCoach: Hello.\nfinish\n```\n"), "");
  EXPECT_EQ(faults_of("```dialogue finds=A021\nscene a\nCoach: Hello.\ngo b\n```\n"), "");
  EXPECT_NE(faults_of("```dialogue finds=A022\nscene a\nCoach: Hello.\ngo b\n```\n"), "");
}

TEST_F(Pages, AScreenThatIsAnotherIsAFaultAndIsRewritten) {
  const std::string files =
      "```dialogue file=c/course.dialogue\ncourse c\nstages: talk\neverywhere: safety\n```\n"
      "```dialogue file=c/safety.dialogue\ndialogue safety\npart help\nCoach: Call.\nreturn\n```\n"
      "```dialogue file=c/talk.dialogue\ndialogue talk\nscene a\nCoach: Hello.\ngo b\n```\n"
      "```dialogue sections=c/talk.dialogue\nscene b\nCoach: Bye.\nfinish\n```\n";
  const std::string good =
      "```console\n$ mkdir c\n```\n" + files +
      "```console\n$ attune check c\nc: 0 errors, 0 warnings\n\n"
      "$ ls c\ncourse.dialogue\nsafety.dialogue\ntalk.dialogue\n```\nThe end.\n";
  EXPECT_EQ(faults_of(good), "");
  std::string wrong = good;
  wrong.replace(wrong.find("0 errors"), 8, "9 errors");
  fs::remove_all("c");
  const PageOutcome outcome = follow(wrong);
  ASSERT_EQ(outcome.faults.size(), 1U);
  EXPECT_EQ(
      outcome.faults.front().what,
      "\"attune check c\" shows\nc: 0 errors, 0 warnings\nand the page says\n"
      "c: 9 errors, 0 warnings\n"
  );
  EXPECT_EQ(outcome.rewritten, good);
}

TEST_F(Pages, DotsStandForWhatIsLeftOutAndForNothingElse) {
  const std::string files =
      "```console\n$ mkdir c\n```\n"
      "```dialogue file=c/course.dialogue\ncourse c\nstages: talk\n```\n"
      "```dialogue file=c/talk.dialogue\ndialogue talk\nscene a\nCoach: One.\nCoach: Two.\n"
      "ask yesno ok: Three?\nif ok is answered and ok\n  Coach: Four.\nend\nfinish\n```\n";
  const std::string begun = "```console\n$ attune play c --plain\n";
  EXPECT_EQ(faults_of(files + begun + "Coach: One.\n...\nok? Thr…?\n```\n"), "");
  fs::remove_all("c");
  EXPECT_NE(faults_of(files + begun + "Coach: One.\n...\nok? Fo…?\n```\n"), "");
  fs::remove_all("c");
  EXPECT_NE(faults_of(files + begun + "Coach: Two.\n...\n```\n"), "");
  fs::remove_all("c");
  EXPECT_EQ(
      faults_of(
          files + "```console\n$ attune play c\nC. …\n...\n> yes\n  Four.\n...\n(the end) >\n"
                  "...\n```\n"
      ),
      ""
  );
}

}  // namespace
}  // namespace attune::test
