// attune walk: what it finds, and that it can be trusted with what it says it has seen.

#include "storage/course_folder.h"
#include "storage/program_hash.h"

#include "tests/support/courses.h"
#include "tests/support/run.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "tools/conversation.h"
#include "tools/walk/exhaustive.h"
#include "tools/walk/flow.h"
#include "tools/walk/items.h"
#include "tools/walk/loops.h"
#include "tools/walk/summary.h"
#include "tools/walk/walks.h"
#include "tools/walk/words.h"

namespace attune::tools {
namespace {

using test::Ran;
using test::run;

constexpr const char* small =
    "remember rounds = 0\n"
    "scene hall\n"
    "set rounds = rounds + 1\n"
    "Coach: Hello, {you.name}.\n"
    "ask choice door: Which door?\n"
    "- attic: The attic -> attic\n"
    "- cellar: The cellar\n"
    "  Coach: It is dark.\n"
    "- back when rounds < 3: Round again -> hall\n"
    "end\n"
    "if door is cellar\n"
    "  Coach: Down.\n"
    "else\n"
    "  Coach: You did not say.\n"
    "end\n"
    "finish\n"
    "scene attic\n"
    "one of\n"
    "  Coach: Mind your head.\n"
    "or\n"
    "  Coach: It is dusty.\n"
    "end\n"
    "ask scale height 0 to 10: How high?\n"
    "if height is answered and height > 9\n"
    "  Coach: Very high.\n"
    "end\n"
    "finish\n";

// Nobody comes out of the second scene.
constexpr const char* trap =
    "title: A trap\n"
    "scene hall\n"
    "ask yesno enter: Enter?\n"
    "if enter\n"
    "  go room\n"
    "end\n"
    "finish\n"
    "scene room\n"
    "ask text word: Say the word.\n"
    "if days since(talk) - days since(talk) > 0\n"
    "  finish\n"
    "end\n"
    "go room\n";

class Walking : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder_.path() / name} << text;
  }

  void course(const std::string& dialogue) const {
    write("course.dialogue", "course small\nabout: A house.\nstages: talk\n");
    write("talk.dialogue", "dialogue talk\n" + dialogue);
  }

  Ran walk(std::vector<std::string> options) const {
    options.insert(options.begin(), "walk");
    options.push_back(folder_.path().string());
    return run(options);
  }

  // Columns are for the eye: any number of blanks is one here.
  static std::string narrow(const std::string& text) {
    std::string kept;
    for (const char c : text) {
      if (c != ' ' || kept.empty() || kept.back() != ' ') {
        kept += c;
      }
    }
    return kept;
  }

  static bool has(const std::string& text, const std::string& part) {
    return narrow(text).find(narrow(part)) != std::string::npos;
  }

  test::TempFolder folder_;
};

TEST_F(Walking, ReportsWhatWasCoveredAndWhatTranscriptsCover) {
  course(small);
  write("up.transcript", "...\ndoor? Which door?\n> attic\n...\nheight? How high?\n> (skip)\n");
  const Ran ran = walk({"--runs", "300"});
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_TRUE(has(ran.out, "300 walks at random, seed 1: ")) << ran.out;
  EXPECT_TRUE(has(ran.out, "ended well    300 of 300\n"));
  EXPECT_TRUE(
      has(ran.out, "  lines               9 of 9         100 %             4 of 9         44.4 %\n")
  ) << ran.out;
  EXPECT_TRUE(
      has(ran.out, "  options             3 of 3         100 %             1 of 3         33.3 %\n")
  );
  EXPECT_TRUE(
      has(ran.out, "  roads               8 of 8         100 %             3 of 8         37.5 %\n")
  ) << ran.out;
  EXPECT_TRUE(has(ran.out, "In no transcript:\n  talk.dialogue:9            Coach: It is dark.\n"));
  EXPECT_TRUE(has(ran.out, "  talk.dialogue:10           back to talk.hall\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "238 words a minute"));
}

TEST_F(Walking, NamesWhatIsNeverSaid) {
  course(
      "remember n = 0\nscene a\nask yesno fine: Fine?\nif n - n > 0\n  Coach: Not heard.\nend\n"
      "set n = n + 1\nfinish\n"
  );
  const Ran ran = walk({"--runs", "50", "--exhaustive"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_TRUE(
      has(ran.out, "Never said in these walks:\n  talk.dialogue:6            Coach: Not heard.\n")
  ) << ran.out;
  EXPECT_TRUE(
      has(ran.out, "Never taken in these walks:\n  talk.dialogue:5            yes: if n - n > 0\n")
  ) << ran.out;
}

TEST_F(Walking, FindsWhereNobodyComesOut) {
  course(trap);
  const Ran random = walk({"--runs", "20"});
  EXPECT_EQ(random.status, 1);
  EXPECT_TRUE(has(random.out, "talk.dialogue:10: did not come to an end\n")) << random.out;
  const Ran every = walk({"--runs", "0", "--exhaustive"});
  EXPECT_EQ(every.status, 1);
  EXPECT_TRUE(has(every.out, "  dead ends     1\n")) << every.out;
  EXPECT_TRUE(has(
      every.out,
      "  talk.dialogue:10: from here no answers lead to the end\n    with seed 1, answered: yes\n"
  )) << every.out;
}

TEST_F(Walking, FindsAQuestionThatNobodyCanAnswer) {
  course(
      "remember key = 0\nscene hall\nask choices door at least 2, required: Which doors?\n"
      "- one: The first\n- two when key - key > 1: The second\nend\nset key = key + 1\nfinish\n"
  );
  const Ran ran = walk({"--runs", "3", "--exhaustive"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_TRUE(has(ran.out, "talk.dialogue:4: could not go on: nothing can be answered here\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "talk.dialogue:4: from here no answers lead to the end\n")) << ran.out;
}

TEST_F(Walking, IsTheSameForTheSameSeed) {
  course(small);
  const auto without_time = [](const std::string& out) { return out.substr(out.find("ended")); };
  EXPECT_EQ(
      without_time(walk({"--runs", "40", "--seed", "5"}).out),
      without_time(walk({"--runs", "40", "--seed", "5"}).out)
  );
  EXPECT_NE(
      without_time(walk({"--runs", "40", "--seed", "5"}).out),
      without_time(walk({"--runs", "40", "--seed", "6"}).out)
  );
}

TEST_F(Walking, SaysWhatItCannotDo) {
  course(small);
  EXPECT_EQ(walk({"--stage", "tale"}).status, 2);
  EXPECT_EQ(walk({"--runs", "1", "--html", "/nowhere/page.html"}).status, 2);
  EXPECT_EQ(run({"walk", "/nowhere"}).status, 2);
  course("scene a\n  finnish\n");
  EXPECT_EQ(walk({}).status, 1);
}

TEST_F(Walking, WritesAPageThatNeedsNothingElse) {
  course(small);
  const std::string path = (folder_.path() / "page.html").string();
  EXPECT_EQ(walk({"--runs", "100", "--html", path}).status, 0);
  std::ifstream file{path};
  const std::string page{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  for (const char* part :
       {"<h1>Small</h1>",
        "<p>Version ",
        "A house.",
        "<h3 id=\"talk.attic\">scene attic</h3>",
        "Hello, <var>you.name</var>.",
        "If height is answered and height is over 9",
        "only when rounds is under 3",
        "<a href=\"#talk.attic\">\u2192 attic</a>",
        "in no transcript",
        "prefers-color-scheme: dark",
        "@media print"}) {
    EXPECT_TRUE(has(page, part)) << part;
  }
  for (const char* part : {"<script", "http:", "https:", "src=", "@import", "url("}) {
    EXPECT_FALSE(has(page, part)) << part;
  }
}

TEST(Walks, CanBeTypedAgain) {
  const auto program = test::compiled(test::everything_course());
  const Walker walker{*program, {}};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Coverage walked{*program};
    const Walked walk = walker.walk(seed, walked, true);
    ASSERT_EQ(walk.end, WalkEnd::done) << walk.place << walk.why;
    Coverage typed{*program};
    Conversation conversation{
        *program,
        ConversationStart{.stage = {}, .scene = {}, .name = "Sam", .seed = seed, .language = {}},
        [&](const engine::Turn& turn, const engine::Trace& trace) { typed.add(turn, trace); }
    };
    for (const std::string& line : walk.typed) {
      conversation.type(line);
      for (const SpokenLine& spoken : conversation.take_lines()) {
        ASSERT_NE(spoken.kind, SpokenLine::Kind::rejection) << line << ": " << spoken.text;
      }
    }
    ASSERT_TRUE(conversation.over());
  }
}

TEST(EveryRoad, OfASmallScriptIsWalked) {
  const auto program = test::compiled(test::one_stage(small));
  Coverage coverage{*program};
  const Exhausted roads = walk_every_road(*program, "talk", coverage);
  EXPECT_TRUE(roads.whole);
  EXPECT_TRUE(roads.dead_ends.empty());
  EXPECT_EQ(roads.shortest.turns, 1U);
  // Round again twice, then the attic and its question.
  EXPECT_EQ(roads.longest.turns, 4U);
  // The hall in its first three rounds, the attic, the end.
  EXPECT_EQ(roads.places, 5U);
  const std::vector<bool> scope = Flow{*program}.reached_from(entries_of(*program, "talk"));
  for (const Item& item : items_of(*program, scope, coverage, coverage)) {
    EXPECT_GT(item.walked, 0U) << item.span.line << " " << item.what;
  }
}

TEST(EveryRoad, OfAWholeCourseIsWalked) {
  const auto program = test::compiled(test::everything_course());
  Coverage coverage{*program};
  const Exhausted roads = walk_every_road(*program, {}, coverage);
  EXPECT_TRUE(roads.whole) << roads.places;
  EXPECT_TRUE(roads.dead_ends.empty());
}

TEST(Items, NeverSayAllWhileSomethingIsMissing) {
  EXPECT_EQ(percent(Share{.covered = 0, .all = 0}), "100 %");
  EXPECT_EQ(percent(Share{.covered = 9999, .all = 10000}), "99.9 %");
  EXPECT_EQ(percent(Share{.covered = 1, .all = 3}), "33.3 %");
}

TEST(Words, SayConditionsAsOneWould) {
  EXPECT_EQ(in_words("pull>=7 and not(a is b)"), "pull is at least 7 and not (a is b)");
  EXPECT_EQ(in_words("word is \"a > b\" or n<2"), "word is \"a > b\" or n is under 2");
  EXPECT_EQ(in_words("count(words) > 1"), "the number of (words) is over 1");
}

TEST(Reading, TakesItsTime) {
  EXPECT_EQ(reading_time(100), "under a minute");
  EXPECT_EQ(reading_time(238), "1 minute");
  EXPECT_EQ(reading_time(4284), "18 minutes");
}

// The bar for the course that comes with Attune. Some of its lines are for few people, so how many
// walks it takes to hear all of them is chance: usually some thousands, and never this many.
TEST(TheCourses, EndWellHoweverTheyAreWalked) {
  constexpr std::uint64_t runs_at_once = 1'000;
#ifdef NDEBUG
  constexpr std::uint64_t runs_min = 10'000;
#else
  constexpr std::uint64_t runs_min = 4'000;
#endif
  constexpr std::uint64_t runs_max = 20'000;
  const auto sources =
      storage::read_course_folder(std::string{ATTUNE_SOURCE_DIR} + "/dialogues/dream");
  ASSERT_TRUE(sources.has_value());
  const auto program = engine::compile(*sources, storage::program_hash).program;
  ASSERT_NE(program, nullptr);
  Coverage coverage{*program};
  const std::vector<bool> scope = Flow{*program}.reached_from(entries_of(*program, {}));
  const auto unsaid = [](const Item& item) {
    return item.kind == Item::Kind::line && item.walked == 0;
  };
  std::vector<Item> items;
  std::uint64_t runs = 0;
  do {
    const std::uint64_t seed = 1 + runs;
    const WalkSummary walks = walk_at_random(*program, {}, seed, runs_at_once, coverage);
    ASSERT_EQ(walks.ended_well, runs_at_once) << "from seed " << seed;
    runs += runs_at_once;
    items = items_of(*program, scope, coverage, coverage);
  } while (runs < runs_min || (runs < runs_max && std::ranges::any_of(items, unsaid)));
  for (const Item& item : items) {
    if (unsaid(item)) {
      ADD_FAILURE() << "never said: " << line_at(*sources, item.span);
    }
  }
  for (const auto& [name, kind] :
       {std::pair{"lines", Item::Kind::line},
        std::pair{"options", Item::Kind::option},
        std::pair{"roads", Item::Kind::road}}) {
    const Share share = share_of(items, kind, By::walks);
    std::cout << share.covered << " of " << share.all << " " << name << " in " << runs
              << " walks from seed 1\n";
  }
}

}  // namespace
}  // namespace attune::tools
