#include "engine/session/evolve.h"

#include "engine/base/overloaded.h"
#include "engine/program/limits.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace attune::engine {
namespace {

void keep(std::vector<Kept>& kept, NameId name, const Value& value) {
  const auto it = std::ranges::lower_bound(kept, name, {}, &Kept::name);
  if (it != kept.end() && it->name == name) {
    it->value = value;
  } else {
    kept.insert(it, Kept{.name = name, .value = value});
  }
}

StagePlace* find_place(State& state, NameId stage) {
  const auto it = std::ranges::find(state.stages, stage, &StagePlace::stage);
  return it != state.stages.end() ? &*it : nullptr;
}

StagePlace& place_of(State& state, NameId stage) {
  StagePlace* place = find_place(state, stage);
  if (place == nullptr) {
    place = &state.stages.emplace_back();
    place->stage = stage;
  }
  return *place;
}

// Calls `change` with the stage that the person is in; a history without one changes nothing.
template <class Change>
void in_current(State& state, Change change) {
  if (StagePlace* place = find_place(state, state.here)) {
    change(*place);
  }
}

std::size_t frames_of_interruption(const StagePlace& place) {
  for (std::size_t i = place.frames.size(); i > 0; --i) {
    if (place.frames[i - 1].interrupted) {
      return i;
    }
  }
  return 0;
}

void enter_stage(State& state, const StageEntered& entered, Instant at) {
  const NameId stage = name_id(entered.stage);
  if (StagePlace* before = find_place(state, state.here);
      before != nullptr && before->state == StageState::here && before->stage != stage) {
    before->state = StageState::left;
    before->last = at;
  }
  StagePlace& place = place_of(state, stage);
  place.state = StageState::here;
  if (entered.afresh) {
    place.frames.clear();
    place.wait = Wait{};
  }
  state.here = stage;
}

void begin_session(State& state, const Began& began, Instant at) {
  state.program = began.program;
  state.seed = began.seed;
  state.language = began.language;
  state.started = at;
  for (const auto& [field, text] : began.profile) {
    keep(state.answers, name_id("you." + field), Text{text});
  }
}

void count_visits(State& state, NameId scene, std::uint32_t count) {
  const auto it = std::ranges::lower_bound(state.visits, scene, {}, &Visits::scene);
  if (it != state.visits.end() && it->scene == scene) {
    it->count += count;
  } else {
    state.visits.insert(it, Visits{.scene = scene, .count = count});
  }
}

void take_way(State& state, const WayTaken& taken) {
  auto it = std::ranges::lower_bound(state.ways, taken.one_of, {}, &LastWay::one_of);
  if (it == state.ways.end() || it->one_of != taken.one_of) {
    it = state.ways.insert(it, LastWay{.one_of = taken.one_of, .way = 0, .times = 0});
  }
  it->way = taken.way;
  ++it->times;
}

void offer(State& state, const PracticeOffered& offered, Instant at) {
  const NameId name = name_id(offered.practice);
  auto it = std::ranges::lower_bound(state.practices, name, {}, &OfferedPractice::practice);
  if (it == state.practices.end() || it->practice != name) {
    it = state.practices.insert(it, OfferedPractice{.practice = name, .at = at});
  }
  it->at = at;
}

// The first stays for ever: what has changed since is told against it.
void keep_taking(State& state, NameId score, Instant at, double value) {
  std::size_t kept = 0;
  std::size_t second = 0;
  for (std::size_t i = 0; i < state.takings.size(); ++i) {
    if (state.takings[i].score == score && ++kept == 2) {
      second = i;
    }
  }
  if (kept > limits::takings_kept) {
    state.takings.erase(state.takings.begin() + static_cast<std::ptrdiff_t>(second));
  }
  state.takings.push_back(Taking{.score = score, .at = at, .value = value});
}

void keep_scores(State& state, const MeasureTaken& taken, Instant at) {
  for (const Scored& score : taken.scores) {
    const NameId name = name_id(score.score);
    if (score.value) {
      keep(state.answers, name, *score.value);
      keep_taking(state, name, at, *score.value);
    } else {
      keep(state.answers, name, Skipped{});
    }
  }
}

void keep_request(State& state, const Event& event) {
  if (state.requests.size() >= limits::requests_kept) {
    state.requests.erase(state.requests.begin());
  }
  state.requests.push_back(KeptRequest{.request = name_id(event.request), .seq = event.seq});
}

void ask(State& state, const QuestionAsked& asked, const Event& event) {
  in_current(state, [&](StagePlace& place) {
    place.wait.kind = WaitKind::question;
    place.wait.who = event.who;
    place.wait.id = name_id(asked.question);
    place.wait.asked = event.seq;
    place.wait.until.reset();
    place.wait.since = event.at;
    if (asked.text_is_line) {
      place.wait.line = asked.text;
    } else {
      place.wait.line.clear();
    }
    place.last = event.at;
  });
}

void rest(State& state, const Paused& paused, const Event& event) {
  in_current(state, [&](StagePlace& place) {
    place.wait = Wait{
        .kind = WaitKind::pause,
        .early = paused.early,
        .who = event.who,
        .id = paused.pause,
        .asked = 0,
        .until = paused.until,
        .since = event.at,
        .line = {}
    };
    place.last = event.at;
  });
}

std::vector<Mark>::iterator find_mark(State& state, NameId question) {
  return std::ranges::lower_bound(state.marks, question, {}, &Mark::question);
}

// What was heard goes with the answer in which it was; what was not meant is remembered.
void forget_mark(State& state, NameId question) {
  const auto it = find_mark(state, question);
  if (it != state.marks.end() && it->question == question && !it->retracted) {
    state.marks.erase(it);
  }
}

void mark(State& state, const WatchMatched& matched) {
  const NameId question = name_id(matched.question);
  auto it = find_mark(state, question);
  if (it == state.marks.end() || it->question != question) {
    it = state.marks.insert(it, Mark{});
  }
  *it = Mark{
      .question = question,
      .watch = name_id(matched.watch),
      .tier = matched.tier,
      .retracted = false
  };
  // It is asked again when the interruption is over.
  in_current(state, [&](StagePlace& place) {
    if (place.wait.id == question) {
      place.wait.kind = WaitKind::question;
    }
  });
}

void retract(State& state) {
  in_current(state, [&](const StagePlace& place) {
    const std::size_t frames = frames_of_interruption(place);
    if (frames == 0) {
      return;
    }
    const NameId question = place.frames[frames - 1].interrupted->id;
    const auto it = find_mark(state, question);
    if (it != state.marks.end() && it->question == question) {
      it->retracted = true;
    }
  });
}

void nothing_stands_open(State& state) {
  in_current(state, [](StagePlace& place) { place.wait.kind = WaitKind::nothing; });
}

// What was counted under an old name goes on under the new one.
void rename(State& state, const Renamed& renamed) {
  const auto visits = std::ranges::lower_bound(state.visits, renamed.from, {}, &Visits::scene);
  if (visits != state.visits.end() && visits->scene == renamed.from) {
    const std::uint32_t count = visits->count;
    state.visits.erase(visits);
    count_visits(state, renamed.to, count);
  }
  const auto way = std::ranges::lower_bound(state.ways, renamed.from, {}, &LastWay::one_of);
  if (way != state.ways.end() && way->one_of == renamed.from) {
    LastWay moved = *way;
    state.ways.erase(way);
    moved.one_of = renamed.to;
    const auto place = std::ranges::lower_bound(state.ways, renamed.to, {}, &LastWay::one_of);
    if (place == state.ways.end() || place->one_of != renamed.to) {
      state.ways.insert(place, moved);
    }
  }
}

void move(State& state, const Moved& moved) {
  state.program = moved.program;
  for (const Renamed& renamed : moved.names) {
    rename(state, renamed);
  }
  for (const MovedPlace& there : moved.places) {
    if (StagePlace* place = find_place(state, there.stage)) {
      place->frames = there.frames;
      place->wait = there.wait;
    }
  }
  for (const OldLabel& label : moved.labels) {
    const auto key = [](const OldLabel& each) { return std::tie(each.question, each.option); };
    const auto it = std::ranges::lower_bound(state.labels, key(label), {}, key);
    if (it != state.labels.end() && key(*it) == key(label)) {
      it->quoted = label.quoted;
    } else {
      state.labels.insert(it, label);
    }
  }
}

}  // namespace

void apply(State& state, const Event& event) {
  state.seq = event.seq;
  state.last = event.at;
  if (!event.request.empty()) {
    keep_request(state, event);
  }
  std::visit(
      Overloaded{
          [&](const Began& began) { begin_session(state, began, event.at); },
          [&](const StageEntered& entered) { enter_stage(state, entered, event.at); },
          [&](const StageOpened& opened) {
            place_of(state, name_id(opened.stage)).state = StageState::open;
          },
          [&](const StageDone& done) {
            StagePlace& place = place_of(state, name_id(done.stage));
            place.state = StageState::done;
            place.ever_done = true;
            place.last = event.at;
            place.frames.clear();
            place.wait = Wait{};
          },
          [](const CourseEnded&) {},
          [&](const SceneEntered& entered) {
            // Returns are dropped, and so is what an interruption would have come back to: somebody
            // who was led on from it must not find it open again after the next one.
            in_current(state, [](StagePlace& place) { place.frames.clear(); });
            count_visits(state, entered.scene, 1);
          },
          [&](const PartEntered& entered) {
            in_current(state, [&](StagePlace& place) {
              place.frames.push_back(Frame{.call = entered.call, .interrupted = std::nullopt});
            });
          },
          [&](const PartLeft&) {
            in_current(state, [](StagePlace& place) {
              if (!place.frames.empty()) {
                place.frames.pop_back();
              }
            });
          },
          [&](const Interrupted&) {
            in_current(state, [](StagePlace& place) {
              // A second interruption takes the place of the first: what waits below stays the
              // same.
              if (const std::size_t kept = frames_of_interruption(place); kept > 0) {
                place.frames.resize(kept);
              } else {
                place.frames.push_back(Frame{.call = {}, .interrupted = place.wait});
              }
              place.wait = Wait{};
            });
          },
          [](const LineSaid&) {},
          [&](const WayTaken& taken) { take_way(state, taken); },
          [&](const MemorySet& set) { keep(state.memory, name_id(set.name), set.value); },
          [&](const QuestionAsked& asked) { ask(state, asked, event); },
          [&](const AnswerKept& kept) {
            keep(state.answers, name_id(kept.question), kept.value);
            forget_mark(state, name_id(kept.question));
            nothing_stands_open(state);
          },
          [&](const QuestionSkipped& skipped) {
            keep(state.answers, name_id(skipped.question), Skipped{});
            forget_mark(state, name_id(skipped.question));
            nothing_stands_open(state);
          },
          [&](const Paused& paused) { rest(state, paused, event); },
          [&](const Resumed&) { nothing_stands_open(state); },
          [](const TookBack&) {},
          [&](const PracticeOffered& offered) { offer(state, offered, event.at); },
          [&](const MeasureTaken& taken) { keep_scores(state, taken, event.at); },
          [&](const Moved& moved) { move(state, moved); },
          [&](const WatchMatched& matched) { mark(state, matched); },
          [&](const MatchRetracted&) { retract(state); },
          [](const PictureShown&) {},
          [&](const LanguageChosen& chosen) { state.language = chosen.language; },
      },
      event.body
  );
}

State evolve(State state, const Event& event) {
  apply(state, event);
  return state;
}

}  // namespace attune::engine
