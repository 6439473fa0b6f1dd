// Who has signed which words: the file, and what the roles may do.

#include "storage/signatures.h"

#include "storage/limits.h"

#include "tests/support/courses.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace attune::storage {
namespace {

using engine::ProgramId;

ProgramId words(std::string_view text) {
  return test::plain_hash(text);
}

Signature signature(SignatureRole role, std::string by, std::string_view text = "words") {
  return Signature{
      .role = role,
      .by = std::move(by),
      .on = engine::Day{std::chrono::days{20'000}},
      .program = words(text),
      .note = {}
  };
}

std::string file_of(const std::vector<Signature>& signatures) {
  std::string text;
  for (const Signature& each : signatures) {
    text += lines_to_add(text, each);
  }
  return text;
}

std::string fault_in(std::string_view text) {
  const auto parsed = parse_signatures(text);
  return parsed ? "no fault" : parsed.error().message;
}

const std::string hash(64, 'a');

TEST(Signatures, AreReadAsTheyWereWritten) {
  Signature noted = signature(SignatureRole::peer, "Jo: a Lind");
  noted.note = "Read aloud: as all six.";
  const std::vector<Signature> all = {
      signature(SignatureRole::draft, "M\u00edra Sand"),
      noted,
      signature(SignatureRole::draft, "Mira", "later words")
  };
  const auto parsed = parse_signatures(file_of(all));
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  EXPECT_EQ(*parsed, all);
}

TEST(Signatures, LookLikeThisInTheFile) {
  EXPECT_EQ(
      file_of({signature(SignatureRole::draft, "Mira Sand")}),
      "// Who has read this course and stands by its words. \"attune sign\" adds to the end of "
      "this file.\n"
      "\n"
      "draft: Mira Sand\n"
      "on: 2024-10-04\n"
      "hash: " +
          engine::to_hex(words("words")) + "\n"
  );
}

TEST(Signatures, NotesBlankLinesAndWindowsLineEndsMeanNothing) {
  const auto parsed = parse_signatures(
      "// by hand\r\n\r\n  draft :  Mira Sand \r\n\r\n on: 2026-11-24\r\n// x\r\nhash: " + hash +
      "\r\n\r\n"
  );
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  ASSERT_EQ(parsed->size(), 1U);
  EXPECT_EQ(parsed->front().by, "Mira Sand");
  EXPECT_EQ(engine::to_hex(parsed->front().program), hash);
}

TEST(Signatures, SayWhichLineIsWrong) {
  const std::string begun = "draft: Mira\non: 2026-11-24\n";
  const std::pair<std::string, std::string> faults[] = {
      {"drafft: Mira\n",
       "1: A line of this file starts with a role (draft, peer, clinical_lead, "
       "safety and release), with \"on:\", \"hash:\" or \"note:\", or with "
       "\"//\"."},
      {"Mira\n", "1: A line of this file starts with"},
      {"\non: 2026-11-24\n", "2: \"on:\" belongs under a role and a name."},
      {"draft:\n", "1: A name belongs behind \"draft:\"."},
      {"draft: Mira\non: 2026-02-30\n", "2: The day of a signature is written as 2026-11-23."},
      {begun + "hash: abc\n", "3: A hash is 64 digits from 0 to f."},
      {begun + "hash: " + std::string(64, 'G') + "\n", "3: A hash is 64 digits from 0 to f."},
      {begun + "peer: Jo\n", "3: The signature of Mira as draft needs \"on:\" and \"hash:\"."},
      {begun, "2: The signature of Mira as draft needs \"on:\" and \"hash:\"."},
      {"draft: \xff\n", "1: This file is not UTF-8 text."}
  };
  for (const auto& [text, says] : faults) {
    EXPECT_TRUE(fault_in(text).starts_with(says)) << fault_in(text) << "\nfor\n" << text;
  }
}

TEST(Signatures, CountOnlyForTheWordsThatWereRead) {
  const std::vector<Signature> signatures = {
      signature(SignatureRole::draft, "Mira"),
      signature(SignatureRole::peer, "Jo"),
      signature(SignatureRole::draft, "Mira", "changed words")
  };
  using enum SignatureRole;
  EXPECT_EQ(
      missing_roles(signatures, words("words")), (std::vector{clinical_lead, safety, release})
  );
  EXPECT_EQ(
      missing_roles(signatures, words("changed words")),
      (std::vector{peer, clinical_lead, safety, release})
  );
  EXPECT_EQ(missing_roles(signatures, words("other")).size(), signature_roles.size());
}

TEST(Signatures, ARoleSignsWhatTheRolesBeforeItHaveSigned) {
  std::vector<Signature> signatures;
  for (const SignatureRole role : signature_roles) {
    for (const SignatureRole later : signature_roles) {
      const bool may =
          !objection(signatures, signature(later, "Some " + std::string{name_of(later)}));
      EXPECT_EQ(may, later <= role) << name_of(later) << " while " << name_of(role) << " is next";
    }
    signatures.push_back(signature(role, "Some " + std::string{name_of(role)}));
  }
  EXPECT_EQ(unsigned_roles(signatures, words("words")), std::nullopt);
  EXPECT_EQ(
      objection(signatures, signature(SignatureRole::safety, "Ada", "changed words")),
      "safety signs what the roles before it have signed, and draft, peer and clinical_lead have "
      "not signed these words."
  );
}

TEST(Signatures, APeerIsSomebodyElseThanTheAuthor) {
  const std::vector<Signature> drafted = {signature(SignatureRole::draft, "Mira Sand")};
  EXPECT_EQ(
      objection(drafted, signature(SignatureRole::peer, "mira sand ")),
      "Mira Sand signed these words as draft; a peer is somebody else than the author."
  );
  EXPECT_EQ(objection(drafted, signature(SignatureRole::peer, "Jo Lind")), std::nullopt);
  const std::vector<Signature> read = {drafted[0], signature(SignatureRole::peer, "Jo Lind")};
  EXPECT_TRUE(objection(read, signature(SignatureRole::draft, "Jo Lind")).has_value());
  // Whoever leads may have written it.
  EXPECT_EQ(objection(read, signature(SignatureRole::clinical_lead, "Mira Sand")), std::nullopt);
}

TEST(Signatures, ANameAndANoteAreALineEach) {
  const auto says = [](const std::string& by, const std::string& note) {
    Signature wanted = signature(SignatureRole::draft, by);
    wanted.note = note;
    return objection({}, wanted).value_or("nothing");
  };
  EXPECT_EQ(says("Mira", "Fine."), "nothing");
  EXPECT_EQ(says("  ", ""), "Who signs gives a name.");
  EXPECT_EQ(says("Mira\nrelease: Mira", ""), "A name is one line of plain text.");
  EXPECT_EQ(says("Mira", "a\rb"), "A note is one line of plain text.");
  EXPECT_EQ(says("Mira", "\xc3"), "A note is not UTF-8 text.");
  EXPECT_EQ(says(std::string(limits::signer_characters_max, 'x'), ""), "nothing");
  EXPECT_EQ(
      says(std::string(limits::signer_characters_max + 1, 'x'), ""),
      "A name has at most 80 characters."
  );
  EXPECT_EQ(
      says("Mira", std::string(limits::note_characters_max + 1, 'x')),
      "A note has at most 500 characters."
  );
}

TEST(Signatures, OfACourseThatNobodySignedAreNone) {
  const test::TempFolder folder;
  const auto none = read_signatures(folder.path());
  ASSERT_TRUE(none.has_value());
  EXPECT_TRUE(none->empty());
  std::filesystem::create_directory(folder.path() / signatures_file);
  const auto unreadable = read_signatures(folder.path());
  ASSERT_FALSE(unreadable.has_value());
  EXPECT_EQ(
      unreadable.error().message,
      (folder.path() / signatures_file).string() + ": This file cannot be read."
  );
}

}  // namespace
}  // namespace attune::storage
