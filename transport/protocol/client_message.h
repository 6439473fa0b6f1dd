#pragma once

#include "engine/base/instant.h"

#include "transport/service/session_service.h"

#include <expected>
#include <string>
#include <string_view>
#include <variant>

// What a client sends, as a closed set: untrusted bytes are parsed here, once, and nowhere else.
namespace attune::protocol {

// First, and again whenever a client wants to be brought up to date.
struct Hello {
  engine::Seq after = 0;  // last seq that the client has seen
};

// An object that asks for nothing we know, or asks for it in a wrong way. The socket stays open:
// with a `request` the answer is `rejected`, without one it is `error`.
struct NotUnderstood {
  std::string request;  // empty: it carried none that can be given back
  std::string code;
  std::string message;
};

using ClientMessage = std::variant<Hello, service::Request, NotUnderstood>;

// Not JSON, or not an object: `error`, then 1008.
struct BadMessage {
  std::string message;
};

// Members may come in any order; of two with one name the later counts; unknown ones are passed
// over.
std::expected<ClientMessage, BadMessage> read_client_message(std::string_view bytes);

// "q17" on the wire is the event 17; 0 for anything else, which no question has.
engine::Seq read_question_id(std::string_view id);
std::string question_id(engine::Seq asked);

}  // namespace attune::protocol
