// What attune verify says of a whole store, and of one in which something was changed.

#include "storage/verify.h"

#include "storage/backup.h"
#include "storage/sqlite.h"
#include "storage/sqlite_storage.h"

#include "tests/support/lane.h"
#include "tests/support/stored_journeys.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace attune::storage {
namespace {

namespace fs = std::filesystem;

using test::StoredJourneys;

// Two journeys of ten turns, two events each; all but the last three turns are in the index.
class Verify : public testing::Test {
 protected:
  Verify() {
    for (const engine::Seq turns : {engine::Seq{7}, engine::Seq{10}}) {
      StoredJourneys journeys{folder_.path()};
      for (std::uint8_t of = 1; of <= 2; ++of) {
        if (turns == 7) {
          journeys.create(of);
        }
        journeys.append_until(of, turns);
      }
      if (turns == 10) {
        // As a kill leaves it: the last turns are not in the index.
        fs::copy(folder_.path(), killed_.path(), fs::copy_options::recursive);
      }
    }
    file_ = store_file(killed_.path());
  }

  void change(const std::string& sql) const {
    Database database{file_.string()};
    database.execute(sql);
  }

  std::vector<std::string> findings() const { return verify(file_).value().findings; }

  using Findings = std::vector<std::string>;

  test::TempFolder folder_;
  test::TempFolder killed_;
  fs::path file_;
};

TEST_F(Verify, FindsNothingInAWholeStore) {
  const auto verification = verify(file_).value();
  EXPECT_EQ(verification.findings, Findings{});
  EXPECT_TRUE(verification.is_whole());
  EXPECT_EQ(verification.journeys, 2U);
  EXPECT_EQ(verification.turns, 20U);
  EXPECT_EQ(verification.snapshots, 2U);
}

TEST_F(Verify, NamesATurnWhoseBytesChanged) {
  change(
      "UPDATE events SET body = CAST('turn of 5 and 7' AS BLOB) WHERE session = x'"
      "01010101010101010101010101010101' AND first = 5"
  );
  EXPECT_EQ(
      findings(),
      Findings{"journey 010101010101, seqs 5 to 6: what was kept there has changed since"}
  );
}

TEST_F(Verify, NamesTheLastTurn) {
  change(
      "UPDATE events SET body = CAST('x' AS BLOB) WHERE first = 19 AND session = x'"
      "02020202020202020202020202020202'"
  );
  EXPECT_EQ(
      findings(),
      Findings{"journey 020202020202, seqs 19 to 20: what was kept there, or its checksum, has "
               "changed since"}
  );
}

TEST_F(Verify, TellsAChangedChecksumFromChangedWords) {
  change("UPDATE events SET chain = zeroblob(16) WHERE first = 5");
  EXPECT_EQ(
      findings(),
      (Findings{
          "journey 010101010101, seqs 5 to 6: its checksum has changed since; what was kept there "
          "is "
          "as it was",
          "journey 020202020202, seqs 5 to 6: its checksum has changed since; what was kept there "
          "is "
          "as it was"
      })
  );
}

TEST_F(Verify, NamesTwoChangedTurnsInARow) {
  change(
      "UPDATE events SET body = CAST('x' AS BLOB) WHERE first IN (5, 7) AND session = x'"
      "01010101010101010101010101010101'"
  );
  EXPECT_EQ(
      findings(),
      (Findings{
          "journey 010101010101, seqs 5 to 6: what was kept there, or its checksum, has changed "
          "since",
          "journey 010101010101, seqs 7 to 8: what was kept there has changed since"
      })
  );
}

TEST_F(Verify, NamesATurnThatIsGoneFromTheMiddle) {
  change("DELETE FROM events WHERE first = 9 AND session = x'01010101010101010101010101010101'");
  EXPECT_EQ(
      findings(),
      (Findings{
          "journey 010101010101, seqs 9 to 10: not there any more",
          "journey 010101010101, seqs 9 to 10: the index tells of this turn, and it is not there "
          "any "
          "more"
      })
  );
}

TEST_F(Verify, NamesTurnsThatWereExchanged) {
  change(
      "UPDATE events SET body = CAST(CASE first WHEN 5 THEN 'turn of 7 and 8' ELSE 'turn of 5 and "
      "6' "
      "END AS BLOB) WHERE first IN (5, 7) AND session = x'01010101010101010101010101010101'"
  );
  const Findings found = findings();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NE(found[0].find("seqs 5 to 6"), std::string::npos);
  EXPECT_NE(found[1].find("seqs 7 to 8"), std::string::npos);
}

TEST_F(Verify, NamesATurnThatIsThereTwice) {
  change(
      "INSERT INTO events (session, first, last, chain, body) SELECT session, first, last, chain, "
      "body FROM events WHERE first = 9 AND session = x'02020202020202020202020202020202'"
  );
  EXPECT_EQ(
      findings(), Findings{"journey 020202020202, seqs 9 to 10: there twice, or out of order"}
  );
}

TEST_F(Verify, NamesATurnThatTheIndexDoesNotTellOf) {
  change("DELETE FROM places WHERE first = 3 AND session = x'02020202020202020202020202020202'");
  EXPECT_EQ(
      findings(),
      Findings{"journey 020202020202, seqs 3 to 4: the index does not tell of this turn"}
  );
}

TEST_F(Verify, NamesAChangedSnapshotAndOneThatOutlivedItsTurns) {
  change(
      "UPDATE snapshots SET body = CAST('other' AS BLOB) WHERE session = "
      "x'01010101010101010101010101010101';"
      "DELETE FROM events WHERE first > 11 AND session = x'02020202020202020202020202020202';"
      "DELETE FROM places WHERE first > 11 AND session = x'02020202020202020202020202020202'"
  );
  EXPECT_EQ(
      findings(),
      (Findings{
          "journey 010101010101, the snapshot at seq 14 has changed since it was kept",
          "journey 020202020202, seqs 13 to 14: not there any more, though a snapshot was made "
          "after "
          "them"
      })
  );
}

TEST_F(Verify, NamesAJourneyWithoutTurnsAndTurnsWithoutAJourney) {
  change(
      "UPDATE journeys SET session = x'09090909090909090909090909090909' WHERE session = x'"
      "02020202020202020202020202020202'"
  );
  EXPECT_EQ(
      findings(),
      (Findings{
          "journey 090909090909, its row in the list, with the key for its six words, has changed "
          "since it was kept",
          "journey 020202020202, seqs 1 to 20: 10 turns of a journey that is not in the list",
          "journey 090909090909, seq 1: none of its turns is there",
          "journey 020202020202, 1 device of a journey that is not in the list"
      })
  );
}

TEST_F(Verify, NamesAJourneyWhoseKeyChangedForItsWordsOrForADevice) {
  const std::string first = " WHERE session = x'01010101010101010101010101010101'";
  change("UPDATE journeys SET words = key, key = words" + first);
  EXPECT_EQ(
      findings(),
      Findings{"journey 010101010101, its row in the list, with the key for its six words, has "
               "changed since it was kept"}
  );
  change("UPDATE journeys SET words = key, key = words" + first);
  EXPECT_EQ(findings(), Findings{});
  change("UPDATE devices SET since = since + 1" + first);
  EXPECT_EQ(
      findings(),
      Findings{"journey 010101010101, the row of one of its devices, with the key for it, has "
               "changed since it was kept"}
  );
}

TEST_F(Verify, NoticesAnyColumnOfAJourneysRowThatChanged) {
  for (const std::string column : {"started", "touched"}) {
    change("UPDATE journeys SET " + column + " = " + column + " + 1");
    EXPECT_EQ(findings().size(), 2U) << column;
    change("UPDATE journeys SET " + column + " = " + column + " - 1");
  }
  EXPECT_EQ(findings(), Findings{});
}

TEST_F(Verify, SaysThatThereIsNoStoreOrThatItIsOfAnotherVersion) {
  EXPECT_NE(
      verify(killed_.path() / "nothing.db").error().message.find("cannot be read"),
      std::string::npos
  );
  EXPECT_FALSE(fs::exists(killed_.path() / "nothing.db"));
  change("PRAGMA user_version = 99");
  EXPECT_NE(verify(file_).error().message.find("another version"), std::string::npos);
}

// Every byte of the file's pages with turns in them, one bit of each: what changes is always
// noticed, and nothing makes the walk fall over.
TEST_F(Verify, NoticesAChangedBitAnywhereInATurn) {
  {
    Database{file_.string()}.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  std::ifstream in{file_, std::ios::binary};
  const std::string whole{std::istreambuf_iterator<char>{in}, {}};
  std::size_t looked_at = 0;
  for (std::size_t at = whole.find("turn of "); at != std::string::npos;
       at = whole.find("turn of ", at + 1)) {
    // The row before its body: session, seqs and chain; and the body itself.
    for (std::size_t byte = at - 36; byte < at + 12; byte += 3) {
      std::string changed = whole;
      changed[byte] = static_cast<char>(changed[byte] ^ (1 << (looked_at % 8)));
      ++looked_at;
      std::ofstream{file_, std::ios::binary | std::ios::trunc} << changed;
      const auto verification = verify(file_);
      ASSERT_TRUE(!verification || !verification->is_whole())
          << "byte " << byte << ", " << (byte - at);
    }
  }
  EXPECT_EQ(looked_at, 20U * 16U);
}

// Whatever is changed in the file, the walk ends.
TEST_F(Verify, EndsOnAFileThatIsChangedAnywhere) {
  {
    Database{file_.string()}.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  std::ifstream in{file_, std::ios::binary};
  const std::string whole{std::istreambuf_iterator<char>{in}, {}};
  std::size_t noticed = 0;
  std::size_t changes = 0;
  for (std::size_t at = 0; at < whole.size(); at += 211) {
    std::string changed = whole;
    for (std::size_t byte = at; byte < std::min(at + 16, whole.size()); ++byte) {
      changed[byte] = static_cast<char>(changed[byte] ^ 0x5a);
    }
    std::ofstream{file_, std::ios::binary | std::ios::trunc} << changed;
    const auto verification = verify(file_);
    noticed += !verification || !verification->is_whole() ? 1 : 0;
    ++changes;
  }
  EXPECT_GT(changes, 100U);
  EXPECT_GT(noticed, 10U);
}

}  // namespace
}  // namespace attune::storage
