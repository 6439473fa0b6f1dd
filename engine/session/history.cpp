#include "engine/session/history.h"

#include "engine/program/limits.h"
#include "engine/session/evolve.h"

#include <algorithm>
#include <utility>

namespace attune::engine {
namespace {

// A took-back question that is asked again keeps the requests and the seq of the whole history.
State fold_until(State state, std::span<const Event> events, Seq end) {
  const std::vector<TakenBack> gone = taken_back(events);
  for (const Event& event : events) {
    if (event.seq >= end) {
      break;
    }
    if (!is_taken_back(gone, event.seq)) {
      apply(state, event);
    }
  }
  return state;
}

// Requests that were taken back still happened: the same one again must not happen twice.
void restore_requests(
    State& state, std::vector<KeptRequest> before, std::span<const Event> events
) {
  state.requests = std::move(before);
  for (const Event& event : events) {
    if (!event.request.empty()) {
      state.requests.push_back(KeptRequest{.request = name_id(event.request), .seq = event.seq});
    }
  }
  if (state.requests.size() > limits::requests_kept) {
    state.requests.erase(
        state.requests.begin(),
        state.requests.end() - static_cast<std::ptrdiff_t>(limits::requests_kept)
    );
  }
}

}  // namespace

std::vector<TakenBack> taken_back(std::span<const Event> events) {
  std::vector<TakenBack> ranges;
  for (const Event& event : events) {
    if (const auto* back = std::get_if<TookBack>(&event.body)) {
      // What was taken back lies inside a later, wider range or apart from it, never across its
      // edge.
      while (!ranges.empty() && ranges.back().from >= back->from) {
        ranges.pop_back();
      }
      ranges.push_back(TakenBack{.from = back->from, .to = event.seq});
    }
  }
  return ranges;
}

bool is_taken_back(std::span<const TakenBack> ranges, Seq seq) {
  const auto after = std::ranges::upper_bound(ranges, seq, {}, &TakenBack::from);
  return after != ranges.begin() && seq < std::prev(after)->to;
}

State fold(std::span<const Event> events) {
  return fold_onto(State{}, events);
}

State fold_onto(State before, std::span<const Event> events) {
  if (events.empty()) {
    return before;
  }
  std::vector<KeptRequest> requests = before.requests;
  State state = fold_until(std::move(before), events, events.back().seq + 1);
  restore_requests(state, std::move(requests), events);
  return state;
}

std::optional<State> state_before(std::span<const Event> events, Seq asked) {
  const std::vector<TakenBack> gone = taken_back(events);
  const auto it = std::ranges::lower_bound(events, asked, {}, &Event::seq);
  if (it == events.end() || it->seq != asked || is_taken_back(gone, asked) ||
      !std::holds_alternative<QuestionAsked>(it->body)) {
    return std::nullopt;
  }
  return fold_until(State{}, events, asked);
}

std::optional<Seq> last_answered(std::span<const Event> events) {
  const std::vector<TakenBack> gone = taken_back(events);
  for (std::size_t i = events.size(); i > 0; --i) {
    const Event& event = events[i - 1];
    if (is_taken_back(gone, event.seq)) {
      continue;
    }
    if (const auto* kept = std::get_if<AnswerKept>(&event.body)) {
      return kept->asked;
    }
    if (const auto* skipped = std::get_if<QuestionSkipped>(&event.body);
        skipped != nullptr && skipped->asked != 0) {
      return skipped->asked;
    }
  }
  return std::nullopt;
}

}  // namespace attune::engine
