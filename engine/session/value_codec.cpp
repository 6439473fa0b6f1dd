#include "engine/session/value_codec.h"

#include "engine/base/overloaded.h"

#include <cmath>
#include <vector>

namespace attune::engine {
namespace {

enum class Tag : std::uint8_t { skipped, no, yes, whole, real, day, text, option, options, items };

constexpr double whole_max = 1e15;

void tag(ByteWriter& out, Tag value) {
  out.byte(static_cast<std::uint8_t>(value));
}

void write_all(ByteWriter& out, const std::vector<std::string>& texts) {
  out.varint(texts.size());
  for (const std::string& text : texts) {
    out.text(text);
  }
}

std::vector<std::string> read_all(ByteReader& in) {
  std::vector<std::string> texts(in.count());
  for (std::string& text : texts) {
    text = in.text();
  }
  return texts;
}

}  // namespace

void write_value(ByteWriter& out, const Value& value) {
  std::visit(
      Overloaded{
          [&](const Skipped&) { tag(out, Tag::skipped); },
          [&](bool yes) { tag(out, yes ? Tag::yes : Tag::no); },
          [&](double number) {
            const bool minus_zero = number == 0 && std::signbit(number);
            const bool whole =
                std::abs(number) < whole_max && number == std::floor(number) && !minus_zero;
            tag(out, whole ? Tag::whole : Tag::real);
            if (whole) {
              out.signed_varint(static_cast<std::int64_t>(number));
            } else {
              out.real(number);
            }
          },
          [&](Day day) {
            tag(out, Tag::day);
            out.signed_varint(day.time_since_epoch().count());
          },
          [&](const Text& text) {
            tag(out, Tag::text);
            out.text(text.text);
          },
          [&](const OptionId& option) {
            tag(out, Tag::option);
            out.text(option.id);
          },
          [&](const OptionIds& options) {
            tag(out, Tag::options);
            write_all(out, options.ids);
          },
          [&](const Items& items) {
            tag(out, Tag::items);
            write_all(out, items.items);
          },
      },
      value
  );
}

Value read_value(ByteReader& in) {
  switch (static_cast<Tag>(in.byte())) {
    case Tag::skipped:
      return Skipped{};
    case Tag::no:
      return false;
    case Tag::yes:
      return true;
    case Tag::whole:
      return static_cast<double>(in.signed_varint());
    case Tag::real:
      return in.real();
    case Tag::day: {
      const std::int64_t days = in.signed_varint();
      // The range of std::chrono::year, so that every day read can be written out again.
      constexpr std::int64_t days_max = 11'000'000;
      if (days < -days_max || days > days_max) {
        in.fail();
        return Skipped{};
      }
      return Day{std::chrono::days{static_cast<int>(days)}};
    }
    case Tag::text:
      return Text{std::string{in.text()}};
    case Tag::option:
      return OptionId{std::string{in.text()}};
    case Tag::options:
      return OptionIds{read_all(in)};
    case Tag::items:
      return Items{read_all(in)};
  }
  in.fail();
  return Skipped{};
}

}  // namespace attune::engine
