#include "transport/service/live_session.h"

#include "engine/base/check.h"
#include "engine/session/stages.h"

#include "transport/service/limits.h"
#include "transport/service/refusals.h"

#include <algorithm>
#include <iterator>
#include <utility>

// A session's jobs one after another, and what can be read of it. How it is loaded is in
// session_loading.cpp, its turns are in session_turns.cpp.
namespace attune::service {
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
  const Self self = shared_from_this();
  busy_ = false;
  start_next();
  if (is_idle()) {
    service_.let_go(*this);
  }
}

void LiveSession::set_aside() {
  set_aside_ = true;
  loaded_ = false;
}

void LiveSession::open(Done<OpenResult> done) {
  // Here is where a session that met a fault gets another chance.
  set_aside_ = false;
  auto opened = [self = shared_from_this(), done = std::move(done)](OpenResult result) mutable {
    const bool is_there = result.has_value();
    done(std::move(result));
    if (is_there) {
      self->check_soon();
    }
  };
  enqueue([self = shared_from_this(),
           done = std::move(opened)](std::expected<void, Refused> ready) mutable {
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
    done(view_of(self->id_, *self->program_, self->state_, self->service_.kept_until()));
    self->finish();
  };
}

void LiveSession::view(Done<OpenResult> done) {
  enqueue(viewing(std::move(done)));
}

JourneyView view_of(
    const storage::SessionId& session,
    const engine::Program& program,
    const engine::State& state,
    std::optional<engine::Day> kept_until
) {
  JourneyView view;
  view.id = hex(session);
  view.course = program.course;
  const engine::Wording& wording = program.wording(state.language);
  view.language = wording.language;
  if (const engine::Value* name = state.answer(engine::name_id("you.name"))) {
    if (const auto* text = std::get_if<engine::Text>(name)) {
      view.name = text->text;
    }
  }
  for (std::size_t i = 0; i < program.stages.size(); ++i) {
    const engine::Stage& stage = program.stages[i];
    if (stage.id == state.here) {
      view.stage = stage.name;
    }
    view.stages.push_back(StageView{
        .id = stage.name,
        .title = wording.stages[i].title,
        .state = std::string{stage_word(engine::stage_state(program, state, stage))}
    });
  }
  view.started = state.started;
  view.last_seen = state.last;
  view.kept_until = kept_until;
  view.head = state.seq;
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
    const std::vector<ReadTurn> turns = self->open_what_opens(*entries);
    if (turns.empty()) {
      self->tell(storage::Damage{
          .what = storage::Damage::What::turn_missing, .first = after + 1, .last = self->state_.seq
      });
    }
    if (!known) {
      std::vector<engine::Event> events;
      for (const ReadTurn& turn : turns) {
        std::ranges::copy(turn.events, std::back_inserter(events));
      }
      self->taken_back_ = engine::taken_back(events);
      self->taken_back_since_ = after;
    }
    done(self->page_of(turns, after, bytes_max));
    self->finish();
  };
  service_.journal_.read(
      id_, after, known ? bytes_max : static_cast<std::size_t>(-1), std::move(read)
  );
}

// One that does not open takes the others nothing: who reads is told that it is missing.
std::vector<LiveSession::ReadTurn> LiveSession::open_what_opens(
    const std::vector<storage::Entry>& entries
) {
  std::vector<ReadTurn> turns;
  turns.reserve(entries.size());
  for (const storage::Entry& entry : entries) {
    ReadTurn& turn = turns.emplace_back();
    turn.first = entry.first;
    turn.last = entry.last;
    turn.bytes = entry.body.size();
    auto opened = storage::open_turn(key_, id_, entry);
    if (opened) {
      turn.events = *std::move(opened);
    } else {
      turn.damaged = true;
      tell(opened.error());
    }
  }
  return turns;
}

Page LiveSession::page_of(
    const std::vector<ReadTurn>& turns, engine::Seq after, std::size_t bytes_max
) const {
  Page page;
  page.head = state_.seq;
  page.at = std::min(after, state_.seq);
  const engine::Wait wait = state_.wait();
  page.open = wait.kind == engine::WaitKind::question ? wait.asked : 0;
  std::size_t bytes = 0;
  for (const ReadTurn& turn : turns) {
    if (bytes >= bytes_max || turn.first > state_.seq) {
      break;
    }
    bytes += turn.bytes + 1;
    // A turn that lies nowhere leaves a gap.
    page.damaged = page.damaged || turn.damaged || turn.first > page.at + 1;
    page.at = turn.last;
    for (const engine::Event& event : turn.events) {
      if (event.seq > after && !engine::is_taken_back(taken_back_, event.seq)) {
        page.events.push_back(event);
      }
    }
  }
  if (turns.empty() && page.at < page.head) {
    // The last turns lie nowhere: there is no more to read.
    page.damaged = true;
    page.at = page.head;
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

void LiveSession::tell(const storage::Damage& damage) {
  if (service_.tell_damage_) {
    service_.tell_damage_(DamagedPlace{.journey = hex(id_), .damage = damage});
  }
}

void LiveSession::listen(Listener& listener, const storage::SecretHash& door) {
  listeners_.push_back(Listening{.listener = &listener, .door = door});
  set_timer();
}

void LiveSession::unlisten(Listener& listener) {
  std::erase_if(listeners_, [&listener](const Listening& each) {
    return each.listener == &listener;
  });
  if (is_idle()) {
    service_.let_go(*this);
  }
}

void LiveSession::close(Closing why) {
  closed_ = true;
  tell_listeners([why](const Listening& each) { each.listener->on_closing(why); });
}

void LiveSession::close_door(const storage::SecretHash& door) {
  tell_listeners([&door](const Listening& each) {
    if (each.door == door) {
      each.listener->on_closing(Closing::left);
    }
  });
}

}  // namespace attune::service
