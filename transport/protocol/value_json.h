#pragma once

#include "engine/program/value.h"

#include "transport/protocol/json_writer.h"

namespace attune::protocol {

// An answer as it goes over the wire and into an export: "quiet" | ["a","b"] | true | "text" |
// ["x","y"] | 7 | "2026-11-23" | null when it was skipped.
void write_value(JsonWriter& out, const engine::Value& value);

}  // namespace attune::protocol
