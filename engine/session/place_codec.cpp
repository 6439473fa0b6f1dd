#include "engine/session/place_codec.h"

namespace attune::engine {

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

void write_frames(ByteWriter& out, const std::vector<Frame>& frames) {
  out.varint(frames.size());
  for (const Frame& frame : frames) {
    out.byte(frame.interrupted ? 1 : 0);
    if (frame.interrupted) {
      write_wait(out, *frame.interrupted);
    } else {
      out.fixed64(frame.call.value);
    }
  }
}

std::vector<Frame> read_frames(ByteReader& in) {
  std::vector<Frame> frames(in.count());
  for (Frame& frame : frames) {
    if (in.byte() != 0) {
      frame.interrupted = read_wait(in);
    } else {
      frame.call.value = in.fixed64();
    }
  }
  return frames;
}

void write_labels(ByteWriter& out, const std::vector<OldLabel>& labels) {
  out.varint(labels.size());
  for (const OldLabel& label : labels) {
    out.fixed64(label.question.value);
    out.text(label.option);
    out.text(label.quoted);
  }
}

std::vector<OldLabel> read_labels(ByteReader& in) {
  std::vector<OldLabel> labels(in.count());
  for (OldLabel& label : labels) {
    label.question.value = in.fixed64();
    label.option = in.text();
    label.quoted = in.text();
  }
  return labels;
}

}  // namespace attune::engine
