#pragma once

#include "engine/session/event.h"

#include "transport/protocol/json_writer.h"

namespace attune::protocol {

// The members of a picture, on the wire and in an export, into an object that is open.
void write_picture(JsonWriter& out, const engine::PictureShown& shown);

}  // namespace attune::protocol
