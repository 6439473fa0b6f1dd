#include "storage/audit_log.h"

#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace attune::storage {
namespace {

using Details = std::vector<std::pair<std::string, std::string>>;

constexpr engine::Instant moment{std::chrono::milliseconds{1'764'000'000'123}};

std::vector<nlohmann::json> lines_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(nlohmann::json::parse(line));
  }
  return lines;
}

TEST(AuditLog, IsOnlyEverAddedTo) {
  const test::TempFolder folder;
  ASSERT_TRUE(write_audit(folder.path(), moment, "started", Details{{"version", "1"}}));
  ASSERT_TRUE(write_audit(
      folder.path(), moment, "published", Details{{"note", "a \"line\"\nand \xff more"}}
  ));
  const auto lines = lines_of(folder.path() / audit_file);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["at"], "2025-11-24T16:00:00Z");
  EXPECT_EQ(lines[0]["action"], "started");
  EXPECT_EQ(lines[0]["version"], "1");
  EXPECT_FALSE(std::string{lines[0]["by"]}.empty());
  EXPECT_EQ(lines[1]["note"], "a \"line\"\nand \xef\xbf\xbd more");
}

TEST(AuditLog, IsForItsOwnerAlone) {
  const test::TempFolder folder;
  ASSERT_TRUE(write_audit(folder.path(), moment, "started"));
  struct stat about{};
  ASSERT_EQ(::stat((folder.path() / audit_file).c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST(AuditLog, WhereItCannotBeWrittenItSaysSo) {
  const auto written = write_audit("/nowhere", moment, "started");
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(
      written.error().message,
      "The audit log /nowhere/audit.log cannot be written: No such file or directory."
  );
}

}  // namespace
}  // namespace attune::storage
