#pragma once

#include "engine/session/event.h"
#include "engine/session/state.h"

#include "storage/journal.h"
#include "storage/key.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

// The one road from the events and states of a journey to what is stored of them, and back.
namespace attune::storage {

// The journal is not as it was written.
struct Damage {
  enum class What : std::uint8_t {
    turn_does_not_open,      // some bit of it was changed, or it lay in another place
    turn_missing,            // between, before or after others
    turn_unreadable,         // it opens, and holds nothing that this program understands
    snapshot_does_not_open,  // what it was made from is still there
    snapshot_differs         // from the fold of what it was made from
  };

  What what = What::turn_does_not_open;
  // The place: seqs of the turn, or of what is missing; of a snapshot both are its seq.
  engine::Seq first = 0;
  engine::Seq last = 0;
};

Entry seal_turn(const Key& key, const SessionId& session, std::span<const engine::Event> events);
std::expected<std::vector<engine::Event>, Damage> open_turn(
    const Key& key, const SessionId& session, const Entry& entry
);
// All events of entries that must follow one another, the first of which holds the one after
// `after`.
std::expected<std::vector<engine::Event>, Damage> open_turns(
    const Key& key, const SessionId& session, std::span<const Entry> entries, engine::Seq after
);

Snapshot seal_snapshot(const Key& key, const SessionId& session, const engine::State& state);
// As engine::encode_state wrote it; nullopt when it does not open.
std::optional<std::string> open_snapshot(
    const Key& key, const SessionId& session, const Snapshot& snapshot
);

}  // namespace attune::storage
