#include "engine/session/state_codec.h"

#include "engine/base/bytes.h"
#include "engine/session/place_codec.h"
#include "engine/session/value_codec.h"

namespace attune::engine {
namespace {

// 1 ends before the practices, the takings, the marks and the labels of options that are gone.
constexpr std::uint8_t state_version = 2;

void write_stage(ByteWriter& out, const StagePlace& place) {
  out.fixed64(place.stage.value);
  out.byte(static_cast<std::uint8_t>(place.state));
  out.byte(place.ever_done ? 1 : 0);
  write_instant(out, place.last);
  write_frames(out, place.frames);
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
  place.frames = read_frames(in);
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
  out.varint(state.practices.size());
  for (const OfferedPractice& practice : state.practices) {
    out.fixed64(practice.practice.value);
    write_instant(out, practice.at);
  }
  out.varint(state.takings.size());
  for (const Taking& taking : state.takings) {
    out.fixed64(taking.score.value);
    write_instant(out, taking.at);
    write_value(out, taking.value);
  }
  write_labels(out, state.labels);
  out.varint(state.marks.size());
  for (const Mark& mark : state.marks) {
    out.fixed64(mark.question.value);
    out.fixed64(mark.watch.value);
    out.byte(
        static_cast<std::uint8_t>(static_cast<unsigned>(mark.tier) | (mark.retracted ? 4U : 0U))
    );
  }
  return std::move(out).take();
}

Result<State> decode_state(std::string_view bytes) {
  ByteReader in{bytes};
  const std::uint8_t version = in.byte();
  if (version == 0 || version > state_version) {
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
  state.practices.resize(version >= 2 ? in.count() : 0);
  for (OfferedPractice& practice : state.practices) {
    practice.practice.value = in.fixed64();
    practice.at = read_instant(in);
  }
  state.takings.resize(version >= 2 ? in.count() : 0);
  for (Taking& taking : state.takings) {
    taking.score.value = in.fixed64();
    taking.at = read_instant(in);
    const Value value = read_value(in);
    const auto* number = std::get_if<double>(&value);
    if (number == nullptr) {
      in.fail();
    } else {
      taking.value = *number;
    }
  }
  if (version >= 2) {
    state.labels = read_labels(in);
  }
  state.marks.resize(version >= 2 ? in.count() : 0);
  for (Mark& mark : state.marks) {
    mark.question.value = in.fixed64();
    mark.watch.value = in.fixed64();
    const std::uint8_t flags = in.byte();
    mark.tier = static_cast<Tier>(flags & 3U);
    mark.retracted = (flags & 4U) != 0;
    if (flags > 6 || (mark.tier != Tier::clear && mark.tier != Tier::unclear)) {
      in.fail();
    }
  }
  if (in.failed() || !in.at_end()) {
    return std::unexpected{Error{"a snapshot that is not whole"}};
  }
  return state;
}

}  // namespace attune::engine
