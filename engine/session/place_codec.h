#pragma once

#include "engine/base/bytes.h"
#include "engine/session/state.h"

#include <vector>

// Where a session stands <-> bytes: in snapshots, and in the event that moved it.
namespace attune::engine {

void write_instant(ByteWriter& out, Instant at);
Instant read_instant(ByteReader& in);

void write_wait(ByteWriter& out, const Wait& wait);
Wait read_wait(ByteReader& in);

void write_frames(ByteWriter& out, const std::vector<Frame>& frames);
std::vector<Frame> read_frames(ByteReader& in);

void write_labels(ByteWriter& out, const std::vector<OldLabel>& labels);
std::vector<OldLabel> read_labels(ByteReader& in);

}  // namespace attune::engine
