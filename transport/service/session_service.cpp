#include "transport/service/session_service.h"

#include "transport/service/limits.h"
#include "transport/service/live_session.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace attune::service {
namespace {

// Session ids are random: any eight bytes of them are a hash.
struct SessionHash {
  std::size_t operator()(const storage::SessionId& session) const {
    std::size_t hash = 0;
    std::memcpy(&hash, session.bytes.data(), sizeof hash);
    return hash;
  }
};

}  // namespace

struct SessionService::Sessions {
  std::unordered_map<storage::SessionId, std::shared_ptr<LiveSession>, SessionHash> by_id;
};

SessionService::SessionService(storage::Journal& journal, ProgramStore& programs, TimeSource time)
    : journal_{journal},
      programs_{programs},
      time_{std::move(time)},
      sessions_{std::make_unique<Sessions>()} {}

SessionService::~SessionService() = default;

std::shared_ptr<LiveSession> SessionService::live(const Pass& pass) {
  std::shared_ptr<LiveSession>& entry = sessions_->by_id[pass.session];
  if (entry == nullptr) {
    entry = std::make_shared<LiveSession>(*this, pass);
  }
  return entry;
}

void SessionService::let_go(LiveSession& session) {
  const auto found = sessions_->by_id.find(session.id());
  if (found != sessions_->by_id.end() && found->second.get() == &session) {
    sessions_->by_id.erase(found);
  }
}

void SessionService::touch(const Pass& pass) {
  if (days_ != nullptr) {
    days_->touch(pass.session);
  }
}

void SessionService::open(const Pass& pass, Done<OpenResult> done) {
  touch(pass);
  live(pass)->open(std::move(done));
}

void SessionService::view(const Pass& pass, Done<OpenResult> done) {
  touch(pass);
  live(pass)->view(std::move(done));
}

void SessionService::history(
    const Pass& pass, engine::Seq after, std::size_t bytes_max, Done<HistoryResult> done
) {
  live(pass)->history(after, bytes_max, std::move(done));
}

void SessionService::submit(const Pass& pass, Request request, Done<SubmitResult> done) {
  touch(pass);
  live(pass)->submit(std::move(request), std::move(done));
}

struct SessionService::OpenMoves {
  std::vector<storage::SessionId> sessions;
  std::size_t next = 0;
  std::size_t under_way = 0;
  MoveCounts counts;
  Done<MoveCounts> done;
};

void SessionService::move_open(const std::string& course, Done<MoveCounts> done) {
  const auto moves = std::make_shared<OpenMoves>();
  for (const auto& [session, live] : sessions_->by_id) {
    if (live->is_listened_to() && live->course() == course) {
      moves->sessions.push_back(session);
    }
  }
  moves->done = std::move(done);
  move_next(moves);
}

void SessionService::move_next(const std::shared_ptr<OpenMoves>& moves) {
  if (moves->next == moves->sessions.size()) {
    moves->done(moves->counts);
    return;
  }
  const std::size_t end = std::min(moves->sessions.size(), moves->next + limits::moves_at_once);
  moves->under_way = end - moves->next;
  while (moves->next < end) {
    const auto found = sessions_->by_id.find(moves->sessions[moves->next++]);
    auto moved = [this, moves](Moving moving) {
      moves->counts.moved += moving == Moving::moved ? 1U : 0U;
      moves->counts.stayed += moving == Moving::stayed ? 1U : 0U;
      if (--moves->under_way == 0) {
        // The lane does other work in between.
        time_.after(std::chrono::milliseconds{0}, [this, moves] { move_next(moves); });
      }
    };
    if (found == sessions_->by_id.end()) {
      moved(Moving::none);
    } else {
      const std::shared_ptr<LiveSession> live = found->second;
      live->move_now(std::move(moved));
    }
  }
}

void SessionService::forget(storage::SessionId session) {
  const auto found = sessions_->by_id.find(session);
  if (found == sessions_->by_id.end()) {
    return;
  }
  const std::shared_ptr<LiveSession> gone = found->second;
  sessions_->by_id.erase(found);
  gone->close(Closing::erased);
}

void SessionService::close_door(storage::SessionId session, const storage::SecretHash& door) {
  if (const auto found = sessions_->by_id.find(session); found != sessions_->by_id.end()) {
    const std::shared_ptr<LiveSession> live = found->second;
    live->close_door(door);
  }
}

std::size_t SessionService::held() const {
  return sessions_->by_id.size();
}

void SessionService::listen(const Pass& pass, Listener& listener) {
  live(pass)->listen(listener, pass.door);
}

void SessionService::unlisten(storage::SessionId session, Listener& listener) {
  if (const auto found = sessions_->by_id.find(session); found != sessions_->by_id.end()) {
    const std::shared_ptr<LiveSession> live = found->second;
    live->unlisten(listener);
  }
}

Subscription::Subscription(SessionService& service, const Pass& pass, Listener& listener)
    : service_{&service}, session_{pass.session}, listener_{&listener} {
  service.listen(pass, listener);
}

Subscription::Subscription(Subscription&& other) noexcept
    : service_{std::exchange(other.service_, nullptr)},
      session_{other.session_},
      listener_{other.listener_} {}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this != &other) {
    end();
    service_ = std::exchange(other.service_, nullptr);
    session_ = other.session_;
    listener_ = other.listener_;
  }
  return *this;
}

Subscription::~Subscription() {
  end();
}

void Subscription::end() {
  if (service_ != nullptr) {
    std::exchange(service_, nullptr)->unlisten(session_, *listener_);
  }
}

}  // namespace attune::service
