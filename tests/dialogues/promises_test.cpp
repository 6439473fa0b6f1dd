// What the course that comes with Attune promises of all roads holds on all roads, and a road that
// is planted is found.

#include "engine/script/compiler.h"

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tools/prove/proof.h"

namespace attune {
namespace {

engine::CourseSources dream() {
  return storage::read_course_folder(std::string{ATTUNE_SOURCE_DIR} + "/dialogues/dream").value();
}

std::string said_of(const tools::Proof& proof) {
  std::string all = proof.target + ":\n";
  for (const std::string& line : proof.road) {
    all += line + "\n";
  }
  return all;
}

TEST(Promises, OfTheCourseHoldOnEveryRoad) {
  const auto program = engine::compile(dream(), storage::program_hash).program;
  ASSERT_NE(program, nullptr);
  EXPECT_GT(program->promises.size(), 15U);
  for (const engine::Promise& promise : program->promises) {
    const tools::Proof proof = tools::prove(*program, promise);
    EXPECT_EQ(proof.verdict, tools::Verdict::holds)
        << "course.dialogue:" << promise.span.line << " " << said_of(proof);
  }
}

// The guard of Empowerment looks the other way: what is heard in the middle of the stage no longer
// leads out of it.
TEST(Promises, AreSeenToBeBrokenWhereAGuardLooksAway) {
  engine::CourseSources sources = dream();
  const auto file = std::ranges::find_if(sources.files, [](const engine::SourceFile& each) {
    return each.path.ends_with("empowerment.dialogue");
  });
  ASSERT_NE(file, sources.files.end());
  const std::string heeds = "part guard\ndo gate.heed\n";
  const std::size_t guard = file->text.find(heeds);
  ASSERT_NE(guard, std::string::npos);
  file->text.replace(guard, heeds.size(), "part guard\n");
  const auto course = std::ranges::find_if(sources.files, [](const engine::SourceFile& each) {
    return each.path.ends_with("course.dialogue");
  });
  ASSERT_NE(course, sources.files.end());
  course->text.erase(course->text.find("\nnever ") + 1);
  course->text += "never while safety.afraid > 0: empowerment.owned\n";
  const auto program = engine::compile(sources, storage::program_hash).program;
  ASSERT_NE(program, nullptr);
  const tools::Proof proof = tools::prove(*program, program->promises.front());
  EXPECT_NE(proof.verdict, tools::Verdict::holds);
  EXPECT_EQ(proof.target, "empowerment.owned");
  EXPECT_EQ(
      std::ranges::count(proof.road, "partner_violence hears something in what was written"), 1
  ) << said_of(proof);
}

}  // namespace
}  // namespace attune
