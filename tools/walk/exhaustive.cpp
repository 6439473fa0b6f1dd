#include "tools/walk/exhaustive.h"

#include "engine/base/check.h"
#include "engine/session/stages.h"
#include "engine/session/step.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <queue>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "tools/clock.h"
#include "tools/limits.h"
#include "tools/place.h"
#include "tools/walk/flow.h"
#include "tools/walk/live.h"
#include "tools/walk/person.h"
#include "tools/walk/values.h"
#include "tools/walk/walks.h"

namespace attune::tools {
namespace {

using namespace engine;

struct Edge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t words = 0;
};

struct Node {
  std::uint32_t parent = 0;
  std::string typed;   // what led here from there
  std::string place;   // where it waits
  std::string broken;  // a promise that broke on the way out
  bool is_end = false;
  std::size_t variants = 0;
  bool is_open = true;  // not looked at yet
};

// A place whose roads are still to be walked.
struct Waiting {
  std::uint32_t node = 0;
  State state;
  QuestionAsked asked;
};

class Explorer {
 public:
  Explorer(const Program& program, const std::string& stage, Coverage& coverage)
      : program_{program},
        stage_{stage},
        coverage_{coverage},
        flow_{program},
        roads_{program, flow_, stage, Live::Of::roads},
        words_{program, flow_, stage, Live::Of::words},
        values_{program} {}

  Exhausted run() && {
    start();
    while (!waiting_.empty() && nodes_.size() < limits::walk_places_max) {
      const Waiting at = std::move(waiting_.front());
      waiting_.pop_front();
      nodes_[at.node].is_open = false;
      expand(at);
    }
    Exhausted made;
    made.whole = waiting_.empty();
    made.places = nodes_.size();
    made.ways = edges_.size();
    find_dead_ends(made);
    measure(made);
    return made;
  }

 private:
  void start() {
    Input first;
    first.moment.at = first_moment;
    Begun begun{.seed = 1, .stage = stage_, .language = {}, .profile = {}};
    for (const std::string& field : program_.profile) {
      begun.profile.emplace_back(field, "Sam");
    }
    first.body = std::move(begun);
    Trace trace;
    Turn turn = begin(program_, first, &trace);
    coverage_.add(turn, trace);
    arrive(0, std::move(turn), Deed{}, QuestionAsked{});
  }

  std::vector<Deed> deeds_at(const Waiting& at) {
    const Wait wait = at.state.wait();
    std::vector<Deed> deeds;
    if (wait.kind == WaitKind::nothing) {
      if (const Stage* next = stage_.empty() ? next_to_open(program_, at.state) : nullptr) {
        deeds.push_back(Deed{.body = StageTaken{next->name}, .after = typing_time});
      }
      return deeds;
    }
    // Help and a long absence come back to where they were: once at each question is enough.
    if (at.state.current()->frames.empty() && interrupted_.insert(wait.id).second) {
      if (program_.help != none) {
        deeds.push_back(Deed{.body = HelpAsked{}, .after = typing_time});
      }
      deeds.push_back(Deed{.body = CameBack{}, .after = typing_time + std::chrono::days{2}});
    }
    if (wait.kind == WaitKind::pause) {
      if (wait.early) {
        deeds.push_back(Deed{.body = Continued{}, .after = typing_time});
      }
      std::chrono::days days{1};
      if (wait.until && *wait.until > at.state.last) {
        days = std::chrono::ceil<std::chrono::days>(*wait.until - at.state.last);
      }
      deeds.push_back(Deed{.body = CameBack{}, .after = typing_time + days});
      return deeds;
    }
    if (at.asked.skippable) {
      deeds.push_back(Deed{.body = QuestionPassed{wait.asked}, .after = typing_time});
    }
    if (can_be_answered(at.asked)) {
      for (RawValue& value : values_.each(at.asked, words_.read_ids(wait.id))) {
        deeds.push_back(Deed{
            .body = Answered{.question = wait.asked, .value = std::move(value)},
            .after = typing_time
        });
      }
    }
    return deeds;
  }

  void expand(const Waiting& at) {
    for (const Deed& deed : deeds_at(at)) {
      Input input;
      input.moment.at = at.state.last + deed.after;
      input.body = deed.body;
      for (std::size_t nth = 0; nth < limits::walk_seeds_max; ++nth) {
        State state = at.state;
        // Any seed may have been drawn: let each turn find other ways.
        state.seed = ++seeds_;
        state.ways.clear();
        trace_.steps.clear();
        try {
          StepResult result = step(program_, std::move(state), input, &trace_);
          ATTUNE_CHECK(result.has_value());
          coverage_.add(*result, trace_);
          arrive(at.node, *std::move(result), deed, at.asked);
        } catch (const BrokenInvariant& broken) {
          nodes_[at.node].broken = broken.what();
          if (!trace_.steps.empty()) {
            nodes_[at.node].place = place_of(program_, program_.spans[trace_.steps.back()]);
          }
        }
        if (!passed_ways_that_ask()) {
          break;
        }
      }
    }
  }

  // Whether the last turn drew among ways that do more than speak.
  bool passed_ways_that_ask() const {
    return std::ranges::any_of(trace_.steps, [&](std::uint32_t at) {
      const Step& step = program_.steps[at];
      if (step.kind != StepKind::one_of || step.b < 2) {
        return false;
      }
      const std::uint32_t end = program_.steps[program_.alternatives[step.a + 1] - 1].a;
      for (std::uint32_t inside = at + 1; inside < end; ++inside) {
        const StepKind kind = program_.steps[inside].kind;
        if (kind != StepKind::say && kind != StepKind::jump) {
          return true;
        }
      }
      return false;
    });
  }

  void arrive(std::uint32_t from, Turn turn, const Deed& deed, const QuestionAsked& before) {
    std::uint32_t words = 0;
    bool over = false;
    Waiting next;
    next.asked = before;
    for (Event& event : turn.events) {
      if (const auto* said = std::get_if<LineSaid>(&event.body)) {
        words += words_in(said->text);
      } else if (const auto* shown = std::get_if<PictureShown>(&event.body)) {
        words += words_in(shown->title) + words_in(shown->words);
      } else if (auto* asked = std::get_if<QuestionAsked>(&event.body)) {
        words += words_in(asked->text);
        for (const OfferedOption& option : asked->options) {
          words += words_in(option.label);
        }
        next.asked = std::move(*asked);
      }
      over = over || std::holds_alternative<CourseEnded>(event.body) ||
             (!stage_.empty() && std::holds_alternative<StageDone>(event.body));
    }
    next.state = std::move(turn.after);
    const auto [it, is_new] =
        places_.try_emplace(roads_.key(next.state), static_cast<std::uint32_t>(nodes_.size()));
    next.node = it->second;
    if (nodes_.empty()) {
      words_at_start_ = words;
    } else {
      edges_.push_back(Edge{.from = from, .to = it->second, .words = words});
    }
    if (is_new) {
      Node node;
      node.parent = from;
      node.typed = typed(deed, before.kind);
      const Question* question = program_.find_question(next.state.wait().id);
      node.place = question != nullptr ? place_of(program_, program_.spans[question->step]) : "";
      node.is_end = over;
      nodes_.push_back(std::move(node));
    }
    // The same place with other words ahead is walked from again, a few times.
    Node& node = nodes_[it->second];
    if (node.variants < limits::walk_variants_max &&
        variants_.insert(words_.key(next.state)).second) {
      ++node.variants;
      waiting_.push_back(std::move(next));
    }
  }

  std::vector<std::string> way_to(std::uint32_t node) const {
    std::vector<std::string> typed;
    for (; node != 0; node = nodes_[node].parent) {
      typed.push_back(nodes_[node].typed);
    }
    std::ranges::reverse(typed);
    return typed;
  }

  void find_dead_ends(Exhausted& made) const {
    std::vector<std::vector<std::uint32_t>> before(nodes_.size());
    for (const Edge& edge : edges_) {
      before[edge.to].push_back(edge.from);
    }
    std::vector<bool> alive(nodes_.size());
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      const Stage* stage = stage_.empty() ? nullptr : program_.find_stage(name_id(stage_));
      if (nodes_[i].is_end || nodes_[i].is_open || (stage != nullptr && stage->endless)) {
        found.push_back(i);
      }
    }
    while (!found.empty()) {
      const std::uint32_t at = found.back();
      found.pop_back();
      if (!alive[at]) {
        alive[at] = true;
        found.insert(found.end(), before[at].begin(), before[at].end());
      }
    }
    std::set<std::string> places;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = nodes_[i];
      const bool is_wrong = !alive[i] || !node.broken.empty();
      if (is_wrong && made.dead_ends.size() < limits::walk_listed_max &&
          places.insert(node.place).second) {
        made.dead_ends.push_back(
            DeadEnd{.place = node.place, .why = node.broken, .typed = way_to(i)}
        );
      }
    }
  }

  // Ways from the beginning to an end.
  void measure(Exhausted& made) const {
    std::vector<std::vector<Edge>> out(nodes_.size());
    for (const Edge& edge : edges_) {
      out[edge.from].push_back(edge);
    }
    shortest(out, made);
    if (made.whole) {
      longest(out, made);
    }
  }

  void shortest(const std::vector<std::vector<Edge>>& out, Exhausted& made) const {
    using Found = std::pair<std::uint32_t, std::uint32_t>;  // the cost so far, the node
    const auto cheapest = [&](auto cost) -> std::uint32_t {
      std::priority_queue<Found, std::vector<Found>, std::greater<>> open;
      std::vector<bool> seen(nodes_.size());
      open.emplace(0, 0);
      while (!open.empty()) {
        const auto [so_far, at] = open.top();
        open.pop();
        if (nodes_[at].is_end) {
          return so_far;
        }
        if (seen[at]) {
          continue;
        }
        seen[at] = true;
        for (const Edge& edge : out[at]) {
          open.emplace(so_far + cost(edge), edge.to);
        }
      }
      return 0;
    };
    made.shortest.turns = cheapest([](const Edge&) { return 1U; });
    made.shortest.words = words_at_start_ + cheapest([](const Edge& edge) { return edge.words; });
  }

  // Depth first; an edge back to where the search came from would go round.
  void longest(const std::vector<std::vector<Edge>>& out, Exhausted& made) const {
    enum class Mark : std::uint8_t { unseen, on_way, done };
    std::vector<Mark> marks(nodes_.size(), Mark::unseen);
    std::vector<std::optional<Length>> best(nodes_.size());
    std::vector<std::pair<std::uint32_t, std::size_t>> way = {{0, 0}};
    marks[0] = Mark::on_way;
    while (!way.empty()) {
      const std::uint32_t at = way.back().first;
      std::optional<Length>& mine = best[at];
      if (nodes_[at].is_end && !mine) {
        mine = Length{};
      }
      if (nodes_[at].is_end || way.back().second == out[at].size()) {
        marks[at] = Mark::done;
        way.pop_back();
        continue;
      }
      const Edge& edge = out[at][way.back().second];
      if (marks[edge.to] == Mark::unseen) {
        marks[edge.to] = Mark::on_way;
        way.emplace_back(edge.to, 0);
        continue;
      }
      ++way.back().second;
      if (const std::optional<Length>& rest = best[edge.to]; rest && marks[edge.to] == Mark::done) {
        const Length length{.turns = rest->turns + 1, .words = rest->words + edge.words};
        mine = mine ? Length{.turns = std::max(mine->turns, length.turns),
                             .words = std::max(mine->words, length.words)}
                    : length;
      }
    }
    if (const std::optional<Length>& whole = best[0]) {
      made.longest = *whole;
      made.longest.words += words_at_start_;
    }
  }

  const Program& program_;
  const std::string& stage_;
  Coverage& coverage_;
  Flow flow_;
  Live roads_;
  Live words_;
  Values values_;
  Trace trace_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::unordered_map<std::string, std::uint32_t> places_;
  std::unordered_set<std::string> variants_;
  std::deque<Waiting> waiting_;
  std::set<NameId> interrupted_;
  std::uint64_t seeds_ = 0;
  std::uint32_t words_at_start_ = 0;
};

}  // namespace

Exhausted walk_every_road(const Program& program, const std::string& stage, Coverage& coverage) {
  return Explorer{program, stage, coverage}.run();
}

}  // namespace attune::tools
