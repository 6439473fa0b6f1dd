#include "engine/base/check.h"
#include "engine/session/state_codec.h"

#include "transport/service/limits.h"
#include "transport/service/live_session.h"
#include "transport/service/refusals.h"

#include <algorithm>
#include <iterator>
#include <utility>

// How a session comes into memory: from a snapshot and the turns after it, opened with its key; and
// how a snapshot is found to be what the turns tell.
namespace attune::service {
namespace {

// Whether these take back something that a state at `seq` holds: then they cannot be folded onto
// it.
bool reach_behind(const std::vector<engine::Event>& events, engine::Seq seq) {
  return seq > 0 && std::ranges::any_of(engine::taken_back(events), [&](const auto& range) {
           return range.from <= seq;
         });
}

}  // namespace

std::optional<std::vector<engine::Event>> LiveSession::open_events(
    const std::vector<storage::Entry>& entries, engine::Seq after
) {
  auto events = storage::open_turns(key_, id_, entries, after);
  if (!events) {
    tell(events.error());
    return std::nullopt;
  }
  return *std::move(events);
}

std::optional<engine::State> LiveSession::state_at(const storage::Snapshot& snapshot) {
  const auto bytes = storage::open_snapshot(key_, id_, snapshot);
  auto state = bytes ? engine::decode_state(*bytes)
                     : engine::Result<engine::State>{std::unexpected{engine::Error{}}};
  if (!state || state->seq != snapshot.seq) {
    tell(storage::Damage{
        .what = storage::Damage::What::snapshot_does_not_open,
        .first = snapshot.seq,
        .last = snapshot.seq
    });
    return std::nullopt;
  }
  return *std::move(state);
}

void LiveSession::load(Job job) {
  unchecked_.reset();
  auto done = [self = shared_from_this(),
               job = std::move(job)](storage::Stored<storage::Loaded> loaded) mutable {
    if (!loaded) {
      job(std::unexpected{cannot_load(loaded.error())});
      self->finish();
      return;
    }
    // A snapshot can be done without: what it was made from is there.
    const auto checked = loaded->checked ? self->state_at(*loaded->checked) : std::nullopt;
    const auto later = loaded->unchecked ? self->state_at(*loaded->unchecked) : std::nullopt;
    if ((loaded->checked && !checked) || (loaded->unchecked && !later)) {
      self->load_onto(checked.value_or(engine::State{}), std::move(job));
      return;
    }
    engine::State base = later ? *later : checked.value_or(engine::State{});
    const auto events = self->open_events(loaded->tail, base.seq);
    if (!events) {
      job(std::unexpected{damaged()});
      self->finish();
      return;
    }
    if (reach_behind(*events, base.seq)) {
      self->load_onto(engine::State{}, std::move(job));
      return;
    }
    if (later) {
      self->unchecked_ = Unchecked{
          .base = checked.value_or(engine::State{}), .claimed = base, .events = {}, .at = 0
      };
      self->unchecked_->at = self->unchecked_->base.seq;
    }
    self->snapshot_seq_ = base.seq;
    self->adopt_loaded(engine::fold_onto(std::move(base), *events), std::move(job));
  };
  service_.journal_.load(id_, std::move(done));
}

void LiveSession::load_onto(engine::State base, Job job) {
  const engine::Seq after = base.seq;
  auto done = [self = shared_from_this(),
               base = std::move(base),
               job = std::move(job)](storage::Stored<std::vector<storage::Entry>> entries) mutable {
    if (!entries) {
      job(std::unexpected{cannot_load(entries.error())});
      self->finish();
      return;
    }
    const auto events = self->open_events(*entries, base.seq);
    if (!events) {
      job(std::unexpected{damaged()});
      self->finish();
      return;
    }
    if (reach_behind(*events, base.seq)) {
      self->load_onto(engine::State{}, std::move(job));
      return;
    }
    self->snapshot_seq_ = base.seq;
    self->adopt_loaded(engine::fold_onto(std::move(base), *events), std::move(job));
  };
  service_.journal_.read(id_, after, static_cast<std::size_t>(-1), std::move(done));
}

void LiveSession::adopt_loaded(engine::State state, Job job) {
  const engine::ProgramId program = state.program;
  auto done = [self = shared_from_this(),
               state = std::move(state),
               job = std::move(job)](ProgramPointer found) mutable {
    if (found == nullptr) {
      self->set_aside();
      job(std::unexpected{fault_of_ours()});
      self->finish();
      return;
    }
    self->state_ = std::move(state);
    self->program_ = std::move(found);
    self->loaded_ = true;
    self->set_timer();
    job({});
  };
  service_.programs_.find(program, std::move(done));
}

void LiveSession::check_soon() {
  if (!unchecked_) {
    return;
  }
  service_.time_.after(std::chrono::milliseconds{0}, [weak = weak_from_this()] {
    const Self self = weak.lock();
    if (self == nullptr || self->closed_) {
      return;
    }
    self->enqueue([self](std::expected<void, Refused> ready) {
      if (ready) {
        self->check_on();
      }
    });
  });
}

// A page at a time: others have their turn in between.
void LiveSession::check_on() {
  if (!unchecked_) {
    finish();
    return;
  }
  if (unchecked_->at >= unchecked_->claimed.seq) {
    conclude_check();
    return;
  }
  auto read = [self = shared_from_this()](storage::Stored<std::vector<storage::Entry>> entries) {
    if (!entries || !self->unchecked_) {
      self->finish();
      return;
    }
    Unchecked& check = *self->unchecked_;
    std::erase_if(*entries, [&](const storage::Entry& entry) {
      return entry.first > check.claimed.seq;
    });
    auto events = self->open_events(*entries, check.at);
    if (entries->empty()) {
      self->tell(storage::Damage{
          .what = storage::Damage::What::turn_missing,
          .first = check.at + 1,
          .last = check.claimed.seq
      });
    }
    if (!events || events->empty()) {
      // The conversation goes on from the snapshot: it is all there is.
      self->unchecked_.reset();
      self->finish();
      return;
    }
    check.at = events->back().seq;
    std::ranges::move(*events, std::back_inserter(check.events));
    self->check_on();
  };
  service_.journal_.read(id_, unchecked_->at, limits::check_page_bytes, std::move(read));
}

void LiveSession::conclude_check() {
  Unchecked check = *std::exchange(unchecked_, std::nullopt);
  const engine::Seq seq = check.claimed.seq;
  if (reach_behind(check.events, check.base.seq)) {
    // The earlier snapshot tells nothing of what holds now: from the first turn on, then.
    unchecked_ = Unchecked{.base = {}, .claimed = std::move(check.claimed), .events = {}, .at = 0};
    check_on();
    return;
  }
  const engine::State told = engine::fold_onto(std::move(check.base), check.events);
  auto done = [self = shared_from_this()](const storage::Stored<void>&) { self->finish(); };
  if (engine::encode_state(told) == engine::encode_state(check.claimed)) {
    service_.journal_.confirm_snapshot(id_, seq, std::move(done));
    return;
  }
  tell(storage::Damage{.what = storage::Damage::What::snapshot_differs, .first = seq, .last = seq});
  // What the turns tell is what is true.
  loaded_ = false;
  snapshot_seq_ = 0;
  service_.journal_.forget_snapshots(id_, std::move(done));
}

}  // namespace attune::service
