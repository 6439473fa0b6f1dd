#include "engine/base/check.h"
#include "engine/base/overloaded.h"

#include "transport/service/limits.h"
#include "transport/service/live_session.h"
#include "transport/service/refusals.h"

#include <algorithm>
#include <utility>

// The road of one answer: step, append, adopt, tell.
namespace attune::service {
namespace {

Refused from(const engine::Rejection& rejection) {
  return Refused{
      .code = std::string{engine::code_word(rejection.code)},
      .message = rejection.message,
      .retry = false
  };
}

}  // namespace

bool is_visible(const engine::Event& event) {
  using namespace engine;
  return std::visit(
      Overloaded{
          [](const StageEntered&) { return true; },
          [](const StageOpened&) { return true; },
          [](const StageDone&) { return true; },
          [](const CourseEnded&) { return true; },
          [](const LineSaid&) { return true; },
          [](const QuestionAsked&) { return true; },
          [](const AnswerKept&) { return true; },
          [](const QuestionSkipped& skipped) { return skipped.asked != 0; },
          [](const Paused&) { return true; },
          [](const Resumed&) { return true; },
          [](const TookBack&) { return true; },
          [](const PracticeOffered&) { return true; },
          [](const MeasureTaken&) { return false; },
          [](const LanguageChosen&) { return true; },
          [](const PictureShown&) { return true; },
          [](const Began&) { return false; },
          [](const SceneEntered&) { return false; },
          [](const PartEntered&) { return false; },
          [](const PartLeft&) { return false; },
          [](const Interrupted&) { return false; },
          [](const WayTaken&) { return false; },
          [](const MemorySet&) { return false; },
          [](const Moved&) { return false; },
          [](const WatchMatched&) { return false; },
          [](const MatchRetracted&) { return false; },
      },
      event.body
  );
}

engine::Moment LiveSession::moment(std::string request) const {
  return engine::Moment{
      .at = service_.time_.now(), .who = engine::Participant::first, .request = std::move(request)
  };
}

void LiveSession::submit(Request request, Done<SubmitResult> done) {
  enqueue([self = shared_from_this(),
           request = std::move(request),
           done = std::move(done)](std::expected<void, Refused> ready) mutable {
    if (!ready) {
      done(std::unexpected{ready.error()});
      return;
    }
    // Whatever comes of it, the next request has its turn after the client was told.
    auto finished = [self, done = std::move(done)](SubmitResult result) mutable {
      done(std::move(result));
      self->finish();
    };
    const engine::KeptRequest* before =
        request.id.empty() ? nullptr : self->state_.request(request.id);
    if (before != nullptr) {
      self->look_up_repeated(*before, std::move(request), std::move(finished));
    } else {
      self->take_request(std::move(request), Attempt::first, std::move(finished));
    }
  });
}

// The state knows only a hash of the request; the journal has the whole of it.
void LiveSession::look_up_repeated(
    const engine::KeptRequest& kept_request, Request request, Done<SubmitResult> done
) {
  const engine::Seq seq = kept_request.seq;
  auto read =
      [self = shared_from_this(), seq, request = std::move(request), done = std::move(done)](
          storage::Stored<std::vector<storage::Entry>> entries
      ) mutable {
        const auto events = entries ? self->open_events(*entries, seq - 1) : std::nullopt;
        if (!events) {
          done(std::unexpected{entries ? damaged() : not_kept()});
          return;
        }
        const auto first = std::ranges::find(*events, seq, &engine::Event::seq);
        if (first == events->end() || first->request != request.id) {
          self->take_request(std::move(request), Attempt::first, std::move(done));
          return;
        }
        const auto shown = std::ranges::find_if(first, events->end(), is_visible);
        if (shown == events->end()) {
          done(Taken{});
          return;
        }
        Taken taken{.repeated = *shown};
        taken.repeated->request = request.id;
        done(std::move(taken));
      };
  service_.journal_.read(id_, seq - 1, 1, std::move(read));
}

void LiveSession::take_request(Request request, Attempt attempt, Done<SubmitResult> done) {
  if (std::holds_alternative<GoBack>(request.what)) {
    take_back(std::move(request), attempt, std::move(done));
    return;
  }
  engine::InputBody body = std::visit(
      engine::Overloaded{
          [](const AnswerQuestion& answer) -> engine::InputBody {
            return engine::Answered{.question = answer.question, .value = answer.value};
          },
          [](const SkipQuestion& skip) -> engine::InputBody {
            return engine::QuestionPassed{skip.question};
          },
          [](const GoBack&) -> engine::InputBody { return engine::TimePassed{}; },
          [](const AskForHelp&) -> engine::InputBody { return engine::HelpAsked{}; },
          [](const ContinueOn&) -> engine::InputBody { return engine::Continued{}; },
          [](const BeginStage& begin) -> engine::InputBody {
            return engine::StageTaken{begin.stage};
          },
          [](const ChooseLanguage& choose) -> engine::InputBody {
            return engine::LanguageAsked{choose.language};
          },
      },
      request.what
  );
  take_step(std::move(body), std::move(request), attempt, std::move(done));
}

void LiveSession::take_step(
    engine::InputBody body, Request request, Attempt attempt, Done<SubmitResult> done
) {
  const engine::Input input{.moment = moment(request.id), .body = std::move(body)};
  // The machine works on the state itself: there is none again until the turn is adopted, or
  // refused.
  loaded_ = false;
  std::optional<engine::StepResult> result;
  try {
    result = engine::step(*program_, std::move(state_), input);
  } catch (const engine::BrokenInvariant&) {
    set_aside();
    done(std::unexpected{fault_of_ours()});
    return;
  }
  if (!*result) {
    state_ = std::move(result->error().before);
    loaded_ = true;
    done(std::unexpected{from(result->error().rejection)});
    return;
  }
  keep(**std::move(result), std::move(request), attempt, std::move(done));
}

void LiveSession::take_back(Request request, Attempt attempt, Done<SubmitResult> done) {
  auto read =
      [self = shared_from_this(), request = std::move(request), attempt, done = std::move(done)](
          storage::Stored<std::vector<storage::Entry>> entries
      ) mutable {
        const auto events = entries ? self->open_events(*entries, 0) : std::nullopt;
        if (!events || events->empty() || events->back().seq < self->state_.seq) {
          done(std::unexpected{entries && !events ? damaged() : not_kept()});
          return;
        }
        self->take_back_in(*events, request, attempt, std::move(done));
      };
  service_.journal_.read(id_, 0, static_cast<std::size_t>(-1), std::move(read));
}

void LiveSession::take_back_in(
    const std::vector<engine::Event>& events,
    const Request& request,
    Attempt attempt,
    Done<SubmitResult> done
) {
  const auto& back = std::get<GoBack>(request.what);
  const std::optional<engine::Seq> target =
      back.question ? back.question : engine::last_answered(events);
  std::optional<engine::State> then = target ? engine::state_before(events, *target) : std::nullopt;
  // The question that stands open now has nothing to take back.
  const bool is_open =
      target && state_.wait().kind == engine::WaitKind::question && state_.wait().asked == *target;
  if (!then || is_open) {
    done(std::unexpected{nothing_to_take_back()});
    return;
  }
  const auto asked = std::ranges::find(events, *target, &engine::Event::seq);
  if (then->program != state_.program) {
    take_back_across(*asked, *std::move(then), request, attempt, std::move(done));
    return;
  }
  std::optional<engine::Turn> turn;
  try {
    turn = engine::take_back(*program_, state_, *std::move(then), *asked, moment(request.id));
  } catch (const engine::BrokenInvariant&) {
    set_aside();
    done(std::unexpected{fault_of_ours()});
    return;
  }
  keep(*std::move(turn), request, attempt, std::move(done));
}

void LiveSession::keep(
    engine::Turn turn, Request request, Attempt attempt, Done<SubmitResult> done
) {
  if (turn.events.empty()) {
    state_ = std::move(turn.after);
    loaded_ = true;
    done(Taken{});
    return;
  }
  storage::Append append;
  append.session = id_;
  append.entry = storage::seal_turn(key_, id_, turn.events);
  const bool took_back = std::holds_alternative<engine::TookBack>(turn.events.front().body);
  if (took_back || turn.after.seq - snapshot_seq_ >= limits::events_between_snapshots) {
    append.snapshot = storage::seal_snapshot(key_, id_, turn.after);
  }
  if (turn.after.program != program_->id) {
    append.program = turn.after.program;
  }
  auto appended = [self = shared_from_this(),
                   turn = std::move(turn),
                   has_snapshot = append.snapshot.has_value(),
                   request = std::move(request),
                   attempt,
                   done = std::move(done)](storage::Stored<void> stored) mutable {
    if (stored) {
      if (has_snapshot) {
        self->snapshot_seq_ = turn.after.seq;
      }
      self->kept(std::move(turn), std::move(done));
      return;
    }
    if (stored.error() == storage::StoreError::conflict && attempt == Attempt::first) {
      self->try_again(std::move(request), std::move(done));
      return;
    }
    // Whether a commit that failed late reached the disk is not known: the journal is asked anew.
    self->loaded_ = false;
    if (stored.error() == storage::StoreError::missing) {
      done(std::unexpected{erased()});
    } else {
      done(std::unexpected{not_kept()});
    }
  };
  service_.journal_.append(std::move(append), std::move(appended));
}

void LiveSession::kept(engine::Turn turn, Done<SubmitResult> done) {
  const engine::Seq before = turn.events.front().seq - 1;
  state_ = std::move(turn.after);
  if (next_program_ != nullptr && next_program_->id == state_.program) {
    program_ = std::exchange(next_program_, nullptr);
  }
  loaded_ = true;
  note_taken_back(turn.events);
  set_timer();
  const auto committed = std::make_shared<const Committed>(
      Committed{.before = before, .events = std::move(turn.events)}
  );
  tell_listeners([&committed](const Listening& each) { each.listener->on_committed(committed); });
  done(Taken{});
}

// Another turn came first, from another server: what is true now decides.
void LiveSession::try_again(Request request, Done<SubmitResult> done) {
  loaded_ = false;
  taken_back_since_.reset();
  load([self = shared_from_this(),
        request = std::move(request),
        done = std::move(done)](std::expected<void, Refused> ready) mutable {
    if (!ready) {
      done(std::unexpected{ready.error()});
      return;
    }
    self->take_request(std::move(request), Attempt::after_conflict, std::move(done));
  });
}

void LiveSession::take_quietly(engine::InputBody body, std::move_only_function<void()> done) {
  take_step(
      std::move(body),
      Request{.id = {}, .what = ContinueOn{}},
      Attempt::after_conflict,
      [done = std::move(done)](const SubmitResult&) mutable { done(); }
  );
}

void LiveSession::set_timer() {
  const engine::Wait wait = loaded_ ? state_.wait() : engine::Wait{};
  if (listeners_.empty() || wait.kind != engine::WaitKind::pause || !wait.until ||
      timer_ == wait.until) {
    return;
  }
  timer_ = wait.until;
  arm(std::clamp<std::chrono::milliseconds>(
      *wait.until - service_.time_.now(), std::chrono::milliseconds{0}, limits::timer_max
  ));
}

void LiveSession::arm(std::chrono::milliseconds delay) {
  service_.time_.after(delay, [weak = weak_from_this()] {
    const Self self = weak.lock();
    if (self == nullptr || self->closed_) {
      return;
    }
    self->timer_.reset();
    if (self->listeners_.empty()) {
      return;
    }
    self->enqueue([self](std::expected<void, Refused> ready) {
      if (!ready) {
        self->arm(limits::timer_retry);
        return;
      }
      self->take_quietly(engine::TimePassed{}, [self] {
        if (self->loaded_) {
          self->set_timer();
        } else if (!self->set_aside_) {
          self->arm(limits::timer_retry);  // it could not be kept
        }
        self->finish();
      });
    });
  });
}

}  // namespace attune::service
