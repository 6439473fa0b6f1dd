#include "transport/service/live_session.h"

#include "engine/base/check.h"
#include "engine/session/stages.h"
#include "engine/session/state_codec.h"

#include "storage/event_codec.h"

#include "transport/service/limits.h"
#include "transport/service/refusals.h"

#include <algorithm>
#include <iterator>
#include <utility>

// Loading a session, its jobs one after another, and what can be read of it. Turns are in
// session_turns.cpp.
namespace attune::service {

std::optional<std::vector<engine::Event>> events_of(const std::vector<storage::Entry>& entries) {
  std::vector<engine::Event> events;
  for (const storage::Entry& entry : entries) {
    auto turn = storage::decode_events(entry.body);
    if (!turn) {
      return std::nullopt;
    }
    std::ranges::move(*turn, std::back_inserter(events));
  }
  return events;
}

namespace {

std::string_view stage_word(engine::StageState state) {
  switch (state) {
    case engine::StageState::ahead:
      return "ahead";
    case engine::StageState::open:
      return "open";
    case engine::StageState::here:
      return "here";
    case engine::StageState::left:
      return "left";
    case engine::StageState::done:
      return "done";
  }
  return "ahead";
}

std::string hex(const storage::SessionId& session) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : session.bytes) {
    text.push_back(digits[byte >> 4U]);
    text.push_back(digits[byte & 0x0fU]);
  }
  return text;
}

}  // namespace

void LiveSession::adopt(engine::State state, ProgramPointer program) {
  state_ = std::move(state);
  program_ = std::move(program);
  loaded_ = true;
  set_timer();
}

void LiveSession::enqueue(Job job) {
  if (closed_ || waiting_.size() >= limits::requests_waiting_max) {
    job(std::unexpected{
        closed_
            ? cannot_load(storage::StoreError::missing)
            : Refused{.code = "slow_down", .message = "That was a lot at once. Please wait a moment.", .retry = true}
    });
    return;
  }
  waiting_.push_back(std::move(job));
  start_next();
}

void LiveSession::start_next() {
  if (busy_ || waiting_.empty()) {
    return;
  }
  busy_ = true;
  Job job = std::move(waiting_.front());
  waiting_.pop_front();
  if (closed_) {
    job(std::unexpected{cannot_load(storage::StoreError::missing)});
    finish();
  } else if (set_aside_) {
    job(std::unexpected{fault_of_ours()});
    finish();
  } else {
    when_loaded(std::move(job));
  }
}

void LiveSession::when_loaded(Job job) {
  if (loaded_) {
    job({});
  } else {
    load(std::move(job));
  }
}

void LiveSession::finish() {
  busy_ = false;
  start_next();
}

void LiveSession::load(Job job) {
  auto done = [self = shared_from_this(),
               job = std::move(job)](storage::Stored<storage::Loaded> loaded) mutable {
    if (!loaded) {
      job(std::unexpected{cannot_load(loaded.error())});
      self->finish();
      return;
    }
    const auto events = events_of(loaded->tail);
    if (!events) {
      self->set_aside();
      job(std::unexpected{fault_of_ours()});
      self->finish();
      return;
    }
    engine::Seq from = 0;
    engine::State base;
    if (loaded->snapshot) {
      const auto snapshot = engine::decode_state(loaded->snapshot->body);
      from = loaded->snapshot->seq;
      // What was taken back since reaches behind the snapshot: it holds no more.
      const bool reaches_behind = std::ranges::any_of(
          engine::taken_back(*events), [&](const auto& range) { return range.from <= from; }
      );
      if (!snapshot || reaches_behind) {
        self->load_whole(std::move(job));
        return;
      }
      base = *snapshot;
    }
    self->snapshot_seq_ = from;
    self->adopt_loaded(engine::fold_onto(std::move(base), *events), std::move(job));
  };
  service_.journal_.load(id_, std::move(done));
}

void LiveSession::load_whole(Job job) {
  auto done = [self = shared_from_this(),
               job = std::move(job)](storage::Stored<std::vector<storage::Entry>> entries) mutable {
    if (!entries) {
      job(std::unexpected{cannot_load(entries.error())});
      self->finish();
      return;
    }
    const auto events = events_of(*entries);
    self->snapshot_seq_ = 0;
    self->adopt_loaded(
        events ? engine::Result<engine::State>{engine::fold(*events)}
               : std::unexpected{engine::Error{"a turn that cannot be read"}},
        std::move(job)
    );
  };
  service_.journal_.read(id_, 0, static_cast<std::size_t>(-1), std::move(done));
}

void LiveSession::adopt_loaded(engine::Result<engine::State> state, Job job) {
  if (!state) {
    set_aside();
    job(std::unexpected{fault_of_ours()});
    finish();
    return;
  }
  const engine::ProgramId program = state->program;
  auto done = [self = shared_from_this(),
               state = *std::move(state),
               job = std::move(job)](ProgramPointer found) mutable {
    if (found == nullptr) {
      self->set_aside();
      job(std::unexpected{fault_of_ours()});
      self->finish();
      return;
    }
    self->adopt(std::move(state), std::move(found));
    job({});
  };
  service_.programs_.find(program, std::move(done));
}

void LiveSession::set_aside() {
  set_aside_ = true;
  loaded_ = false;
}

void LiveSession::open(Done<OpenResult> done) {
  // Here is where a session that met a fault gets another chance.
  set_aside_ = false;
  enqueue([self = shared_from_this(),
           done = std::move(done)](std::expected<void, Refused> ready) mutable {
    if (!ready) {
      done(std::unexpected{ready.error()});
      return;
    }
    self->follow_version([self, done = std::move(done)](Moving) mutable {
      self->when_loaded(self->coming_back(std::move(done)));
    });
  });
}

LiveSession::Job LiveSession::coming_back(Done<OpenResult> done) {
  return [self = shared_from_this(),
          done = std::move(done)](std::expected<void, Refused> ready) mutable {
    if (!ready) {
      done(std::unexpected{ready.error()});
      return;
    }
    self->take_quietly(engine::CameBack{}, [self, done = std::move(done)]() mutable {
      if (self->set_aside_) {
        done(std::unexpected{fault_of_ours()});
        self->finish();
        return;
      }
      // Where the greeting could not be kept, there is still everything to read.
      self->when_loaded(self->viewing(std::move(done)));
    });
  };
}

LiveSession::Job LiveSession::viewing(Done<OpenResult> done) {
  return [self = shared_from_this(),
          done = std::move(done)](std::expected<void, Refused> ready) mutable {
    if (!ready) {
      done(std::unexpected{ready.error()});
      return;
    }
    done(self->journey_view());
    self->finish();
  };
}

void LiveSession::view(Done<OpenResult> done) {
  enqueue(viewing(std::move(done)));
}

JourneyView LiveSession::journey_view() const {
  JourneyView view;
  view.id = hex(id_);
  view.course = program_->course;
  const engine::Wording& wording = program_->wording(state_.language);
  view.language = wording.language;
  if (const engine::Value* name = state_.answer(engine::name_id("you.name"))) {
    if (const auto* text = std::get_if<engine::Text>(name)) {
      view.name = text->text;
    }
  }
  for (std::size_t i = 0; i < program_->stages.size(); ++i) {
    const engine::Stage& stage = program_->stages[i];
    if (stage.id == state_.here) {
      view.stage = stage.name;
    }
    view.stages.push_back(StageView{
        .id = stage.name,
        .title = wording.stages[i].title,
        .state = std::string{stage_word(engine::stage_state(*program_, state_, stage))}
    });
  }
  view.started = state_.started;
  view.last_seen = state_.last;
  view.head = state_.seq;
  return view;
}

void LiveSession::history(engine::Seq after, std::size_t bytes_max, Done<HistoryResult> done) {
  enqueue([self = shared_from_this(), after, bytes_max, done = std::move(done)](
              std::expected<void, Refused> ready
          ) mutable {
    if (!ready) {
      done(std::unexpected{ready.error()});
      return;
    }
    self->read_page(after, bytes_max, std::move(done));
  });
}

void LiveSession::read_page(engine::Seq after, std::size_t bytes_max, Done<HistoryResult> done) {
  if (after >= state_.seq) {
    done(page_of({}, state_.seq, bytes_max));
    finish();
    return;
  }
  // What was taken back may be said so far behind this page: it must be known before the first one.
  const bool known = taken_back_since_ && *taken_back_since_ <= after;
  auto read = [self = shared_from_this(), after, bytes_max, known, done = std::move(done)](
                  storage::Stored<std::vector<storage::Entry>> entries
              ) mutable {
    if (!entries) {
      done(std::unexpected{cannot_load(entries.error())});
      self->finish();
      return;
    }
    if (!known) {
      const auto events = events_of(*entries);
      if (!events) {
        done(std::unexpected{fault_of_ours()});
        self->finish();
        return;
      }
      self->taken_back_ = engine::taken_back(*events);
      self->taken_back_since_ = after;
    }
    done(self->page_of(*entries, after, bytes_max));
    self->finish();
  };
  service_.journal_.read(
      id_, after, known ? bytes_max : static_cast<std::size_t>(-1), std::move(read)
  );
}

Page LiveSession::page_of(
    const std::vector<storage::Entry>& entries, engine::Seq after, std::size_t bytes_max
) const {
  Page page;
  page.head = state_.seq;
  page.at = std::min(after, state_.seq);
  const engine::Wait wait = state_.wait();
  page.open = wait.kind == engine::WaitKind::question ? wait.asked : 0;
  std::size_t bytes = 0;
  for (const storage::Entry& entry : entries) {
    if (bytes >= bytes_max || entry.first > state_.seq) {
      break;
    }
    bytes += entry.body.size() + 1;
    page.at = entry.last;
    const auto turn = storage::decode_events(entry.body);
    ATTUNE_CHECK(turn.has_value());
    for (const engine::Event& event : *turn) {
      if (event.seq > after && !engine::is_taken_back(taken_back_, event.seq)) {
        page.events.push_back(event);
      }
    }
  }
  return page;
}

void LiveSession::note_taken_back(const std::vector<engine::Event>& events) {
  for (const engine::Event& event : events) {
    const auto* back = std::get_if<engine::TookBack>(&event.body);
    if (back == nullptr || !taken_back_since_) {
      continue;
    }
    while (!taken_back_.empty() && taken_back_.back().from >= back->from) {
      taken_back_.pop_back();
    }
    taken_back_.push_back(engine::TakenBack{.from = back->from, .to = event.seq});
  }
}

void LiveSession::listen(Listener& listener) {
  listeners_.push_back(&listener);
  set_timer();
}

void LiveSession::unlisten(Listener& listener) {
  std::erase(listeners_, &listener);
}

void LiveSession::close(Closing why) {
  closed_ = true;
  // A listener may end its listening while it is told.
  const std::vector<Listener*> told = listeners_;
  for (Listener* listener : told) {
    if (std::ranges::find(listeners_, listener) != listeners_.end()) {
      listener->on_closing(why);
    }
  }
}

}  // namespace attune::service
