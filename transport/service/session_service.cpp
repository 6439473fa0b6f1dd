#include "transport/service/session_service.h"

#include "transport/service/limits.h"
#include "transport/service/live_session.h"

#include <algorithm>
#include <cstring>
#include <list>
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

struct SessionService::Cache {
  std::unordered_map<storage::SessionId, std::shared_ptr<LiveSession>, SessionHash> sessions;
  std::list<storage::SessionId> used;  // the latest last
};

SessionService::SessionService(storage::Journal& journal, ProgramStore& programs, TimeSource time)
    : journal_{journal},
      programs_{programs},
      time_{std::move(time)},
      cache_{std::make_unique<Cache>()} {}

SessionService::~SessionService() = default;

LiveSession& SessionService::live(storage::SessionId session) {
  auto& entry = cache_->sessions[session];
  if (entry == nullptr) {
    entry = std::make_shared<LiveSession>(*this, session);
    entry->used = cache_->used.insert(cache_->used.end(), session);
    const std::shared_ptr<LiveSession> kept = entry;
    evict();
    return *kept;
  }
  cache_->used.splice(cache_->used.end(), cache_->used, entry->used);
  return *entry;
}

void SessionService::evict() {
  // The newest one stays: somebody is about to use it.
  auto oldest = cache_->used.begin();
  while (cache_->sessions.size() > limits::sessions_cached &&
         oldest != std::prev(cache_->used.end())) {
    const auto found = cache_->sessions.find(*oldest);
    if (found->second->idle()) {
      cache_->sessions.erase(found);
      oldest = cache_->used.erase(oldest);
    } else {
      ++oldest;
    }
  }
}

void SessionService::open(storage::SessionId session, Done<OpenResult> done) {
  live(session).open(std::move(done));
}

void SessionService::view(storage::SessionId session, Done<OpenResult> done) {
  live(session).view(std::move(done));
}

void SessionService::history(
    storage::SessionId session, engine::Seq after, std::size_t bytes_max, Done<HistoryResult> done
) {
  live(session).history(after, bytes_max, std::move(done));
}

void SessionService::submit(storage::SessionId session, Request request, Done<SubmitResult> done) {
  live(session).submit(std::move(request), std::move(done));
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
  for (const auto& [session, live] : cache_->sessions) {
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
    const auto found = cache_->sessions.find(moves->sessions[moves->next++]);
    auto moved = [this, moves](Moving moving) {
      moves->counts.moved += moving == Moving::moved ? 1U : 0U;
      moves->counts.stayed += moving == Moving::stayed ? 1U : 0U;
      if (--moves->under_way == 0) {
        // The lane does other work in between.
        time_.after(std::chrono::milliseconds{0}, [this, moves] { move_next(moves); });
      }
    };
    if (found == cache_->sessions.end()) {
      moved(Moving::none);
    } else {
      const std::shared_ptr<LiveSession> live = found->second;
      live->move_now(std::move(moved));
    }
  }
}

JourneyView SessionService::adopt(
    storage::SessionId session, engine::State state, std::shared_ptr<const engine::Program> program
) {
  LiveSession& adopted = live(session);
  adopted.adopt(std::move(state), std::move(program));
  return adopted.journey_view();
}

void SessionService::forget(storage::SessionId session) {
  const auto found = cache_->sessions.find(session);
  if (found == cache_->sessions.end()) {
    return;
  }
  const std::shared_ptr<LiveSession> gone = found->second;
  cache_->used.erase(gone->used);
  cache_->sessions.erase(found);
  gone->close(Closing::erased);
}

std::size_t SessionService::cached() const {
  return cache_->sessions.size();
}

void SessionService::listen(storage::SessionId session, Listener& listener) {
  live(session).listen(listener);
}

void SessionService::unlisten(storage::SessionId session, Listener& listener) {
  if (const auto found = cache_->sessions.find(session); found != cache_->sessions.end()) {
    found->second->unlisten(listener);
  }
}

Subscription::Subscription(SessionService& service, storage::SessionId session, Listener& listener)
    : service_{&service}, session_{session}, listener_{&listener} {
  service.listen(session, listener);
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
