#include "storage/event_codec.h"

#include "engine/base/bytes.h"
#include "engine/base/overloaded.h"
#include "engine/session/place_codec.h"
#include "engine/session/value_codec.h"

#include <algorithm>
#include <type_traits>

namespace attune::storage {
namespace {

using namespace engine;

// A turn is written in the lowest version that can say it. Version 2 has practices, measures, moves
// to another version of a course, and what a watch heard; version 3 has pictures.
constexpr std::uint8_t first_events_version = 1;
constexpr std::uint8_t second_events_version = 2;
constexpr std::uint8_t events_version = 3;

// Set on an event whose seq, time, person or request do not follow from the one before.
constexpr std::uint8_t has_head = 0x80;

enum class Kind : std::uint8_t {
  began = 1,
  stage_entered,
  stage_opened,
  stage_done,
  course_ended,
  scene_entered,
  part_entered,
  part_left,
  interrupted,
  line_said,
  way_taken,
  memory_set,
  question_asked,
  answer_kept,
  question_skipped,
  paused,
  resumed,
  took_back,
  practice_offered,
  measure_taken,
  moved,
  watch_matched,
  match_retracted,
  language_chosen,
  picture_shown
};

std::uint8_t version_of(Kind kind) {
  return kind <= Kind::took_back         ? first_events_version
         : kind <= Kind::language_chosen ? second_events_version
                                         : events_version;
}

void write_asked(ByteWriter& out, const QuestionAsked& asked) {
  out.text(asked.question);
  out.text(asked.stage);
  out.byte(static_cast<std::uint8_t>(asked.kind));
  out.byte(static_cast<std::uint8_t>((asked.skippable ? 1U : 0U) | (asked.text_is_line ? 2U : 0U)));
  out.text(asked.text);
  out.text(asked.hint);
  out.text(asked.example);
  out.text(asked.why);
  out.varint(asked.options.size());
  for (const OfferedOption& option : asked.options) {
    out.text(option.id);
    out.text(option.label);
  }
  out.varint(asked.at_least);
  out.varint(asked.at_most);
  out.varint(asked.characters_max);
  write_value(out, asked.min);
  write_value(out, asked.max);
  out.text(asked.low);
  out.text(asked.high);
  out.text(asked.unit);
  out.varint(asked.place);
  out.varint(asked.place_of);
}

std::uint32_t read_count(ByteReader& in) {
  return static_cast<std::uint32_t>(in.varint());
}

double read_number(ByteReader& in) {
  const Value value = read_value(in);
  const auto* number = std::get_if<double>(&value);
  if (number == nullptr) {
    in.fail();
    return 0;
  }
  return *number;
}

QuestionAsked read_asked(ByteReader& in) {
  QuestionAsked asked;
  asked.question = in.text();
  asked.stage = in.text();
  const std::uint8_t kind = in.byte();
  if (kind > static_cast<std::uint8_t>(QuestionKind::date)) {
    in.fail();
    return asked;
  }
  asked.kind = static_cast<QuestionKind>(kind);
  const std::uint8_t flags = in.byte();
  asked.skippable = (flags & 1U) != 0;
  asked.text_is_line = (flags & 2U) != 0;
  asked.text = in.text();
  asked.hint = in.text();
  asked.example = in.text();
  asked.why = in.text();
  asked.options.resize(in.count());
  for (OfferedOption& option : asked.options) {
    option.id = in.text();
    option.label = in.text();
  }
  asked.at_least = read_count(in);
  asked.at_most = read_count(in);
  asked.characters_max = read_count(in);
  asked.min = read_number(in);
  asked.max = read_number(in);
  asked.low = in.text();
  asked.high = in.text();
  asked.unit = in.text();
  asked.place = read_count(in);
  asked.place_of = read_count(in);
  return asked;
}

Kind kind_of(const EventBody& body) {
  // EventBody's alternatives stand in the order of Kind; the bytes name Kind, so that the variant
  // may be reordered only together with this.
  static_assert(std::is_same_v<std::variant_alternative_t<0, EventBody>, Began>);
  static_assert(std::is_same_v<std::variant_alternative_t<17, EventBody>, TookBack>);
  static_assert(std::is_same_v<std::variant_alternative_t<20, EventBody>, Moved>);
  static_assert(std::is_same_v<std::variant_alternative_t<24, EventBody>, PictureShown>);
  static_assert(std::variant_size_v<EventBody> == 25);
  return static_cast<Kind>(body.index() + 1);
}

void write_program(ByteWriter& out, const ProgramId& program) {
  for (const std::uint8_t byte : program.bytes) {
    out.byte(byte);
  }
}

ProgramId read_program(ByteReader& in) {
  ProgramId program;
  for (std::uint8_t& byte : program.bytes) {
    byte = in.byte();
  }
  return program;
}

void write_moved(ByteWriter& out, const Moved& moved) {
  write_program(out, moved.program);
  out.varint(moved.names.size());
  for (const Renamed& renamed : moved.names) {
    out.fixed64(renamed.from.value);
    out.fixed64(renamed.to.value);
  }
  out.varint(moved.places.size());
  for (const MovedPlace& place : moved.places) {
    out.fixed64(place.stage.value);
    write_frames(out, place.frames);
    write_wait(out, place.wait);
  }
  write_labels(out, moved.labels);
}

Moved read_moved(ByteReader& in) {
  Moved moved;
  moved.program = read_program(in);
  moved.names.resize(in.count());
  for (Renamed& renamed : moved.names) {
    renamed.from.value = in.fixed64();
    renamed.to.value = in.fixed64();
  }
  moved.places.resize(in.count());
  for (MovedPlace& place : moved.places) {
    place.stage.value = in.fixed64();
    place.frames = read_frames(in);
    place.wait = read_wait(in);
  }
  moved.labels = read_labels(in);
  return moved;
}

void write_began(ByteWriter& out, const Began& began) {
  write_program(out, began.program);
  out.fixed64(began.seed);
  out.text(began.course);
  out.text(began.language);
  out.varint(began.profile.size());
  for (const auto& [field, text] : began.profile) {
    out.text(field);
    out.text(text);
  }
}

Began read_began(ByteReader& in) {
  Began began;
  began.program = read_program(in);
  began.seed = in.fixed64();
  began.course = in.text();
  began.language = in.text();
  began.profile.resize(in.count());
  for (auto& [field, text] : began.profile) {
    field = in.text();
    text = in.text();
  }
  return began;
}

void write_taken(ByteWriter& out, const MeasureTaken& taken) {
  out.text(taken.measure);
  out.varint(taken.scores.size());
  for (const Scored& score : taken.scores) {
    out.text(score.score);
    write_value(out, score.value ? Value{*score.value} : Value{Skipped{}});
  }
}

MeasureTaken read_taken(ByteReader& in) {
  MeasureTaken taken;
  taken.measure = in.text();
  taken.scores.resize(in.count());
  for (Scored& score : taken.scores) {
    score.score = in.text();
    const Value value = read_value(in);
    if (const auto* number = std::get_if<double>(&value)) {
      score.value = *number;
    } else if (!is_skipped(value)) {
      in.fail();
    }
  }
  return taken;
}

constexpr std::uint8_t has_day = 1;

void write_shown(ByteWriter& out, const PictureShown& shown) {
  out.byte(static_cast<std::uint8_t>(shown.kind));
  out.text(shown.picture);
  out.text(shown.title);
  out.text(shown.words);
  out.varint(shown.parts.size());
  for (const PicturePart& part : shown.parts) {
    out.text(part.role);
    out.text(part.label);
    out.text(part.text);
    out.varint(part.values.size());
    for (const double value : part.values) {
      out.real(value);
    }
    out.byte(part.day ? has_day : 0);
    if (part.day) {
      write_value(out, *part.day);
    }
  }
}

PictureShown read_shown(ByteReader& in) {
  PictureShown shown;
  const std::uint8_t kind = in.byte();
  if (kind >= picture_forms().size()) {
    in.fail();
    return shown;
  }
  shown.kind = static_cast<PictureKind>(kind);
  shown.picture = in.text();
  shown.title = in.text();
  shown.words = in.text();
  shown.parts.resize(in.count());
  for (PicturePart& part : shown.parts) {
    part.role = in.text();
    part.label = in.text();
    part.text = in.text();
    part.values.resize(in.count());
    for (double& value : part.values) {
      value = in.real();
    }
    if (in.byte() == has_day) {
      const Value day = read_value(in);
      if (const auto* held = std::get_if<Day>(&day)) {
        part.day = *held;
      } else {
        in.fail();
      }
    }
  }
  return shown;
}

void write_body(ByteWriter& out, const EventBody& body) {
  std::visit(
      Overloaded{
          [&](const Began& began) { write_began(out, began); },
          [&](const StageEntered& entered) {
            out.text(entered.stage);
            out.byte(entered.afresh ? 1 : 0);
          },
          [&](const StageOpened& opened) { out.text(opened.stage); },
          [&](const StageDone& done) { out.text(done.stage); },
          [&](const CourseEnded& ended) { out.text(ended.stage); },
          [&](const SceneEntered& entered) { out.fixed64(entered.scene.value); },
          [&](const PartEntered& entered) { out.fixed64(entered.call.value); },
          [](const PartLeft&) {},
          [&](const Interrupted& interrupted) { out.byte(interrupted.by_help ? 1 : 0); },
          [&](const LineSaid& said) { out.text(said.text); },
          [&](const WayTaken& taken) {
            out.fixed64(taken.one_of.value);
            out.varint(taken.way);
          },
          [&](const MemorySet& set) {
            out.text(set.name);
            write_value(out, set.value);
          },
          [&](const QuestionAsked& asked) { write_asked(out, asked); },
          [&](const AnswerKept& kept) {
            out.text(kept.question);
            out.varint(kept.asked);
            write_value(out, kept.value);
            out.text(kept.label);
          },
          [&](const QuestionSkipped& skipped) {
            out.text(skipped.question);
            out.varint(skipped.asked);
          },
          [&](const Paused& paused) {
            out.fixed64(paused.pause.value);
            out.byte(static_cast<std::uint8_t>((paused.early ? 1U : 0U) | (paused.until ? 2U : 0U))
            );
            if (paused.until) {
              write_instant(out, *paused.until);
            }
          },
          [](const Resumed&) {},
          [&](const TookBack& back) { out.varint(back.from); },
          [&](const PracticeOffered& offered) {
            out.text(offered.practice);
            out.varint(offered.days);
            out.text(offered.text);
          },
          [&](const MeasureTaken& taken) { write_taken(out, taken); },
          [&](const Moved& moved) { write_moved(out, moved); },
          [&](const WatchMatched& matched) {
            out.text(matched.question);
            out.text(matched.watch);
            out.byte(static_cast<std::uint8_t>(matched.tier));
          },
          [](const MatchRetracted&) {},
          [&](const LanguageChosen& chosen) {
            out.text(chosen.language);
            out.text(chosen.before);
          },
          [&](const PictureShown& shown) { write_shown(out, shown); },
      },
      body
  );
}

EventBody read_body(ByteReader& in, Kind kind) {
  switch (kind) {
    case Kind::began:
      return read_began(in);
    case Kind::stage_entered: {
      StageEntered entered{.stage = std::string{in.text()}, .afresh = true};
      entered.afresh = in.byte() != 0;
      return entered;
    }
    case Kind::stage_opened:
      return StageOpened{std::string{in.text()}};
    case Kind::stage_done:
      return StageDone{std::string{in.text()}};
    case Kind::course_ended:
      return CourseEnded{std::string{in.text()}};
    case Kind::scene_entered:
      return SceneEntered{NameId{in.fixed64()}};
    case Kind::part_entered:
      return PartEntered{NameId{in.fixed64()}};
    case Kind::part_left:
      return PartLeft{};
    case Kind::interrupted:
      return Interrupted{in.byte() != 0};
    case Kind::line_said:
      return LineSaid{std::string{in.text()}};
    case Kind::way_taken: {
      WayTaken taken{.one_of = NameId{in.fixed64()}, .way = 0};
      taken.way = read_count(in);
      return taken;
    }
    case Kind::memory_set: {
      MemorySet set{.name = std::string{in.text()}, .value = Skipped{}};
      set.value = read_value(in);
      return set;
    }
    case Kind::question_asked:
      return read_asked(in);
    case Kind::answer_kept: {
      AnswerKept kept;
      kept.question = in.text();
      kept.asked = in.varint();
      kept.value = read_value(in);
      kept.label = in.text();
      return kept;
    }
    case Kind::question_skipped: {
      QuestionSkipped skipped{.question = std::string{in.text()}, .asked = 0};
      skipped.asked = in.varint();
      return skipped;
    }
    case Kind::paused: {
      Paused paused{.pause = NameId{in.fixed64()}, .until = std::nullopt, .early = true};
      const std::uint8_t flags = in.byte();
      paused.early = (flags & 1U) != 0;
      if ((flags & 2U) != 0) {
        paused.until = read_instant(in);
      }
      return paused;
    }
    case Kind::resumed:
      return Resumed{};
    case Kind::took_back:
      return TookBack{in.varint()};
    case Kind::practice_offered: {
      PracticeOffered offered{.practice = std::string{in.text()}, .days = 0, .text = {}};
      offered.days = read_count(in);
      offered.text = in.text();
      return offered;
    }
    case Kind::measure_taken:
      return read_taken(in);
    case Kind::moved:
      return read_moved(in);
    case Kind::watch_matched: {
      WatchMatched matched{.question = std::string{in.text()}, .watch = {}, .tier = Tier::unclear};
      matched.watch = in.text();
      const std::uint8_t tier = in.byte();
      if (tier != static_cast<std::uint8_t>(Tier::unclear) &&
          tier != static_cast<std::uint8_t>(Tier::clear)) {
        in.fail();
      }
      matched.tier = static_cast<Tier>(tier);
      return matched;
    }
    case Kind::match_retracted:
      return MatchRetracted{};
    case Kind::language_chosen: {
      LanguageChosen chosen{.language = std::string{in.text()}, .before = {}};
      chosen.before = in.text();
      return chosen;
    }
    case Kind::picture_shown:
      return read_shown(in);
  }
  in.fail();
  return Resumed{};
}

}  // namespace

std::string encode_events(std::span<const Event> events) {
  ByteWriter out;
  out.reserve(512);
  std::uint8_t version = first_events_version;
  for (const Event& event : events) {
    version = std::max(version, version_of(kind_of(event.body)));
  }
  out.byte(version);
  out.varint(events.size());
  const Event* before = nullptr;
  for (const Event& event : events) {
    const bool follows = before != nullptr && event.seq == before->seq + 1 &&
                         event.at == before->at && event.who == before->who &&
                         event.request.empty();
    const auto kind = static_cast<std::uint8_t>(kind_of(event.body));
    out.byte(follows ? kind : static_cast<std::uint8_t>(kind | has_head));
    if (!follows) {
      out.varint(event.seq);
      write_instant(out, event.at);
      out.byte(static_cast<std::uint8_t>(event.who));
      out.text(event.request);
    }
    write_body(out, event.body);
    before = &event;
  }
  return std::move(out).take();
}

Result<std::vector<Event>> decode_events(std::string_view bytes) {
  ByteReader in{bytes};
  if (const std::uint8_t version = in.byte();
      version < first_events_version || version > events_version) {
    return std::unexpected{Error{"a turn of an unknown version"}};
  }
  const std::size_t count = in.count();
  std::vector<Event> events;
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    const std::uint8_t tag = in.byte();
    Event event;
    if ((tag & has_head) != 0) {
      event.seq = in.varint();
      event.at = read_instant(in);
      const std::uint8_t who = in.byte();
      if (who > static_cast<std::uint8_t>(Participant::second)) {
        in.fail();
      }
      event.who = static_cast<Participant>(who);
      event.request = in.text();
    } else if (!events.empty()) {
      event.seq = events.back().seq + 1;
      event.at = events.back().at;
      event.who = events.back().who;
    } else {
      in.fail();
    }
    event.body = read_body(in, static_cast<Kind>(tag & ~has_head));
    events.push_back(std::move(event));
  }
  if (in.failed() || !in.at_end()) {
    return std::unexpected{Error{"a turn that is not whole"}};
  }
  return events;
}

}  // namespace attune::storage
