#include "transport/protocol/picture_json.h"

#include "engine/base/calendar.h"

namespace attune::protocol {

void write_picture(JsonWriter& out, const engine::PictureShown& shown) {
  out.field("picture", engine::form_of(shown.kind).word).field("name", shown.picture);
  out.field("title", shown.title).field("words", shown.words);
  out.key("parts").open_array();
  for (const engine::PicturePart& part : shown.parts) {
    out.open_object().field("role", part.role);
    out.field_if("label", part.label).field_if("text", part.text);
    if (!part.values.empty()) {
      out.key("values").open_array();
      for (const double value : part.values) {
        out.number(value);
      }
      out.close_array();
    }
    if (part.day) {
      out.field("day", engine::iso_day(*part.day));
    }
    out.close_object();
  }
  out.close_array();
}

}  // namespace attune::protocol
