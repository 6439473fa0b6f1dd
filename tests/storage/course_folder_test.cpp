// What is wrong with the files of a course, told to somebody who has never heard of JSON.

#include "storage/course_folder.h"

#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace attune::storage {
namespace {

class CourseFolder : public testing::Test {
 protected:
  CourseFolder() { write("course.dialogue", "course small\nstages: talk\n"); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_.path() / name} << text;
  }

  // The sentence, without the folder.
  std::string fault() const {
    const auto read = read_course_folder(folder_.path());
    return read ? std::string{} : read.error().message.substr(folder_.path().string().size() + 1);
  }

  // Of the file in which `from` is `to`.
  std::string fault_of(const std::string& from, const std::string& to) const {
    std::string text = right;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    write("resources.json", text.replace(at, from.size(), to));
    return fault();
  }

  static constexpr const char* right = R"({
  "countries": [
    {
      "id": "us",
      "name": "United States",
      "resources": [
        {
          "says": "In danger now: call 911.",
          "source": "https://www.911.gov",
          "last_verified": null
        },
        { "says": "Call 988." }
      ]
    },
    {
      "id": "elsewhere",
      "name": "Elsewhere",
      "resources": [ { "says": "Call 112.", "last_verified": "2026-11-24" } ]
    }
  ]
}
)";

  test::TempFolder folder_;
};

TEST_F(CourseFolder, IsReadWithItsResources) {
  EXPECT_EQ(fault_of("us", "us"), "");
}

TEST_F(CourseFolder, AMissingCommaIsShownAtItsLine) {
  EXPECT_EQ(
      fault_of("\"us\",", "\"us\""),
      "resources.json:4: A comma is missing at the end of this line.\n\"id\": \"us\""
  );
  EXPECT_EQ(
      fault_of("    },\n    {", "    }\n    {"),
      "resources.json:14: A comma is missing at the end of this line.\n}"
  );
  EXPECT_EQ(
      fault_of("null\n        },", "null\n        }"),
      "resources.json:11: A comma is missing at the end of this line.\n}"
  );
}

TEST_F(CourseFolder, ACommaTooManyIsShownAtItsLine) {
  EXPECT_EQ(
      fault_of("null\n", "null,\n"),
      "resources.json:10: This comma is one too many: behind it the list ends. Take it out.\n"
      "\"last_verified\": null,"
  );
}

TEST_F(CourseFolder, CurlyQuotationMarksAreNamed) {
  EXPECT_EQ(
      fault_of("\"id\"", "\u201cid\u201d"),
      "resources.json:4: This quotation mark is curly, and a file of resources knows only straight "
      "ones. Type \" here; an editor for plain text leaves it straight.\n\u201cid\u201d: \"us\","
  );
  EXPECT_EQ(
      fault_of("\"In danger", "\u201cIn danger"),
      "resources.json:8: This quotation mark is curly, and a file of resources knows only straight "
      "ones. Type \" here; an editor for plain text leaves it straight.\n"
      "\"says\": \u201cIn danger now: call 911.\","
  );
}

TEST_F(CourseFolder, WhatElseIsWrongIsShownAtItsLine) {
  EXPECT_EQ(
      fault_of("  ]\n}", ""),
      "resources.json:20: Something does not fit here, or before. Each { and [ needs its } and ], "
      "each text its two quotation marks, and between two things stands one comma.\n"
  );
  EXPECT_EQ(
      fault_of("\"name\"", "\"nam\""),
      "resources.json: is not as it should be. It has \"countries\": a list, of which each has an "
      "\"id\", a \"name\" and \"resources\": a list, of which each \"says\" something."
  );
}

TEST_F(CourseFolder, ADayInWordsIsNoDay) {
  EXPECT_EQ(
      fault_of("2026-11-24", "24 November 2026"),
      "resources.json: a \"last_verified\" of \"elsewhere\" is not a day. Write it like "
      "\"2026-11-24\", or null while nobody has looked."
  );
}

TEST_F(CourseFolder, AnEndingThatAnEditorPutBehindTheNameIsNamed) {
  write("talk.dialogue.txt", "dialogue talk\n");
  EXPECT_EQ(
      fault(),
      "talk.dialogue.txt: is left out, as some editors have put .txt behind its name. Call it "
      "talk.dialogue."
  );
}

}  // namespace
}  // namespace attune::storage
