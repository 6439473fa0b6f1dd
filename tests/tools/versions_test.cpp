// Random scripts, random edits, random sessions: each goes on rightly in the new version, or the
// version is not published. A failure prints its seed.

#include "engine/base/text.h"
#include "engine/session/history.h"
#include "engine/session/state_codec.h"
#include "engine/versions/comparison.h"

#include "tests/support/courses.h"
#include "tests/support/run.h"
#include "tests/support/scripts.h"
#include "tests/support/temp_folder.h"
#include "tests/support/walker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tools/format.h"

namespace attune::tools {
namespace {

using namespace engine;
using test::Random;
using test::Walk;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text;
}

// Some line that begins so; npos when none does.
std::size_t some_line(
    const std::vector<std::string>& lines, std::string_view start, Random& random
) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (trimmed(lines[i]).starts_with(start)) {
      fitting.push_back(i);
    }
  }
  return fitting.empty() ? std::string::npos : fitting[random.below(fitting.size())];
}

// The name of a question such as q12; empty for another line.
std::string question_in(const std::string& line) {
  const std::size_t at = line.find(" q");
  const std::size_t end = line.find_first_not_of("0123456789", at + 2);
  const bool asks = trimmed(line).starts_with("ask ") && at != std::string::npos;
  return asks && end > at + 2 ? line.substr(at + 1, end - at - 1) : std::string{};
}

void insert(std::vector<std::string>& lines, std::size_t at, const std::string& line) {
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), line);
}

void rename(std::vector<std::string>& lines, const std::string& from, const std::string& to) {
  const auto is_name = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  for (std::string& line : lines) {
    for (std::size_t at = line.find(from); at != std::string::npos; at = line.find(from, at)) {
      const bool begins = at == 0 || !is_name(line[at - 1]);
      const std::size_t end = at + from.size();
      if (begins && (end == line.size() || !is_name(line[end]))) {
        line.replace(at, from.size(), to);
        at += to.size();
      } else {
        at = end;
      }
    }
  }
}

// What an author might do to a script; it need not compile afterwards.
void edit(std::vector<std::string>& lines, Random& random, int nth) {
  const std::string number = std::to_string(nth);
  const std::size_t said = some_line(lines, "Coach:", random);
  const std::size_t asked = some_line(lines, "ask ", random);
  const std::size_t scene = some_line(lines, "scene s", random);
  const std::size_t option = some_line(lines, "- o", random);
  const std::size_t rest = some_line(lines, "pause", random);
  const std::size_t done = some_line(lines, "do breath", random);
  const auto there = [](std::size_t at) { return at != std::string::npos; };
  const auto erase = [&](std::size_t at) {
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
  };
  switch (random.below(13)) {
    case 0:
      lines[said] += " And again.";
      return;
    case 1:
      insert(lines, said, "Coach: One line more.");
      return;
    case 2:
      erase(said);
      return;
    case 3:
      insert(lines, said + 1, "ask text extra" + number + ": And what more?");
      return;
    case 4:
      insert(lines, said + 1, "pause");
      return;
    case 5:
      insert(lines, said + 1, "do breath");
      return;
    case 6:
      if (there(rest)) {
        erase(rest);
      }
      return;
    case 7:
      if (there(done)) {
        erase(done);
      }
      return;
    case 8:
      if (there(option)) {
        erase(option);
      }
      return;
    case 9:
      if (there(option)) {
        insert(lines, option, "- new" + number + ": Something new");
      }
      return;
    case 10: {
      if (!there(scene)) {
        return;  // all have new names already
      }
      const std::string name = lines[scene].substr(6, 2);
      rename(lines, name, "t" + number);
      if (random.chance(2)) {
        lines[scene] = "scene t" + number + " was " + name;
      }
      return;
    }
    case 11:
      if (const std::string name = there(asked) ? question_in(lines[asked]) : ""; !name.empty()) {
        rename(lines, name, "r" + number);
        if (random.chance(2)) {
          insert(lines, 1, "send " + name + " to " + (random.chance(2) ? "r" + number : "s0"));
        }
      }
      return;
    default:
      insert(lines, said, "Coach: {anything or \"nothing\"} {n}");
      return;
  }
}

std::shared_ptr<const Program> compiled_talk(const std::string& talk) {
  return compile(
             test::course_of(
                 {{"course",
                   "course small\nstages: talk\neverywhere: safety\nprofile: name, partner_name\n"},
                  {"talk", talk},
                  {"safety",
                   "dialogue safety\npart script_changed\nCoach: It has changed.\nreturn\n"
                   "part help\nCoach: Help.\nask text helped: What helps?\nreturn\n"}}
             ),
             test::plain_hash
  )
      .program;
}

// Goes on at random for some turns; every state is the fold of its events and outlasts bytes.
void walk_on(const Program& program, Walk walk, std::uint64_t seed, int turns) {
  Random random{seed};
  const Values values{program};
  for (int i = 0; i < turns; ++i) {
    const Input input = test::random_input(program, values, walk, random);
    StepResult result = step(program, walk.state, input);
    if (!result) {
      continue;
    }
    walk.events.insert(walk.events.end(), result->events.begin(), result->events.end());
    walk.state = std::move(result->after);
    ASSERT_EQ(fold(walk.events), walk.state);
    const StagePlace* place = walk.state.current();
    ASSERT_TRUE(place->wait.kind != WaitKind::nothing || place->state == StageState::done);
  }
  ASSERT_EQ(decode_state(encode_state(walk.state)), walk.state);
}

struct Tally {
  int pairs = 0;
  int words_only = 0;
  int blocked = 0;
  int moved = 0;
  int stayed = 0;
  int sent = 0;
};

void try_edit(std::uint64_t seed, Tally& tally) {
  Random random{seed};
  const std::string before = formatted(test::random_course(1 + seed / 8).files.at(1).text);
  const auto older = compiled_talk(before);
  ASSERT_NE(older, nullptr);
  std::vector<std::string> lines = lines_of(before);
  const std::size_t edits = 1 + random.below(3);
  for (std::size_t i = 0; i < edits; ++i) {
    edit(lines, random, static_cast<int>(i));
  }
  const auto newer = compiled_talk(joined(lines));
  if (newer == nullptr || newer->id == older->id) {
    return;
  }
  ++tally.pairs;
  const Transition transition{older, newer};
  const Comparison comparison = compare(transition);
  tally.words_only += comparison.words_only ? 1 : 0;
  tally.blocked += comparison.blocks() ? 1 : 0;
  tally.sent += comparison.count(Outcome::sent) > 0 ? 1 : 0;
  for (std::uint64_t walk_seed = 1; walk_seed <= 4; ++walk_seed) {
    const auto ignore = [](const Walk&, const State&, std::size_t) {};
    Walk walk = test::random_walk(*older, walk_seed, static_cast<int>(random.below(30)), ignore);
    const Instant now = walk.state.last + std::chrono::hours{1};
    const auto move = transition.plan(walk.state, now);
    if (!move) {
      ++tally.stayed;
      ASSERT_TRUE(comparison.blocks()) << "published, and somebody was left behind\n"
                                       << before << "\n=====\n"
                                       << joined(lines);
      continue;
    }
    ++tally.moved;
    const State stood = walk.state;
    const Turn turn = move_on(*newer, walk.state, *move, Moment{.at = now, .request = {}});
    walk.events.insert(walk.events.end(), turn.events.begin(), turn.events.end());
    walk.state = turn.after;
    ASSERT_EQ(fold(walk.events), walk.state);
    // No answer is lost or changed by a move, and no stage begins anew.
    for (const Kept& kept : stood.answers) {
      const Value* now_kept = walk.state.answer(kept.name);
      ASSERT_NE(now_kept, nullptr);
      const bool passed_over = is_skipped(*now_kept);  // a pick on the way to where it was sent
      ASSERT_TRUE(*now_kept == kept.value || passed_over);
    }
    // Where the question is the same, it is the one that is open.
    const Wait was = stood.wait();
    const Wait is = walk.state.wait();
    if (was.kind == WaitKind::question && newer->find_question(was.id) != nullptr &&
        comparison.count(Outcome::sent) == 0) {
      ASSERT_EQ(is.id, was.id);
      if (!comparison.words_only) {
        ASSERT_NE(is.asked, was.asked);
      }
    }
    walk_on(*newer, walk, walk_seed, 30);
  }
}

TEST(Versions, ASessionGoesOnRightlyOrNothingIsPublished) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    try_edit(seed, tally);
    if (HasFatalFailure()) {
      return;
    }
  }
  // Each kind of outcome was there.
  EXPECT_GT(tally.pairs, 100);
  EXPECT_GT(tally.words_only, 10);
  EXPECT_GT(tally.blocked, 20);
  EXPECT_GT(tally.moved, 300);
  EXPECT_GT(tally.stayed, 10);
  EXPECT_GT(tally.sent, 3);
}

TEST(Versions, AProgramStrandsNobodyInItself) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto program = test::compiled(test::random_course(seed));
    const Comparison comparison = compare(Transition{program, program});
    EXPECT_TRUE(comparison.words_only);
    EXPECT_EQ(comparison.count(Outcome::same), comparison.places.size());
    EXPECT_TRUE(comparison.clashes.empty());
  }
  const auto everything = test::compiled(test::everything_course());
  const Comparison comparison = compare(Transition{everything, everything});
  EXPECT_EQ(comparison.count(Outcome::same), comparison.places.size());
  EXPECT_GT(comparison.places.size(), 15U);
}

class VersionCommands : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& talk) {
    const std::filesystem::path folder = folder_.path() / name;
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "course.dialogue"} << "course small\nstages: talk\n";
    std::ofstream{folder / "talk.dialogue"} << "dialogue talk\n" << talk;
    return folder.string();
  }

  std::string data() const { return (folder_.path() / "data").string(); }

  test::TempFolder folder_;
  std::string first_ = write(
      "first",
      "scene arriving\nCoach: Hello.\nask text mood: How are you?\nCoach: {mood or \"-\"}\n"
      "finish\n"
  );
  std::string words_ = write(
      "words",
      "scene arriving\nCoach: Hi.\nask text mood: How are you?\nCoach: {mood or \"-\"}\n"
      "finish\n"
  );
  std::string gone_ = write(
      "gone",
      "scene arriving\nCoach: Hello.\nask text feeling: How are you?\n"
      "Coach: {feeling or \"-\"}\nfinish\n"
  );
  std::string sent_ = write(
      "sent",
      "send mood to feeling\nscene arriving\nCoach: Hello.\n"
      "ask text feeling: How are you?\nCoach: {feeling or \"-\"}\nfinish\n"
  );
  std::string kind_ = write(
      "kind",
      "scene arriving\nCoach: Hello.\nask date mood: When?\nCoach: {mood or \"-\"}\nfinish\n"
  );
};

TEST_F(VersionCommands, CheckAgainstListsThePlacesAndFailsWhenOneIsGone) {
  const test::Ran words = test::run({"check", "--against", first_, words_});
  EXPECT_EQ(words.status, 0);
  EXPECT_NE(
      words.out.find(
          "same      the question talk.mood (" + first_ +
          "/talk.dialogue:4)\n"
          "1 place: 0 stranded, 1 same; words alone have changed\n"
      ),
      std::string::npos
  ) << words.out;
  const test::Ran gone = test::run({"check", "--against", first_, gone_});
  EXPECT_EQ(gone.status, 1);
  EXPECT_NE(
      gone.out.find(
          "stranded  the question talk.mood (" + first_ +
          "/talk.dialogue:4)\n"
          "          The question \"mood\" is gone.\n"
          "          Write \"send mood to OTHER\" at the top of talk.dialogue.\n"
          "1 place: 1 stranded, 0 same\n"
      ),
      std::string::npos
  ) << gone.out;
  const test::Ran sent = test::run({"check", "--against", first_, sent_});
  EXPECT_EQ(sent.status, 0);
  EXPECT_NE(sent.out.find("/talk.dialogue:4), to talk.feeling\n"), std::string::npos) << sent.out;
}

TEST_F(VersionCommands, CheckAgainstIsThereForOtherProgramsToo) {
  const test::Ran gone = test::run({"check", "--against", first_, "--format", "json", gone_});
  EXPECT_EQ(gone.status, 1);
  for (const char* wanted :
       {"\"against\": {",
        "\"words_only\": false",
        "\"stranded\": 1",
        "\"outcome\": \"stranded\"",
        "\"name\": \"talk.mood\"",
        "\"line\": 4"}) {
    EXPECT_NE(gone.out.find(wanted), std::string::npos) << wanted << gone.out;
  }
  EXPECT_EQ(test::run({"check", "--against", folder_.path().string(), first_}).status, 2);
}

TEST_F(VersionCommands, PublishPutsInForceWhatStrandsNobody) {
  const test::Ran first = test::run({"publish", first_, "--data", data(), "--note", "the first"});
  EXPECT_EQ(first.status, 0) << first.errors;
  EXPECT_NE(first.out.find("Nobody is on another version.\n"), std::string::npos) << first.out;
  const test::Ran again = test::run({"publish", first_, "--data", data()});
  EXPECT_EQ(again.status, 0);
  EXPECT_NE(again.out.find("This version is in force already.\n"), std::string::npos);
  const test::Ran gone = test::run({"publish", gone_, "--data", data()});
  EXPECT_EQ(gone.status, 1);
  EXPECT_NE(gone.out.find("(in force): 0 sessions\nstranded "), std::string::npos) << gone.out;
  EXPECT_NE(gone.errors.find("Not published"), std::string::npos);
  const test::Ran kind = test::run({"publish", kind_, "--data", data()});
  EXPECT_EQ(kind.status, 1);
  EXPECT_NE(
      kind.out.find("/talk.dialogue:4: The question \"mood\" was a text and is a date now"),
      std::string::npos
  ) << kind.out;
  EXPECT_EQ(test::run({"publish", sent_, "--data", data(), "--urgent"}).status, 0);
  // What was answered once is kept: its name is not free for another kind of answer.
  EXPECT_EQ(test::run({"publish", kind_, "--data", data()}).status, 1);
}

TEST_F(VersionCommands, ARollBackPutsTheVersionBeforeInForce) {
  EXPECT_EQ(test::run({"publish", first_, "--data", data()}).status, 0);
  const test::Ran none = test::run({"publish", first_, "--data", data(), "--roll-back"});
  EXPECT_EQ(none.status, 1);
  EXPECT_NE(none.errors.find("nothing to go back to"), std::string::npos);
  EXPECT_EQ(test::run({"publish", words_, "--data", data()}).status, 0);
  EXPECT_EQ(test::run({"publish", sent_, "--data", data()}).status, 0);
  EXPECT_EQ(test::run({"publish", first_, "--data", data(), "--roll-back"}).status, 0);
  EXPECT_NE(
      test::run({"publish", words_, "--data", data()}).out.find("in force already"),
      std::string::npos
  );
  EXPECT_EQ(test::run({"publish", first_, "--data", data(), "--roll-back"}).status, 0);
  EXPECT_NE(
      test::run({"publish", first_, "--data", data()}).out.find("in force already"),
      std::string::npos
  );
}

}  // namespace
}  // namespace attune::tools
