#include "tests/transport/server/test_course.h"

namespace attune::testing {
namespace {

constexpr const char* course = R"(course plain
title: Plain
about: A course for tests.
language: en
stages: first, second
everywhere: safety
profile: name
)";

constexpr const char* first = R"(dialogue first
title: First
about: Every kind of question.

scene start
Coach: Hello, {you.name}.
ask choice pace: How shall we begin?
  hint: Either is fine.
  why: It sets the pace.
- gently: With something easy
- straight: Straight in
end
ask text note up to 20: What comes to mind?
ask scale pull 0 "none" to 10 "much": How strong is it?
ask choices moves at least 1 up to 2: What did you do?
- quiet: I went quiet
- fixed: I took over
- left: I left
end
ask yesno sure: Are you sure?
ask list names 1 to 3: Who was there?
ask number minutes 0 to 60 unit "minutes": How long did it take?
ask date day: Which day was it?
ask long text more required: Tell me more.
pause for 1 day, may continue early
Coach: Good to see you again.
finish
)";

constexpr const char* second = R"(dialogue second
title: Second
about: The last one.

scene start
Coach: This is the second stage.
ask text last: One last word?
finish
)";

constexpr const char* safety = R"(dialogue safety

part help
Coach: You asked for help.
return
)";

}  // namespace

engine::CourseSources test_course() {
  return engine::CourseSources{
      .files =
          {{"plain/course.dialogue", course},
           {"plain/first.dialogue", first},
           {"plain/safety.dialogue", safety},
           {"plain/second.dialogue", second}},
      .countries = {}
  };
}

}  // namespace attune::testing
