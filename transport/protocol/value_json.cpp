#include "transport/protocol/value_json.h"

#include "engine/base/calendar.h"
#include "engine/base/overloaded.h"

#include <string>
#include <variant>
#include <vector>

namespace attune::protocol {
namespace {

void write_texts(JsonWriter& out, const std::vector<std::string>& texts) {
  out.open_array();
  for (const std::string& text : texts) {
    out.text(text);
  }
  out.close_array();
}

}  // namespace

void write_value(JsonWriter& out, const engine::Value& value) {
  std::visit(
      engine::Overloaded{
          [&](const engine::Skipped&) { out.null(); },
          [&](const bool& yes) { out.boolean(yes); },
          [&](const double& number) { out.number(number); },
          [&](const engine::Day& day) { out.text(engine::iso_day(day)); },
          [&](const engine::Text& text) { out.text(text.text); },
          [&](const engine::OptionId& option) { out.text(option.id); },
          [&](const engine::OptionIds& options) { write_texts(out, options.ids); },
          [&](const engine::Items& items) { write_texts(out, items.items); },
      },
      value
  );
}

}  // namespace attune::protocol
