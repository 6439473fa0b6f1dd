#pragma once

#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/input.h"
#include "engine/session/state.h"

#include "storage/journal.h"
#include "storage/key.h"
#include "storage/sealed_journey.h"

#include "transport/service/done.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// What a turn is: load, step, append, adopt. No sockets, no JSON. Everything here is called, and
// calls back, on one thread (the lane).
namespace attune::service {

// Whose journey it is, and the key that opens it: what a cookie or six words are exchanged for. The
// service holds it while something is asked of the journey or somebody listens, and no longer.
struct Pass {
  storage::SessionId session;
  storage::Key key;
  storage::SecretHash door;  // where the key was found
};

// A request of a client's. `question` counts as given on the wire without its "q"; 0 when it could
// not be read.
struct AnswerQuestion {
  engine::Seq question = 0;
  engine::RawValue value;
};

struct SkipQuestion {
  engine::Seq question = 0;
};

struct GoBack {
  std::optional<engine::Seq> question;  // the last answer or skip when absent
};

struct AskForHelp {};

struct ContinueOn {};

struct BeginStage {
  std::string stage;
};

struct ChooseLanguage {
  std::string language;
};

struct Request {
  std::string id;  // made by the client; the same one twice happens once
  std::variant<
      AnswerQuestion,
      SkipQuestion,
      GoBack,
      AskForHelp,
      ContinueOn,
      BeginStage,
      ChooseLanguage>
      what;
};

// Not acceptable, or not possible now. `code` is one of protocol.md's words.
struct Refused {
  std::string code;
  std::string message;
  bool retry = false;
  // What the message names, by name, for a client that says it in another language.
  std::vector<std::pair<std::string, std::string>> details = {};
};

// The request is durable. `repeated` is set when it had been taken before: the event that it caused
// then, for this client alone. A new one reaches every listener as Committed before this.
struct Taken {
  std::optional<engine::Event> repeated;
};

using SubmitResult = std::expected<Taken, Refused>;

// Events of one turn, after their commit, in order; visible and not.
struct Committed {
  engine::Seq before = 0;  // seq of the session before them
  std::vector<engine::Event> events;
};

enum class Closing : std::uint8_t {
  erased,     // the journey is gone
  left,       // the device of this client has forgotten it
  set_aside,  // this conversation met a fault of ours
};

// A client that has the session open. Must outlive its Subscription.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_committed(std::shared_ptr<const Committed> committed) = 0;
  virtual void on_closing(Closing why) = 0;
};

// Events that hold, after a seq, in order. `at` is the seq up to which this page speaks; the reader
// is caught up when at == head.
struct Page {
  std::vector<engine::Event> events;
  engine::Seq at = 0;
  engine::Seq head = 0;
  engine::Seq open = 0;  // seq of the question that stands open at head; 0 when none does
  bool damaged = false;  // something of this stretch cannot be read, and is not in it
};

struct StageView {
  std::string id;
  std::string title;
  std::string state;  // done, here, left, open, ahead
};

struct JourneyView {
  std::string id;  // opaque, fit for a client to see
  std::string course;
  std::string language;
  std::string name;
  std::string stage;
  std::vector<StageView> stages;
  engine::Instant started;
  engine::Instant last_seen;
  std::optional<engine::Day> kept_until;  // if nobody opens it before; absent: for good
  engine::Seq head = 0;
};

using OpenResult = std::expected<JourneyView, Refused>;
using HistoryResult = std::expected<Page, Refused>;

// Whether a client is shown anything for this event.
bool is_visible(const engine::Event& event);

class LiveSession;
class ProgramStore;

// When somebody was there last, and until when a journey stays that is opened now (keeping.h).
class LastDays {
 public:
  LastDays() = default;
  LastDays(const LastDays&) = delete;
  LastDays& operator=(const LastDays&) = delete;
  virtual ~LastDays() = default;

  virtual void touch(storage::SessionId session) = 0;
  virtual std::optional<engine::Day> kept_until() const = 0;
};

// Where time comes from: main.cpp and tests say.
struct TimeSource {
  std::function<engine::Instant()> now;
  // Runs a function on the lane after a delay, unless the service has ended by then.
  std::function<void(std::chrono::milliseconds delay, std::move_only_function<void()> work)> after;
};

// What came of a new version for one conversation.
enum class Moving : std::uint8_t {
  none,  // it is on the version in force
  moved,
  stayed,  // it cannot go on there: it stays on its version
  failed   // it could not be kept, or looked up; it moves when it is opened again
};

// Damage that was met, for the operator: names the place, and no word of a person's.
struct DamagedPlace {
  std::string journey;  // as JourneyView::id
  storage::Damage damage;
};

struct MoveCounts {
  std::size_t moved = 0;
  std::size_t stayed = 0;
};

// The road of one answer: load, step, append, adopt, tell. One request of a session at a time; the
// others wait. A session is in memory, with its key, while somebody listens or something was asked.
class SessionService {
 public:
  SessionService(storage::Journal& journal, ProgramStore& programs, TimeSource time);
  SessionService(const SessionService&) = delete;
  SessionService& operator=(const SessionService&) = delete;
  ~SessionService();

  // The person is here (hello): ends a rest that is over, greets after days, and tells where they
  // are. A session that was set aside is loaded anew.
  void open(const Pass& pass, Done<OpenResult> done);

  // Where a person is, without being there.
  void view(const Pass& pass, Done<OpenResult> done);

  // Events that hold after a seq, as many as fit into `bytes_max` of the journal; at least one
  // turn.
  void history(
      const Pass& pass, engine::Seq after, std::size_t bytes_max, Done<HistoryResult> done
  );

  void submit(const Pass& pass, Request request, Done<SubmitResult> done);

  // Open conversations of a course go on in the version in force, each where it waits, a few at a
  // time. `done` tells how many did, and how many stay where they are.
  void move_open(const std::string& course, Done<MoveCounts> done);

  // `tell` is told of damage where it is met; it must outlive this.
  void on_damage(std::function<void(const DamagedPlace&)> tell) { tell_damage_ = std::move(tell); }

  // The session is erased: nobody listens to it or holds it any more.
  void forget(storage::SessionId session);

  // `days` is told who is there; it must outlive this.
  void keep_by(LastDays& days) { days_ = &days; }

  // Until when a journey stays that is opened today; absent: for good.
  std::optional<engine::Day> kept_until() const {
    return days_ == nullptr ? std::nullopt : days_->kept_until();
  }

  // A door is gone: whoever came in by it is told so, and no one else.
  void close_door(storage::SessionId session, const storage::SecretHash& door);

  // Sessions in memory.
  std::size_t held() const;

 private:
  friend class Subscription;
  friend class LiveSession;

  void touch(const Pass& pass);
  void listen(const Pass& pass, Listener& listener);
  void unlisten(storage::SessionId session, Listener& listener);
  std::shared_ptr<LiveSession> live(const Pass& pass);
  // Nobody listens to it, and nothing was asked that it has not answered.
  void let_go(LiveSession& session);
  struct OpenMoves;
  void move_next(const std::shared_ptr<OpenMoves>& moves);

  storage::Journal& journal_;
  ProgramStore& programs_;
  TimeSource time_;
  LastDays* days_ = nullptr;
  struct Sessions;
  std::unique_ptr<Sessions> sessions_;
  std::function<void(const DamagedPlace&)> tell_damage_;
};

// Ends the listening when it is destroyed. The service must outlive it.
class Subscription {
 public:
  Subscription() = default;
  Subscription(SessionService& service, const Pass& pass, Listener& listener);
  Subscription(Subscription&& other) noexcept;
  Subscription& operator=(Subscription&& other) noexcept;
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription();

 private:
  void end();

  SessionService* service_ = nullptr;
  storage::SessionId session_;
  Listener* listener_ = nullptr;
};

}  // namespace attune::service
