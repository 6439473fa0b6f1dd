#include "engine/base/csv.h"

#include <gtest/gtest.h>

#include <vector>

namespace attune::engine {
namespace {

TEST(Csv, QuotesWhatWouldEndAField) {
  EXPECT_EQ(csv_row(std::vector<std::string>{"a", "", "b c"}), "a,,b c\r\n");
  EXPECT_EQ(
      csv_row(std::vector<std::string>{"a,b", "she said \"no\"", "two\nlines"}),
      "\"a,b\",\"she said \"\"no\"\"\",\"two\nlines\"\r\n"
  );
}

TEST(Csv, WordsAreNeverAFormula) {
  EXPECT_EQ(csv_words("=1+1"), "'=1+1");
  EXPECT_EQ(csv_words("-nothing"), "'-nothing");
  EXPECT_EQ(csv_words("I = me"), "I = me");
  EXPECT_EQ(csv_words(""), "");
}

}  // namespace
}  // namespace attune::engine
