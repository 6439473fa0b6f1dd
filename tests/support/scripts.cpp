#include "tests/support/scripts.h"

#include "engine/base/overloaded.h"

#include "tests/support/courses.h"
#include "tests/support/walker.h"

#include <functional>
#include <utility>

namespace attune::test {
namespace {

using namespace engine;

// In a line, '~' is a place with at least one blank and '^' one where blanks may be.
class Script {
 public:
  explicit Script(Random& random) : random_{random} {}

  std::string write() {
    line("dialogue~talk");
    line("title:^A talk: about  two  things");
    line("remember~n^=^0");
    line("remember~below^=^-1.5");
    line("remember~word^=^\"none  ( yet\"");
    line("remember~seen^=^false");
    scenes_ = 1 + random_.below(4);
    for (std::size_t i = 0; i < scenes_; ++i) {
      line(
          "scene~s" + std::to_string(i) + (random_.chance(3) ? "~was~old" + std::to_string(i) : "")
      );
      known_.clear();
      if (i == 0) {
        line("ask~number~any^,^required^:^How many?");
        line("ask~text~anything^,^required^:^Which?");
      }
      block(0, true);
      line(i + 1 < scenes_ ? "go~s" + std::to_string(i + 1) : "finish");
    }
    measure();
    line("part~breath");
    line("Coach:^One breath.");
    line("return");
    maybe_note();
    return std::move(text_);
  }

 private:
  void line(std::string_view marked) {
    while (random_.chance(4)) {
      text_ += std::string(random_.below(3), ' ') + line_end_;
    }
    maybe_note();
    text_ += std::string(random_.below(7), random_.chance(5) ? '\t' : ' ');
    for (const char c : marked) {
      if (c == '~' || c == '^') {
        text_ +=
            std::string(random_.below(3) + (c == '~' ? 1U : 0U), random_.chance(9) ? '\t' : ' ');
      } else {
        text_ += c;
      }
    }
    text_ += random_.chance(9) ? "  " : "";
    text_ += random_.chance(30) ? "\r\n" : line_end_;
  }

  void maybe_note() {
    if (random_.chance(8)) {
      text_ += "   // A note:   kept  as it is, \"quotes\" and {braces} too " + line_end_;
    }
  }

  // Nothing is known of memory from here on, so that no condition that follows is decided.
  void unsettle() {
    line("set~n^=^any^/^2");
    line("set~below^=^any^*^-^1.5");
    line("set~seen^=^any^>^3");
    line("set~word^=^anything");
  }

  // To be asked once each after unsettle(): two may not contradict each other.
  std::vector<std::string> conditions() {
    static const std::vector<std::vector<std::string>> all = {
        {"n^>=^1", "-^n^>^-^3", "(^n^<=^4~and~(^n^>^-^1~or~n^*^2~-~1^<^n^+^3^)^)"},
        {"below^<^-^1", "not^(^below^+^3^<^2~or~below^>^20^)", "below^*^2~-~1^<^below^+^3"},
        {"seen", "not~seen", "not^(^seen~or~seen^)"},
        {"word~is~\"none\"", "word~is~not~\"a: b\"", "(^word~is~\"c\"~or~word~is~\"d\"^)"},
    };
    std::vector<std::string> some;
    some.reserve(all.size() + 1);
    for (const std::vector<std::string>& about_one : all) {
      some.push_back(about_one[random_.below(about_one.size())]);
    }
    if (!known_.empty() && random_.chance(2)) {
      const std::size_t at = random_.below(known_.size());
      some.push_back(known_[at] + (random_.chance(2) ? "~is~skipped" : "~is~answered"));
      known_.erase(known_.begin() + static_cast<std::ptrdiff_t>(at));
    }
    for (std::size_t i = some.size(); i > 1; --i) {
      std::swap(some[i - 1], some[random_.below(i)]);
    }
    return some;
  }

  std::string words() {
    static const std::vector<std::string> all = {
        "Hello,  {you.name}.",
        "{n} of them: {word or \"none  yet\"}",
        "An arrow -> here, a colon: there, a \"quote\"",
        "{{not a hole}",
        "// no note",
        "- no option",
        "\u0645\u0631\u062d\u0628\u0627 \U0001f642"
    };
    return all[random_.below(all.size())];
  }

  void measure() {
    line("measure~mood");
    line("title:^How it is: \"now\"");
    line("scale~1~\"none: at all\"~to~5");
    line("score~calm^,^at~least~50^%~answered");
    line("score~all~sum");
    line("- ^light~for~calm:^" + words());
    line("- ^heavy~for~calm^,^all^,^reversed^:^" + words());
    line("band~calm~1~to~2.5^:^heavy: mostly");
    line("source:^Nobody, 2026: a test");
    line("noise~1.5");
    line("end");
  }

  void show() {
    line("show~course~v" + std::to_string(++pictures_) + "^:^So it was");
    line("words:^" + words());
    line("- ^point~\"at: first\"~at~n^-~1");
    line("- ^point~at~-^below^*^2^:^" + words());
    line("- ^point~\"now\"~over~score(mood.calm)");
    if (!known_.empty()) {
      line("- ^point~at~3~when~" + known_.back() + "~is~answered^:^" + words());
    }
    line("end");
    line("show~chain~v" + std::to_string(++pictures_) + "^:^And so: this");
    line("words:^" + words());
    line("- ^link:^" + words());
    line("- ^link~\"Here: there\"");
    line("end");
  }

  void ask() {
    const std::string name = "q" + std::to_string(++asked_);
    static const std::vector<std::string> kinds = {
        "yesno~%",
        "text~%~up~to~40",
        "long~text~%^,^private",
        "list~%~1~to~5^,^private",
        "scale~%~0~\"none: at all\"~to~10~\"all\"",
        "number~%~-^5~to~-^1^,^unit~\"minutes\"",
        "date~%^,^required"
    };
    std::string kind = kinds[random_.below(kinds.size())];
    kind.replace(kind.find('%'), 1, name);
    line("ask~" + kind + "^:^" + words());
    help();
    if (!kind.ends_with("required")) {
      known_.push_back(name);
    }
  }

  void help() {
    for (const char* note : {"hint:^Any will do.", "example:^So: \"so\".", "why:^To know."}) {
      if (random_.chance(4)) {
        line(note);
      }
    }
  }

  void ask_choice(std::size_t depth) {
    const std::string name = "q" + std::to_string(++asked_);
    const bool several = random_.chance(3);
    unsettle();
    std::vector<std::string> conditions = this->conditions();
    line(
        "ask~" + std::string{several ? "choices~" + name + "~up~to~2" : "choice~" + name} +
        "^:^Which?"
    );
    help();
    for (int i = 0; i < 3; ++i) {
      std::string option = "- ^o" + std::to_string(i);
      option += random_.chance(3) ? "~as~\"the: other\"" : "";
      if (random_.chance(3)) {
        option += "~when~" + conditions.back();
        conditions.pop_back();
      }
      const bool arrow = !several && random_.chance(4);
      option += "^:^" + words();
      option += arrow ? "^->^s0" : "";
      line(option);
      if (!several && random_.chance(3)) {
        block(depth + 1, false);
      }
    }
    line("end");
    known_.push_back(name);
  }

  void statement(std::size_t depth, bool always_here) {
    switch (random_.below(depth < 4 ? 11 : 7)) {
      case 0:
      case 1:
        line("Coach:^" + words());
        break;
      case 2:
        line("set~n^=^n^+^1~-~2^/^4");
        break;
      case 3:
        line(random_.chance(2) ? "do~breath" : "do~mood");
        break;
      case 4:
        if (random_.chance(3)) {
          line("practice~p" + std::to_string(++practices_) + "~for~2~days^:^" + words());
          break;
        }
        if (random_.chance(2)) {
          show();
          break;
        }
        line(random_.chance(2) ? "pause" : "pause~for~20~minutes^,^may~continue~early");
        break;
      case 5:
      case 6: {
        const std::vector<std::string> before = known_;
        ask();
        if (!always_here) {
          known_ = before;
        }
        break;
      }
      case 7:
        line("one~of");
        block(depth + 1, false);
        line("or");
        block(depth + 1, false);
        line("end");
        break;
      case 8:
      case 9: {
        unsettle();
        const std::vector<std::string> conditions = this->conditions();
        line("if~" + conditions[0]);
        block(depth + 1, false);
        if (random_.chance(2)) {
          line("else~if~" + conditions[1]);
          block(depth + 1, false);
        }
        if (random_.chance(2)) {
          line("else");
          block(depth + 1, false);
        }
        line("end");
        break;
      }
      default: {
        const std::vector<std::string> before = known_;
        ask_choice(depth);
        if (!always_here) {
          known_ = before;
        }
        break;
      }
    }
  }

  // `always_here`: every road through the scene leads through this block.
  void block(std::size_t depth, bool always_here) {
    line("Coach:^" + words());
    const std::size_t count = 1 + random_.below(depth == 0 ? 6 : 3);
    for (std::size_t i = 0; i < count; ++i) {
      statement(depth, always_here);
    }
    if (depth == 0) {
      ask();  // so that no loop is without a question
    }
  }

  Random& random_;
  std::string line_end_ = random_.chance(4) ? "\r\n" : "\n";
  std::string text_ = random_.chance(8) ? "\ufeff" : "";
  std::vector<std::string> known_;  // surely asked, and perhaps skipped, on every road to here
  std::size_t scenes_ = 0;
  int asked_ = 0;
  int practices_ = 0;
  int pictures_ = 0;
};

std::string in_words(const Value& value) {
  const auto list = [](const std::vector<std::string>& items) {
    std::string all = "[";
    for (const std::string& item : items) {
      all += item + "|";
    }
    return all + "]";
  };
  return std::visit(
      Overloaded{
          [](const Skipped&) -> std::string { return "skipped"; },
          [](bool yes) -> std::string { return yes ? "true" : "false"; },
          [](double number) { return std::to_string(number); },
          [](Day) -> std::string { return "day"; },
          [](const Text& text) { return "\"" + text.text + "\""; },
          [](const OptionId& id) { return id.id; },
          [&](const OptionIds& ids) { return list(ids.ids); },
          [&](const Items& items) { return list(items.items); },
      },
      value
  );
}

}  // namespace

CourseSources random_course(std::uint64_t seed) {
  Random random{seed};
  return course_of(
      {{"course", "course   small\n\n\nstages:talk\n  profile:  name ,partner_name\n"},
       {"talk", Script{random}.write()}}
  );
}

std::string without_spans(const Program& program) {
  std::string all;
  const auto put = [&](const auto&... what) {
    const auto one = [&](const auto& each) {
      if constexpr (std::is_same_v<std::decay_t<decltype(each)>, NameId>) {
        all += std::to_string(each.value);
      } else if constexpr (std::is_enum_v<std::decay_t<decltype(each)>>) {
        all += std::to_string(static_cast<int>(each));
      } else if constexpr (std::is_arithmetic_v<std::decay_t<decltype(each)>>) {
        all += std::to_string(each);
      } else {
        all += each;
      }
      all += ' ';
    };
    (one(what), ...);
    all += '\n';
  };
  put(program.course, program.help);
  for (const std::string& field : program.profile) {
    put("field", field);
  }
  for (const Stage& s : program.stages) {
    put("stage", s.id, s.name, s.written, s.endless, s.scene, s.welcome_back);
  }
  for (const Scene& s : program.scenes) {
    put("scene", s.id, s.name, s.step, s.is_part, s.file);
  }
  for (const Step& s : program.steps) {
    put("step", s.kind, s.a, s.b, s.name);
  }
  for (const std::string& text : program.texts) {
    put("compared", text);
  }
  for (const Wording& wording : program.wordings) {
    put("wording", wording.language, wording.title, wording.about);
    for (const StageWords& words : wording.stages) {
      put("stage", words.title, words.about);
    }
    for (const std::string& text : wording.texts) {
      put("text", text);
    }
    for (const Template& t : wording.templates) {
      put("template", t.first, t.count);
    }
    for (const Segment& s : wording.segments) {
      put("segment", s.what, s.shortened, s.text, s.name);
    }
  }
  for (const Node& n : program.nodes) {
    put("node", n.op, n.left, n.right, n.text, n.name, n.number);
  }
  for (const Question& q : program.questions) {
    put("question", q.id, q.name, q.kind, q.text, q.hint, q.example, q.why, q.required);
    put(q.is_private, q.at_least, q.at_most, q.characters_max, q.min, q.max, q.low, q.high, q.unit);
    put(q.source, q.scored, q.options_first, q.options_count, q.step, q.next, q.place, q.place_of);
  }
  for (const Option& o : program.options) {
    put("option", o.id, o.label, o.quoted_as, o.condition, o.target);
  }
  for (const std::uint32_t step : program.alternatives) {
    put("way", step);
  }
  for (const Memory& m : program.memory) {
    put("memory", m.id, m.name, in_words(m.initial));
  }
  for (const PauseRule& p : program.pauses) {
    put("pause", p.seconds, p.after_stage, p.early);
  }
  for (const Practice& p : program.practices) {
    put("practice", p.id, p.name, p.days, p.text);
  }
  for (const Picture& p : program.pictures) {
    put("picture", p.id, p.name, p.kind, p.title, p.words);
    for (const PictureRow& r : p.rows) {
      put("row", r.role, r.label, r.text, r.condition, r.source, r.score);
      for (const std::uint32_t node : r.at) {
        put("at", node);
      }
    }
  }
  for (const Measure& m : program.measures) {
    put("measure", m.id, m.name, m.title, m.source, m.min, m.max, m.noise);
    for (const MeasureScore& s : m.scores) {
      put("score", s.question, s.name, s.sum, s.answered);
      for (const MeasureItem& i : s.items) {
        put("item", i.question, i.reversed);
      }
      for (const Band& b : s.bands) {
        put("band", b.low, b.high, b.label);
      }
    }
  }
  for (const Point& p : program.points) {
    put("point", p.id, p.step, p.name);
  }
  return all;
}

}  // namespace attune::test
