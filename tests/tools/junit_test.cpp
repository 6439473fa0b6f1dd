#include "tools/junit.h"

#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace attune::tools {
namespace {

TEST(JUnit, HoldsWhatPassedAndWhatDidNot) {
  EXPECT_EQ(
      junit_report(
          "dream",
          {{.name = "a",
            .path = "d/a.transcript",
            .passed = true,
            .message = {},
            .details = {},
            .seconds = 0.25},
           {.name = "b",
            .path = "d/b.transcript",
            .passed = false,
            .message = "not \"so\"",
            .details = "  + <b> & c\x01\n",
            .seconds = 0.5}}
      ),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites>\n"
      "  <testsuite name=\"dream\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" "
      "time=\"0.750\">\n"
      "    <testcase classname=\"dream\" name=\"a\" file=\"d/a.transcript\" time=\"0.250\"/>\n"
      "    <testcase classname=\"dream\" name=\"b\" file=\"d/b.transcript\" time=\"0.500\">\n"
      "      <failure message=\"not &quot;so&quot;\">  + &lt;b&gt; &amp; c\n</failure>\n"
      "    </testcase>\n"
      "  </testsuite>\n"
      "</testsuites>\n"
  );
}

TEST(JUnit, IsWrittenByTest) {
  const test::TempFolder folder;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream{folder.path() / name} << text;
  };
  write("course.dialogue", "course small\nstages: talk\n");
  write("talk.dialogue", "dialogue talk\nscene a\nask yesno fine: Fine?\nfinish\n");
  write("good.transcript", "fine? Fine?\n");
  write("wrong.transcript", "fine? Well?\n");
  const std::string report = (folder.path() / "report.xml").string();
  const test::Ran ran = test::run({"test", "--junit", report, folder.path().string()});
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "1 passed, 1 failed\n");
  std::ifstream file{report};
  const std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  EXPECT_NE(text.find("tests=\"2\" failures=\"1\""), std::string::npos) << text;
  EXPECT_NE(text.find("+ fine? Fine?    (talk.dialogue:3)"), std::string::npos) << text;
  const test::Ran nowhere =
      test::run({"test", "--junit", "/nowhere/report.xml", folder.path().string()});
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_NE(
      nowhere.errors.find("/nowhere/report.xml: This file cannot be written."), std::string::npos
  );
}

}  // namespace
}  // namespace attune::tools
