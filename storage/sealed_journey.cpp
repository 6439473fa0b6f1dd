#include "storage/sealed_journey.h"

#include "engine/session/state_codec.h"

#include "storage/event_codec.h"
#include "storage/seal.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace attune::storage {
namespace {

SealedPlace place_of(const SessionId& session, const Entry& entry) {
  return SealedPlace{
      .session = session, .kind = SealedKind::turn, .first = entry.first, .last = entry.last
  };
}

SealedPlace place_of(const SessionId& session, const Snapshot& snapshot) {
  return SealedPlace{
      .session = session, .kind = SealedKind::snapshot, .first = snapshot.seq, .last = snapshot.seq
  };
}

}  // namespace

Entry seal_turn(const Key& key, const SessionId& session, std::span<const engine::Event> events) {
  Entry entry{.first = events.front().seq, .last = events.back().seq, .body = {}};
  entry.body = seal(key, place_of(session, entry), encode_events(events));
  return entry;
}

std::expected<std::vector<engine::Event>, Damage> open_turn(
    const Key& key, const SessionId& session, const Entry& entry
) {
  const auto damaged = [&](Damage::What what) {
    return std::unexpected{Damage{.what = what, .first = entry.first, .last = entry.last}};
  };
  const auto plain = unseal(key, place_of(session, entry), entry.body);
  if (!plain) {
    return damaged(Damage::What::turn_does_not_open);
  }
  auto events = decode_events(*plain);
  if (!events) {
    return damaged(Damage::What::turn_unreadable);
  }
  return *std::move(events);
}

std::expected<std::vector<engine::Event>, Damage> open_turns(
    const Key& key, const SessionId& session, std::span<const Entry> entries, engine::Seq after
) {
  std::vector<engine::Event> all;
  engine::Seq next = after + 1;
  for (const Entry& entry : entries) {
    const bool follows = all.empty() ? entry.first <= next : entry.first == next;
    if (!follows) {
      return std::unexpected{
          Damage{.what = Damage::What::turn_missing, .first = next, .last = entry.first - 1}
      };
    }
    auto events = open_turn(key, session, entry);
    if (!events) {
      return events;
    }
    std::ranges::move(*events, std::back_inserter(all));
    next = entry.last + 1;
  }
  return all;
}

Snapshot seal_snapshot(const Key& key, const SessionId& session, const engine::State& state) {
  Snapshot snapshot{.seq = state.seq, .body = {}};
  snapshot.body = seal(key, place_of(session, snapshot), engine::encode_state(state));
  return snapshot;
}

std::optional<std::string> open_snapshot(
    const Key& key, const SessionId& session, const Snapshot& snapshot
) {
  return unseal(key, place_of(session, snapshot), snapshot.body);
}

}  // namespace attune::storage
