#include "tests/support/courses.h"

#include "engine/base/name_id.h"
#include "engine/script/translation/strings.h"

#include <stdexcept>

namespace attune::test {

engine::ProgramId plain_hash(std::string_view bytes) {
  engine::ProgramId id;
  std::uint64_t hash = engine::name_id(bytes).value;
  for (std::uint8_t& byte : id.bytes) {
    hash = hash * 6364136223846793005ULL + 1442695040888963407ULL;
    byte = static_cast<std::uint8_t>(hash >> 56U);
  }
  return id;
}

engine::CourseSources course_of(const std::vector<std::pair<std::string, std::string>>& files) {
  engine::CourseSources sources;
  for (const auto& [name, text] : files) {
    const bool is_dialogue = !name.ends_with(".po");
    sources.files.push_back(
        engine::SourceFile{.path = is_dialogue ? name + ".dialogue" : name, .text = text}
    );
  }
  sources.countries = {
      engine::Country{.id = "elsewhere", .name = "Elsewhere", .says = {"Call 112."}},
      engine::Country{.id = "us", .name = "United States", .says = {"Call 988.", "Call 911."}}
  };
  return sources;
}

engine::CourseSources one_stage(std::string_view dialogue) {
  return course_of(
      {{"course", "course small\nstages: talk\nprofile: name\n"},
       {"talk", "dialogue talk\n" + std::string{dialogue}}}
  );
}

std::string findings_of(const engine::CourseSources& sources) {
  std::string all;
  for (const engine::Diagnostic& finding : engine::compile(sources, plain_hash).findings) {
    all += engine::render(finding, sources);
  }
  return all;
}

std::string errors_of(const engine::CourseSources& sources) {
  std::string all;
  for (const engine::Diagnostic& finding : engine::compile(sources, plain_hash).findings) {
    if (finding.severity == engine::Severity::error) {
      all += engine::render(finding, sources);
    }
  }
  return all;
}

std::shared_ptr<const engine::Program> compiled(const engine::CourseSources& sources) {
  engine::Compilation made = engine::compile(sources, plain_hash);
  if (made.program == nullptr) {
    throw std::runtime_error{"a test's course does not compile:\n" + findings_of(sources)};
  }
  return made.program;
}

engine::CourseSources with_pseudo(engine::CourseSources sources, std::string_view language) {
  engine::CourseSources scripts = sources;
  std::erase_if(scripts.files, engine::is_translation);
  const engine::PoFile file = engine::merge(
      engine::PoFile{},
      engine::translatable_texts(scripts, language),
      engine::Translating{.project = "Attune, a test", .language = std::string{language}}
  );
  sources.files.push_back(engine::SourceFile{
      .path = "translations/" + std::string{language} + ".po", .text = engine::write_po(file)
  });
  return sources;
}

engine::CourseSources everything_course() {
  return course_of(
      {{"course",
        "course everything\n"
        "title: Everything\n"
        "stages: first, second, third\n"
        "everywhere: safety\n"
        "profile: name, partner_name\n"},
       {"first",
        R"(dialogue first
title: The first
remember rounds = 0
remember mood = "none"
remember seen = false

scene arriving
set rounds = rounds + 1
Coach: Hello, {you.name}. Round {rounds}, visit {visits}.
one of
  Coach: There are no right answers here.
or
  Coach: Nothing you write here is graded.
or
  Coach: Take your time.
end
ask choice pace: How would you like to begin?
  hint: Any of them is fine.
  why: It sets the pace.
- gently: With something easy
- straight as "straight in": Straight in
- unsure: I'm not sure
  Coach: That is a fine place to start, too.
- again when rounds < 3: Once more -> arriving
- later: Not today -> not_today
end
if pace is gently
  set mood = "gentle"
else if pace is skipped
  set mood = "quiet"
else
  Coach: You chose {pace or "nothing"}.
end
go moment_scene

scene not_today
do shared.resting
pause for 1 day, may continue early
Coach: Good to see you.
go moment_scene

scene moment_scene was moment_one
ask long text moment up to 50, private: What happened?
if moment is skipped
  Coach: That is all right.
  go numbers
end
Coach: You wrote: "{moment}", in short {moment short}.
go numbers

scene numbers
ask scale pull 0 "none" to 10 "all": How strong was the pull?
if pull is answered and pull >= 7
  Coach: That is a strong pull.
end
ask number minutes 0 to 600, unit "minutes": How long?
ask date day: When was it?
ask yesno safe: Did you feel safe?
if safe
  Coach: Good.
end
ask choices moves at least 1, up to 2: What did you do?
- quiet: I went quiet
- fixed: I fixed things
- pleased: I pleased
end
if moves includes quiet
  Coach: Quiet: {moves or "nothing"}.
end
ask list words 1 to 3: Which words fit?
ask pick one_word from words: Which one most?
ask picks two_words from words up to 2: Which two?
Coach: {words or "no words"}, {one_word or "none"}, {two_words or "none"}, {minutes or "no"} minutes, {day or "some day"}, {count_line or "nothing"}.
ask text count_line: Anything else?
ask text you.partner_name: Who is it about?
show chain did: What happened
  words: First {pace or "something"}, then {moves or "nothing"}.
- link "How": {pace or "anyhow"}
- link from moves
- link "Said" when count_line is answered: {count_line short}
- link from words
end
show bar share: The pull, and the rest
  words: It was {pull or "not said"}.
- mine "Pull" at pull when pull is answered
- theirs at 10 - rounds
end
set seen = true
do wrapping
finish

part wrapping
if seen and (count(words) > 1 or not (mood is "none"))
  Coach: We are at the end, {you.partner_name or "friend"}.
else
  Coach: The end.
end
return

part welcome_back
Coach: Welcome back. You had chosen {pace or "nothing yet"}.
return
)"},
       {"second",
        R"(dialogue second
scene opening
Coach: It has been {first.pace or "a while"}.
ask text thought:
practice noticing for 7 days: Notice {first.pace or "one moment"}.
do scales.closeness
show course worry_days: Worry over time
  words: It was looked at {visits} times.
- point "Worry" over score(scales.closeness.anxiety)
end
if score(scales.closeness.anxiety) is answered and score(scales.closeness.anxiety) > 4
  Coach: It came to {scales.closeness_anxiety}.
end
if days since(noticing) > 3
  Coach: A while to notice.
end
pause
if days since(first) > 1
  Coach: Days went by.
end
do shared.breath
finish
)"},
       {"safety",
        R"(dialogue safety
part help
Coach: You asked for help.
if country is answered
  Coach: You chose before.
else
  ask choice country: Where are you?
  - us: United States
  - elsewhere: Somewhere else
  end
end
resources for country
ask choice after_help: What now?
- on: Go on
- rest: Rest a little
  pause
  Coach: Here again.
end
return
)"},
       {"scales",
        R"(dialogue scales
measure closeness
  scale 1 "not at all" to 7 "very much"
  score anxiety, at least 50% answered
  score all sum
  - leave for anxiety: They might leave me.
  - lean for anxiety, reversed: I lean on them easily.
  - alone: I would rather be alone.
end
)"},
       {"shared",
        R"(dialogue shared
part resting
Coach: Rest well.
return

part breath
Coach: Breathe in.
ask choice breathed: And out?
- yes_done: Done
- more: Once more
  Coach: In again.
end
return
)"}}
  );
}

}  // namespace attune::test
