#include "tools/walk/report.h"

#include "engine/base/text.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "tools/limits.h"
#include "tools/place.h"

namespace attune::tools {
namespace {

using namespace engine;

constexpr std::size_t line_characters = 100;

std::string_view how_it_ended(WalkEnd end) {
  switch (end) {
    case WalkEnd::done:
      return "ended well";
    case WalkEnd::dead_end:
      return "could not go on: nothing can be answered here";
    case WalkEnd::too_long:
      return "did not come to an end";
    case WalkEnd::broken:
      return "broke";
  }
  return "";
}

std::string length(const Length& length) {
  return fmt::format(
      "{:>5} answers  {:>6} words  {} of reading",
      length.turns,
      length.words,
      reading_time(length.words)
  );
}

class Printer {
 public:
  Printer(const WalkReport& report, std::ostream& out) : report_{report}, out_{out} {}

  void print() {
    const std::string what =
        report_.stage.empty() ? "the whole course" : "the stage " + report_.stage;
    fmt::print(out_, "{}: {}\n", report_.folder, what);
    if (report_.random) {
      random(*report_.random);
    }
    if (report_.every_road) {
      every_road(*report_.every_road);
    }
    coverage();
    never();
    loops();
  }

 private:
  void random(const WalkSummary& walks) {
    fmt::print(
        out_,
        "\n{} walks at random, seed {}: {} answers in {:.1f} s of a processor, {:.0f} a second\n",
        walks.runs,
        walks.seed,
        walks.turns,
        report_.seconds,
        static_cast<double>(walks.turns) / std::max(report_.seconds, 1e-6)
    );
    fmt::print(out_, "  ended well    {} of {}\n", walks.ended_well, walks.runs);
    if (walks.ended_well > 0) {
      fmt::print(out_, "  shortest      {}\n", length(walks.shortest));
      fmt::print(out_, "  in the middle {}\n", length(walks.median));
      fmt::print(out_, "  longest       {}\n", length(walks.longest));
    }
    for (const Walked& walked : walks.failures) {
      fmt::print(out_, "\n  {}: {}\n", walked.place, how_it_ended(walked.end));
      if (!walked.why.empty()) {
        fmt::print(out_, "    {}\n", walked.why);
      }
      answers(walked.typed, walked.seed);
    }
  }

  void every_road(const Exhausted& roads) {
    fmt::print(
        out_,
        "\n{}: {} answers at {} places{}\n",
        roads.whole ? "Every road" : "As many roads as fit",
        roads.ways,
        roads.places,
        roads.whole ? "" : fmt::format(" (at most {})", limits::walk_places_max)
    );
    fmt::print(out_, "  dead ends     {}\n", roads.dead_ends.size());
    fmt::print(out_, "  shortest      {}\n", length(roads.shortest));
    if (roads.longest.turns > 0) {
      fmt::print(
          out_, "  longest       {}, at least, with no place twice\n", length(roads.longest)
      );
    }
    for (const DeadEnd& end : roads.dead_ends) {
      fmt::print(out_, "\n  {}: from here no answers lead to the end\n", end.place);
      if (!end.why.empty()) {
        fmt::print(out_, "    {}\n", end.why);
      }
      answers(end.typed, 1);
    }
  }

  // The last of them are what matters.
  void answers(const std::vector<std::string>& typed, std::uint64_t seed) {
    const std::size_t from =
        typed.size() > limits::walk_listed_max ? typed.size() - limits::walk_listed_max : 0;
    fmt::print(out_, "    with seed {}, answered{}:", seed, from > 0 ? ", in the end" : "");
    for (std::size_t i = from; i < typed.size(); ++i) {
      fmt::print(out_, "{} {}", i > from ? " |" : "", shortened(typed[i], 40));
    }
    fmt::print(out_, "\n");
  }

  void row(std::string_view name, const Share& walks, const Share& transcripts) {
    fmt::print(
        out_,
        "  {:<14}{:>7} of {:<7}{:>8}{:>14} of {:<7}{:>8}\n",
        name,
        walks.covered,
        walks.all,
        percent(walks),
        transcripts.covered,
        transcripts.all,
        percent(transcripts)
    );
  }

  void coverage() {
    const std::string told = report_.transcripts == 1
                                 ? "in the transcript"
                                 : fmt::format("in {} transcripts", report_.transcripts);
    fmt::print(out_, "\n  {:<14}{:<33}{}\n", "covered", "by these walks", told);
    for (const auto& [name, kind] :
         {std::pair{"lines", Item::Kind::line},
          std::pair{"options", Item::Kind::option},
          std::pair{"roads", Item::Kind::road}}) {
      row(name,
          share_of(report_.items, kind, By::walks),
          share_of(report_.items, kind, By::transcripts));
    }
    row("words",
        share_of_words(report_.items, By::walks),
        share_of_words(report_.items, By::transcripts));
    fmt::print(
        out_,
        "  A road is a side of an \"if\", a way of a \"one of\", or a skip. Reading: {:.0f} words "
        "a "
        "minute\n  (Brysbaert 2019, J. Mem. Lang. 109, 104047: silent reading by adults).\n",
        words_per_minute
    );
  }

  void list(std::string_view title, Item::Kind kind, By by) {
    std::size_t count = 0;
    for (const Item& item : report_.items) {
      if (item.kind != kind || (by == By::walks ? item.walked : item.told) > 0) {
        continue;
      }
      ++count;
      if (count == 1) {
        fmt::print(out_, "\n{}\n", title);
      }
      if (count <= limits::walk_listed_max) {
        const std::string line = line_at(report_.sources, item.span);
        fmt::print(
            out_,
            "  {:<26}{}{}\n",
            place_of(report_.program, item.span),
            kind == Item::Kind::road ? item.what + ": " : "",
            shortened(line, line_characters)
        );
      }
    }
    if (count > limits::walk_listed_max) {
      fmt::print(out_, "  ... and {} more\n", count - limits::walk_listed_max);
    }
  }

  void never() {
    list("Never said in these walks:", Item::Kind::line, By::walks);
    list("Never chosen in these walks:", Item::Kind::option, By::walks);
    list("Never taken in these walks:", Item::Kind::road, By::walks);
    if (report_.transcripts > 0) {
      list("In no transcript:", Item::Kind::line, By::transcripts);
    }
  }

  void loops() {
    if (report_.loops.empty()) {
      return;
    }
    fmt::print(out_, "\nRoads that lead back to where one was:\n");
    for (const Loop& loop : report_.loops) {
      fmt::print(
          out_,
          "  {:<26}back to {}\n",
          place_of(report_.program, report_.program.spans[loop.step]),
          report_.program.scenes[loop.scene].name
      );
    }
  }

  const WalkReport& report_;
  std::ostream& out_;
};

}  // namespace

bool is_good(const WalkReport& report) {
  return (!report.random || report.random->ended_well == report.random->runs) &&
         (!report.every_road || report.every_road->dead_ends.empty());
}

void print(const WalkReport& report, std::ostream& out) {
  Printer{report, out}.print();
}

}  // namespace attune::tools
