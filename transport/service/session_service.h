#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/session/event.h"
#include "engine/session/input.h"
#include "storage/journal.h"

// What a turn is: load, step, append, adopt. No sockets, no JSON. Everything here is called, and
// calls back, on one thread (the lane).
namespace attune::service {

template <class T>
using Done = std::move_only_function<void(T)>;

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

struct Request {
  std::string id;  // made by the client; the same one twice happens once
  std::variant<AnswerQuestion, SkipQuestion, GoBack, AskForHelp, ContinueOn, BeginStage> what;
};

// Not acceptable, or not possible now. `code` is one of protocol.md's words.
struct Refused {
  std::string code;
  std::string message;
  bool retry = false;
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
  engine::Seq head = 0;
};

class SessionService;

// Ends the listening when it is destroyed.
class Subscription {
 public:
  Subscription() = default;
  Subscription(SessionService& service, storage::SessionId session, Listener& listener);
  Subscription(Subscription&& other) noexcept;
  Subscription& operator=(Subscription&& other) noexcept;
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription();

 private:
  SessionService* service_ = nullptr;
  storage::SessionId session_;
  Listener* listener_ = nullptr;
};

}  // namespace attune::service
