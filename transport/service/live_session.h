#pragma once

#include "engine/session/history.h"
#include "engine/session/step.h"

#include "transport/service/program_store.h"
#include "transport/service/session_service.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune::service {

// One session in memory: its state, who listens, and the requests that wait for the one under way.
// Every completion holds it by shared_ptr: it may be forgotten while the journal is at work.
class LiveSession : public std::enable_shared_from_this<LiveSession> {
 public:
  LiveSession(SessionService& service, const Pass& pass)
      : service_{service}, id_{pass.session}, key_{pass.key} {}

  void open(Done<OpenResult> done);
  void view(Done<OpenResult> done);
  void history(engine::Seq after, std::size_t bytes_max, Done<HistoryResult> done);
  void submit(Request request, Done<SubmitResult> done);
  // Goes on in the version in force at once, where it waits.
  void move_now(Done<Moving> done);

  // `door` is where this listener's key was found.
  void listen(Listener& listener, const storage::SecretHash& door);
  void unlisten(Listener& listener);
  // Tells the listeners that it is over, and answers nothing from here on.
  void close(Closing why);
  // Tells those who came in by this door that it is over for them.
  void close_door(const storage::SecretHash& door);

  bool is_listened_to() const { return !listeners_.empty(); }

  const storage::SessionId& id() const { return id_; }

  // Empty before it was loaded.
  std::string course() const { return program_ != nullptr ? program_->course : std::string{}; }

 private:
  using Self = std::shared_ptr<LiveSession>;
  // Runs when the session is loaded, or is told why it is not.
  using Job = std::move_only_function<void(std::expected<void, Refused>)>;

  // Neither listened to nor at work.
  bool is_idle() const { return listeners_.empty() && !busy_ && waiting_.empty(); }

  // One at a time: a job ends with finish().
  void enqueue(Job job);
  void start_next();
  void finish();
  // Runs the job with the state as it was kept, read anew where there is none here.
  void when_loaded(Job job);
  Job viewing(Done<OpenResult> done);
  Job coming_back(Done<OpenResult> done);

  // What a turn that could not be kept is tried again with, after another was appended first.
  enum class Attempt : std::uint8_t { first, after_conflict };

  // Of a journal that is as it was written; what is not is told.
  std::optional<std::vector<engine::Event>> open_events(
      const std::vector<storage::Entry>& entries, engine::Seq after
  );
  void tell(const storage::Damage& damage);

  void load(Job job);
  // What follows a state that was kept, or all of it onto nothing.
  void load_onto(engine::State base, Job job);
  // The state at a snapshot, where it opens.
  std::optional<engine::State> state_at(const storage::Snapshot& snapshot);
  void adopt_loaded(engine::State state, Job job);

  // A snapshot that this session was loaded from and that was not compared yet with what the turns
  // tell, from the state before them on.
  struct Unchecked {
    engine::State base;
    engine::State claimed;
    std::vector<engine::Event> events;  // after the base, as far as they are read
    engine::Seq at = 0;                 // so far
  };

  // After what is under way now: nobody waits for it but a person's first answer.
  void check_soon();
  void check_on();
  void conclude_check();

  void take_request(Request request, Attempt attempt, Done<SubmitResult> done);
  void look_up_repeated(const engine::KeptRequest& kept, Request request, Done<SubmitResult> done);
  void take_back(Request request, Attempt attempt, Done<SubmitResult> done);
  void take_back_in(
      const std::vector<engine::Event>& events,
      const Request& request,
      Attempt attempt,
      Done<SubmitResult> done
  );
  void take_step(engine::InputBody body, Request request, Attempt attempt, Done<SubmitResult> done);
  void keep(engine::Turn turn, Request request, Attempt attempt, Done<SubmitResult> done);
  void kept(engine::Turn turn, Done<SubmitResult> done);
  void try_again(Request request, Done<SubmitResult> done);
  // Input that nobody sent: the clock, or the person's coming back. `done` runs whatever comes of
  // it.
  void take_quietly(engine::InputBody body, std::move_only_function<void()> done);
  void set_aside();

  // Comes to the version in force, when there is another and it can; `done` runs whatever comes of
  // it.
  void follow_version(Done<Moving> done);
  // The same by where it stood before it left that version, when its place is gone.
  void return_to_save(ProgramPointer target, Done<Moving> done);
  void take_move(const ProgramPointer& target, const engine::Move& move, Done<Moving> done);
  void take_back_across(
      const engine::Event& asked,
      engine::State then,
      const Request& request,
      Attempt attempt,
      Done<SubmitResult> done
  );

  // A turn as it is shown.
  struct ReadTurn {
    engine::Seq first = 0;
    engine::Seq last = 0;
    std::size_t bytes = 0;  // as it is stored
    bool damaged = false;
    std::vector<engine::Event> events;
  };

  void note_taken_back(const std::vector<engine::Event>& events);
  void read_page(engine::Seq after, std::size_t bytes_max, Done<HistoryResult> done);
  std::vector<ReadTurn> open_what_opens(const std::vector<storage::Entry>& entries);
  Page page_of(const std::vector<ReadTurn>& turns, engine::Seq after, std::size_t bytes_max) const;
  void set_timer();
  void arm(std::chrono::milliseconds delay);
  engine::Moment moment(std::string request) const;

  SessionService& service_;
  storage::SessionId id_;
  storage::Key key_;
  // Whether `state_` is what the journal tells. Not while a turn is under way.
  bool loaded_ = false;
  bool set_aside_ = false;
  bool closed_ = false;
  bool busy_ = false;
  engine::State state_;
  ProgramPointer program_;
  // The version that a turn under way moves to.
  ProgramPointer next_program_;
  engine::Seq snapshot_seq_ = 0;
  std::optional<Unchecked> unchecked_;
  std::deque<Job> waiting_;

  struct Listening {
    Listener* listener;
    storage::SecretHash door;
  };

  // A listener may end its listening, or another's, while it is told something: `tell` is called
  // for those of now who still listen when it is their turn.
  template <typename Tell>
  void tell_listeners(Tell tell) {
    const std::vector<Listening> told = listeners_;
    for (const Listening& each : told) {
      if (std::ranges::find(listeners_, each.listener, &Listening::listener) != listeners_.end()) {
        tell(each);
      }
    }
  }

  std::vector<Listening> listeners_;
  // What was taken back by events after `taken_back_since_`; unset before the first replay.
  std::optional<engine::Seq> taken_back_since_;
  std::vector<engine::TakenBack> taken_back_;
  std::optional<engine::Instant> timer_;
};

// A session as the person's own page shows it.
JourneyView view_of(
    const storage::SessionId& session,
    const engine::Program& program,
    const engine::State& state,
    std::optional<engine::Day> kept_until
);

}  // namespace attune::service
