#include "engine/base/check.h"
#include "engine/session/evolve.h"
#include "engine/versions/transition.h"

#include "transport/service/live_session.h"
#include "transport/service/refusals.h"

#include <algorithm>
#include <optional>
#include <utility>

// How a session comes to another version of its course, and takes back what it said in an earlier
// one.
namespace attune::service {
namespace {

// The state just before the session last left this version; nullopt when it never was there.
std::optional<engine::State> save_in(
    const engine::ProgramId& program, const std::vector<engine::Event>& events
) {
  const std::vector<engine::TakenBack> gone = engine::taken_back(events);
  std::optional<engine::State> save;
  engine::State state;
  for (const engine::Event& event : events) {
    if (engine::is_taken_back(gone, event.seq)) {
      continue;
    }
    if (std::holds_alternative<engine::Moved>(event.body) && state.program == program) {
      save = state;
    }
    engine::apply(state, event);
  }
  return save;
}

}  // namespace

void LiveSession::move_now(Done<Moving> done) {
  enqueue([self = shared_from_this(),
           done = std::move(done)](std::expected<void, Refused> ready) mutable {
    if (!ready) {
      done(Moving::failed);
      return;
    }
    self->follow_version([self, done = std::move(done)](Moving moving) mutable {
      done(moving);
      self->finish();
    });
  });
}

void LiveSession::follow_version(Done<Moving> done) {
  const ProgramPointer target = service_.programs_.in_force(program_->course);
  if (target == nullptr || target->id == program_->id) {
    done(Moving::none);
    return;
  }
  std::optional<engine::Move> move;
  try {
    move = service_.programs_.transition(program_, target)->plan(state_, service_.time_.now());
  } catch (const engine::BrokenInvariant&) {
    done(Moving::stayed);
    return;
  }
  if (move) {
    take_move(target, *move, std::move(done));
  } else {
    return_to_save(target, std::move(done));
  }
}

void LiveSession::return_to_save(ProgramPointer target, Done<Moving> done) {
  auto read = [self = shared_from_this(), target = std::move(target), done = std::move(done)](
                  storage::Stored<std::vector<storage::Entry>> entries
              ) mutable {
    const auto events = entries ? self->open_events(*entries, 0) : std::nullopt;
    if (!events) {
      done(Moving::failed);
      return;
    }
    std::optional<engine::Move> move;
    try {
      if (const auto save = save_in(target->id, *events)) {
        move = self->service_.programs_.transition(self->program_, target)
                   ->plan(self->state_, self->service_.time_.now(), &*save);
      }
    } catch (const engine::BrokenInvariant&) {
      move.reset();
    }
    if (move) {
      self->take_move(target, *move, std::move(done));
    } else {
      done(Moving::stayed);
    }
  };
  service_.journal_.read(id_, 0, static_cast<std::size_t>(-1), std::move(read));
}

void LiveSession::take_move(
    const ProgramPointer& target, const engine::Move& move, Done<Moving> done
) {
  std::optional<engine::Turn> turn;
  try {
    // A copy: where the newer version breaks a promise, the session stays as it is.
    turn = engine::move_on(*target, state_, move, moment({}));
  } catch (const engine::BrokenInvariant&) {
    done(Moving::stayed);
    return;
  }
  next_program_ = target;
  loaded_ = false;
  keep(
      *std::move(turn),
      Request{.id = {}, .what = ContinueOn{}},
      Attempt::after_conflict,
      [self = shared_from_this(), done = std::move(done)](const SubmitResult& kept) mutable {
        self->next_program_ = nullptr;
        done(kept ? Moving::moved : Moving::failed);
      }
  );
}

void LiveSession::take_back_across(
    const engine::Event& asked,
    engine::State then,
    const Request& request,
    Attempt attempt,
    Done<SubmitResult> done
) {
  const engine::ProgramId program = then.program;
  auto found = [self = shared_from_this(),
                asked,
                then = std::move(then),
                request,
                attempt,
                done = std::move(done)](const ProgramPointer& from) mutable {
    if (from == nullptr) {
      done(std::unexpected{nothing_to_take_back()});
      return;
    }
    const auto& question_asked = std::get<engine::QuestionAsked>(asked.body);
    const engine::Question* question =
        from->find_question(engine::name_id(question_asked.question));
    std::optional<engine::Turn> turn;
    try {
      ATTUNE_CHECK(question != nullptr);
      const auto move =
          self->service_.programs_.transition(from, self->program_)
              ->plan_asking(then, self->service_.time_.now(), *question, question_asked.text);
      if (!move) {
        // The script has no such place any more, or counts on what came after it.
        done(std::unexpected{nothing_to_take_back()});
        return;
      }
      turn = engine::take_back(
          *self->program_, self->state_, std::move(then), asked, self->moment(request.id), &*move
      );
    } catch (const engine::BrokenInvariant&) {
      self->set_aside();
      done(std::unexpected{fault_of_ours()});
      return;
    }
    self->keep(*std::move(turn), request, attempt, std::move(done));
  };
  service_.programs_.find(program, std::move(found));
}

}  // namespace attune::service
