#pragma once

#include "engine/base/bytes.h"
#include "engine/program/value.h"

namespace attune::engine {

void write_value(ByteWriter& out, const Value& value);

// A malformed value fails the reader.
Value read_value(ByteReader& in);

}  // namespace attune::engine
