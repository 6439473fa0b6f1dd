#pragma once

#include "engine/session/event.h"

#include "transport/service/session_service.h"

#include <optional>
#include <string>
#include <string_view>

// What the server sends over the conversation's socket, as JSON text.
namespace attune::protocol {

// Turns the events of one journey, in order, into messages. An event that nobody sees (memory,
// scenes) has none; the request that caused it then goes out with the next event of its turn that
// has one.
class Projection {
 public:
  std::optional<std::string> message(const engine::Event& event);

  // Between turns: a request whose turn showed nothing is not another turn's.
  void turn_over() { request_.clear(); }

 private:
  std::string request_;
};

std::string welcome_message(const service::JourneyView& journey);
std::string current_message(engine::Seq seq, engine::Seq open);
std::string rejected_message(
    std::string_view request, std::string_view code, std::string_view message, bool retry
);
std::string error_message(std::string_view code, std::string_view message);

}  // namespace attune::protocol
