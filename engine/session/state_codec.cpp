#include "engine/session/state_codec.h"

#include "engine/base/bytes.h"
#include "engine/session/value_codec.h"

namespace attune::engine {
namespace {

constexpr std::uint8_t state_version = 2;

void write_instant(ByteWriter& out, Instant at) {
  out.signed_varint(at.time_since_epoch().count());
}

Instant read_instant(ByteReader& in) {
  return Instant{std::chrono::milliseconds{in.signed_varint()}};
}

void write_wait(ByteWriter& out, const Wait& wait) {
  out.byte(static_cast<std::uint8_t>(wait.kind));
  out.byte(static_cast<std::uint8_t>(
      (wait.early ? 1U : 0U) | (wait.until ? 2U : 0U) | (wait.line.empty() ? 0U : 4U)
  ));
  out.byte(static_cast<std::uint8_t>(wait.who));
  out.fixed64(wait.id.value);
  out.varint(wait.asked);
  if (wait.until) {
    write_instant(out, *wait.until);
  }
  write_instant(out, wait.since);
  if (!wait.line.empty()) {
    out.text(wait.line);
  }
}

Wait read_wait(ByteReader& in) {
  Wait wait;
  const std::uint8_t kind = in.byte();
  const std::uint8_t flags = in.byte();
  const std::uint8_t who = in.byte();
  if (kind > static_cast<std::uint8_t>(WaitKind::pause) || flags > 7 || who > 1) {
    in.fail();
    return wait;
  }
  wait.kind = static_cast<WaitKind>(kind);
  wait.early = (flags & 1U) != 0;
  wait.who = static_cast<Participant>(who);
  wait.id.value = in.fixed64();
  wait.asked = in.varint();
  if ((flags & 2U) != 0) {
    wait.until = read_instant(in);
  }
  wait.since = read_instant(in);
  if ((flags & 4U) != 0) {
    wait.line = in.text();
  }
  return wait;
}

void write_stage(ByteWriter& out, const StagePlace& place) {
  out.fixed64(place.stage.value);
  out.byte(static_cast<std::uint8_t>(place.state));
  out.byte(place.ever_done ? 1 : 0);
  write_instant(out, place.last);
  out.varint(place.frames.size());
  for (const Frame& frame : place.frames) {
    out.byte(frame.interrupted ? 1 : 0);
    if (frame.interrupted) {
      write_wait(out, *frame.interrupted);
    } else {
      out.fixed64(frame.call.value);
    }
  }
  write_wait(out, place.wait);
}

StagePlace read_stage(ByteReader& in) {
  StagePlace place;
  place.stage.value = in.fixed64();
  const std::uint8_t state = in.byte();
  if (state > static_cast<std::uint8_t>(StageState::done)) {
    in.fail();
    return place;
  }
  place.state = static_cast<StageState>(state);
  place.ever_done = in.byte() != 0;
  place.last = read_instant(in);
  place.frames.resize(in.count());
  for (Frame& frame : place.frames) {
    if (in.byte() != 0) {
      frame.interrupted = read_wait(in);
    } else {
      frame.call.value = in.fixed64();
    }
  }
  place.wait = read_wait(in);
  return place;
}

void write_kept(ByteWriter& out, const std::vector<Kept>& kept) {
  out.varint(kept.size());
  for (const Kept& each : kept) {
    out.fixed64(each.name.value);
    write_value(out, each.value);
  }
}

std::vector<Kept> read_kept(ByteReader& in) {
  std::vector<Kept> kept(in.count());
  for (Kept& each : kept) {
    each.name.value = in.fixed64();
    each.value = read_value(in);
  }
  return kept;
}

}  // namespace

std::string encode_state(const State& state) {
  ByteWriter out;
  out.reserve(1024);
  out.byte(state_version);
  for (const std::uint8_t byte : state.program.bytes) {
    out.byte(byte);
  }
  out.fixed64(state.seed);
  out.text(state.language);
  out.varint(state.seq);
  write_instant(out, state.started);
  write_instant(out, state.last);
  out.fixed64(state.here.value);
  out.varint(state.stages.size());
  for (const StagePlace& place : state.stages) {
    write_stage(out, place);
  }
  write_kept(out, state.answers);
  write_kept(out, state.memory);
  out.varint(state.visits.size());
  for (const Visits& visits : state.visits) {
    out.fixed64(visits.scene.value);
    out.varint(visits.count);
  }
  out.varint(state.ways.size());
  for (const LastWay& way : state.ways) {
    out.fixed64(way.one_of.value);
    out.varint(way.way);
    out.varint(way.times);
  }
  out.varint(state.requests.size());
  for (const KeptRequest& request : state.requests) {
    out.fixed64(request.request.value);
    out.varint(request.seq);
  }
  return std::move(out).take();
}

Result<State> decode_state(std::string_view bytes) {
  ByteReader in{bytes};
  if (in.byte() != state_version) {
    return std::unexpected{Error{"a snapshot of an unknown version"}};
  }
  State state;
  for (std::uint8_t& byte : state.program.bytes) {
    byte = in.byte();
  }
  state.seed = in.fixed64();
  state.language = in.text();
  state.seq = in.varint();
  state.started = read_instant(in);
  state.last = read_instant(in);
  state.here.value = in.fixed64();
  state.stages.resize(in.count());
  for (StagePlace& place : state.stages) {
    place = read_stage(in);
  }
  state.answers = read_kept(in);
  state.memory = read_kept(in);
  state.visits.resize(in.count());
  for (Visits& visits : state.visits) {
    visits.scene.value = in.fixed64();
    visits.count = static_cast<std::uint32_t>(in.varint());
  }
  state.ways.resize(in.count());
  for (LastWay& way : state.ways) {
    way.one_of.value = in.fixed64();
    way.way = static_cast<std::uint32_t>(in.varint());
    way.times = static_cast<std::uint32_t>(in.varint());
  }
  state.requests.resize(in.count());
  for (KeptRequest& request : state.requests) {
    request.request.value = in.fixed64();
    request.seq = in.varint();
  }
  if (in.failed() || !in.at_end()) {
    return std::unexpected{Error{"a snapshot that is not whole"}};
  }
  return state;
}

}  // namespace attune::engine
