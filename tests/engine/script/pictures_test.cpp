// What the checker finds in pictures, and what of them are words.

#include "engine/script/translation/strings.h"
#include "engine/versions/structure.h"

#include "tests/support/courses.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::engine {
namespace {

constexpr std::string_view asked =
    "scene a\n"
    "ask text cue: What sets it off?\n"
    "ask list carers 1 to 5: Who was there?\n"
    "ask scale pull 0 to 10: How strong?\n"
    "ask scale worry 1 to 7: How much?\n";

// What is found in a picture that stands behind these questions.
std::string found(std::string_view picture) {
  return test::findings_of(test::one_stage(
      std::string{asked} + std::string{picture} +
      "Coach: {cue or \"it\"} {carers or \"no one\"} {pull or \"0\"} "
      "{worry or \"1\"}\nfinish\n"
  ));
}

TEST(Pictures, OfEachKindAreUnderstood) {
  EXPECT_EQ(
      found(R"(show chain one: One
words: It starts with {cue or "something"}.
- link "It starts with": {cue or "something"}
- link "And then" when cue is answered: {cue short}
end
show plane two: Two
words: Where you stood.
- point "Today" at worry, 8 - worry when worry is answered
end
show circle three: Three
words: {carers or "Nobody"}.
- person from carers
- person "Me"
end
show loop four: Four
words: Round and round.
- mine: I go quiet
- theirs: They ask
- mine when cue is answered: I leave
- mine when cue is skipped: I stay
end
show bridge five: Five
words: Two banks.
- mine: I wrote
- both: We spoke
end
show bar six: Six
words: Your share.
- mine at pull when pull is answered
- shared at 2
- theirs at 8
end
show course seven: Seven
words: Over time.
- point at pull when pull is answered: {cue or "it"}
end
show fork eight: Eight
words: Two roads.
- before: {cue or "It"}
- old_road: Quiet
- new_road: A word
end
show dots nine: Nine
words: Less than you thought.
- predicted at 8
- actual at 3
end
show band ten: Ten
words: Given and received.
- given: Tea
- received from carers
end
show then_now eleven: Eleven
words: Then and now.
- then: "I learned to go"
- now: "I may stay"
end
show then_now twelve: Twelve
words: A sentence to keep.
- now: "I may stay"
end
)"),
      ""
  );
}

TEST(Pictures, AKindOrARoleThatIsNotThereIsSuggested) {
  EXPECT_EQ(
      found("show chian one: One\nwords: So.\n- link: A\n- link: B\nend\n"),
      "talk.dialogue:7:6: error A100: \"chian\" is not a kind of picture. Did you mean "
      "\"chain\"?\nshow chian one: One\n     ^~~~~\n"
  );
  EXPECT_EQ(
      found("show loop one: One\nwords: So.\n- mine: A\n- thiers: B\nend\n"),
      "talk.dialogue:10:3: error A100: \"loop\" has no \"thiers\". Did you mean \"theirs\"?\n"
      "- thiers: B\n  ^~~~~~\n"
  );
  EXPECT_NE(
      found("show band one: One\nwords: So.\n- gift: B\nend\n")
          .find("A100: \"band\" has no \"gift\". What it has is: given, received."),
      std::string::npos
  );
}

TEST(Pictures, WhatIsMissingIsNamed) {
  const auto one = [](std::string_view picture, std::string_view message) {
    const std::string all = found(picture);
    EXPECT_NE(all.find(message), std::string::npos) << all;
    EXPECT_EQ(all.find("error", all.find("error") + 1), std::string::npos) << all;
  };
  one("show chain one: One\n- link: A\n- link: B\nend\n", "A101: nothing says in words what");
  one("show chain one: One\nwords:\n- link: A\n- link: B\nend\n", "A005: here the picture is not");
  one("show chain one: One\nwords: A.\n- link: A\nend\n",
      "A101: \"chain\" needs at least two rows");
  one("show circle one: One\nwords: A.\nend\n", "A101: \"circle\" needs at least one row.");
  one("show bar one: One\nwords: A.\n- mine: A\n- theirs at 2\nend\n",
      "A101: nothing says where this \"mine\" stands. Write \"at NUMBER\"");
  one("show plane one: One\nwords: A.\n- point: A\nend\n", "\"at NUMBER, NUMBER\"");
  one("show bridge one: One\nwords: A.\n- both\nend\n", "A101: nothing would stand on this row.");
  one("show chain one:\nwords: A.\n- link: A\n- link: B\nend\n", "A005: a picture needs a colon");
  one("show chain\nwords: A.\n- link: A\n- link: B\nend\n",
      "A005: the name of the picture is missing here.");
  one("show chain one: One\nwords: A.\n- link: A\n- link: B\n", "A003: this \"show\" is never");
  one("show chain one: One\nwords: A.\n- link \"A: a\n- link: B\n- link: C\nend\n",
      "A005: this quotation mark is never closed.");
}

TEST(Pictures, WhatDoesNotFitWouldBeLostAndIsAnError) {
  const auto one = [](std::string_view picture, std::string_view message) {
    const std::string all = found(picture);
    EXPECT_NE(all.find(message), std::string::npos) << all;
  };
  one("show circle one: One\nwords: A.\n- person \"A\" at 3\nend\n", "A102: \"circle\" shows no");
  one("show plane one: One\nwords: A.\n- point at 3\nend\n", "A102: \"plane\" needs two numbers");
  one("show dots one: One\nwords: A.\n- predicted at 3, 4\nend\n",
      "A102: \"dots\" needs one number");
  one("show loop one: One\nwords: A.\n- mine: A\n- theirs from carers\nend\n",
      "A102: \"loop\" goes from one to the other, and a list");
  one("show loop one: One\nwords: A.\n- mine: A\n- mine: B\n- theirs: C\nend\n",
      "\"mine\" comes twice running.");
  one("show band one: One\nwords: A.\n- given from carers: A\nend\n", "A102: this row shows the");
  one("show band one: One\nwords: A.\n- given from cue\nend\n", "A033: \"cue\" is not a list");
  one("show band one: One\nwords: A.\n- given from caerrs\nend\n", "Did you mean \"carers\"?");
  one("show dots one: One\nwords: A.\n- predicted at cue\nend\n", "A030: this is a text");
  one("show dots one: One\nwords: A.\n- predicted over score(a.b)\nend\n", "A023: there is no");
  one("show dots one: One\nwords: A.\n- predicted over pull\nend\n", "A005: after \"over\" comes");
  one("show band one: {cue}\nwords: A.\n- given: A\nend\n", "A009: the title of a picture");
  one("show band one: One\nwords: A.\n- given \"{cue}\": A\nend\n", "A009: a label is the same");
  one("show band one: One\nwords: A.\n- given: A\nwords: B.\nend\n", "A002: \"words:\" follows");
  one("show band one: One\nwords: A.\nlink: A\n- given: A\nend\n", "A001: \"link\" is not a word");
  one("words: A.\n", "A002: \"words:\" follows \"show\" directly");
  one("show band one: One\nwords: A.\n- given: A\nend\n"
      "show band one: One\nwords: A.\n- given: A\nend\n",
      "A020: there is already a picture \"one\" in this file, on line 7.");
}

TEST(Pictures, NumbersThatMayLieBeyondTheEndsAreFound) {
  const auto plane = [](std::string_view numbers) {
    return found("show plane one: One\nwords: A.\n- point at " + std::string{numbers} + "\nend\n");
  };
  EXPECT_NE(
      plane("pull, worry when pull is answered and worry is answered")
          .find("A102: the numbers of \"plane\" go from 1 to 7, and this one may be from 0 to 10."),
      std::string::npos
  );
  EXPECT_EQ(plane("pull / 10 * 6 + 1, worry when pull is answered and worry is answered"), "");
  EXPECT_EQ(plane("pull, 4 when pull is answered and pull >= 1 and pull <= 7"), "");
  EXPECT_NE(plane("0, 4").find("and this one is 0."), std::string::npos);
}

TEST(Pictures, WhatMayNotBeThereIsAnErrorWithARoad) {
  EXPECT_NE(
      found("show band one: One\nwords: {cue}.\n- given: {cue}\nend\n")
          .find("A050: \"cue\" may have no answer here to quote."),
      std::string::npos
  );
  const std::string skipped = found("show dots one: One\nwords: A.\n- predicted at pull\nend\n");
  EXPECT_NE(skipped.find("A052: \"pull\" may have been skipped"), std::string::npos) << skipped;
  EXPECT_NE(skipped.find("\"pull\" is skipped"), std::string::npos) << skipped;
  const std::string early = test::errors_of(test::one_stage(
      "scene a\nCoach: A.\nshow dots one: One\nwords: A.\n- predicted at pull\nend\n"
      "ask scale pull 0 to 10: How strong?\nfinish\n"
  ));
  EXPECT_NE(early.find("A051: \"pull\" may not have been asked"), std::string::npos) << early;
  // A list that nobody asked for shows nothing, and is no error.
  EXPECT_EQ(
      test::errors_of(test::one_stage(
          "scene a\nCoach: A.\nshow circle one: One\nwords: A.\n- person from carers\nend\n"
          "ask list carers: Who?\nfinish\n"
      )),
      ""
  );
}

TEST(Pictures, ARowWhoseConditionNeverHoldsIsFound) {
  EXPECT_NE(
      found("show band one: One\nwords: A.\n- given: A\n"
            "- received when pull is answered and pull > 10: B\nend\n")
          .find("A043: this row is never shown: its condition never holds"),
      std::string::npos
  );
}

TEST(Pictures, HaveNoMorePartsThanCanBeShown) {
  std::string rows;
  for (int i = 0; i < 21; ++i) {
    rows += "- person \"A\"\n";
  }
  EXPECT_NE(
      found("show circle one: One\nwords: A.\n" + rows + "end\n").find("at most 20 rows"),
      std::string::npos
  );
  std::string lists;
  for (int i = 0; i < 13; ++i) {
    lists += "- person from carers\n";
  }
  EXPECT_NE(
      found("show circle one: One\nwords: A.\n" + lists + "end\n").find("may have 65 parts"),
      std::string::npos
  );
}

TEST(Pictures, TheirWordsAreReadLikeAnyBubble) {
  std::string longest;
  for (int i = 0; i < 61; ++i) {
    longest += " word";
  }
  EXPECT_NE(
      found("show circle one: One\nwords:" + longest + ".\n- person from carers\nend\n")
          .find("W001"),
      std::string::npos
  );
  EXPECT_NE(
      found("show circle one: One\nwords: A.\n- person: Why did you stay?\nend\n").find("W005"),
      std::string::npos
  );
}

TEST(Pictures, AreTranslatedInTheirOrder) {
  std::string all;
  for (const Translatable& text : translatable_texts(
           test::one_stage(
               "scene a\nask text cue: What?\nshow chain one: A title\nwords: In words {cue or "
               "\"it\"}.\n- link \"A label\": A text\n- link: Another\nend\nfinish\n"
           ),
           "en-GB"
       )) {
    all += text.text + " | " + text.notes.back() + "\n";
  }
  EXPECT_NE(
      all.find("A title | Title of the picture one\n"
               "In words {cue or \"it\"}. | Words of the picture one\n"
               "A label | Label of the picture one\n"
               "A text | Text of the picture one\n"
               "Another | Text of the picture one\n"),
      std::string::npos
  ) << all;
}

TEST(Pictures, OnlyTheirWordsMayChangeUnderASession) {
  const auto structure = [](std::string_view picture) {
    return structure_of(*test::compiled(test::one_stage(
        "scene a\nask scale pull 0 to 10: How strong?\n" + std::string{picture} +
        "Coach: {pull or \"0\"}\nfinish\n"
    )));
  };
  const std::string before =
      structure("show dots one: One\nwords: A.\n- predicted \"A\" at 3: B\nend\n");
  EXPECT_EQ(before, structure("show dots one: Two\nwords: B.\n- predicted at 3\nend\n"));
  EXPECT_NE(before, structure("show dots two: One\nwords: A.\n- predicted \"A\" at 3: B\nend\n"));
  EXPECT_NE(before, structure("show dots one: One\nwords: A.\n- predicted \"A\" at 4: B\nend\n"));
  EXPECT_NE(before, structure("show course one: One\nwords: A.\n- point \"A\" at 3: B\nend\n"));
  EXPECT_NE(
      before,
      structure("show dots one: One\nwords: A.\n- predicted \"A\" at 3 when pull is skipped: B\n"
                "- predicted at 3\nend\n")
  );
}

}  // namespace
}  // namespace attune::engine
