#include "engine/base/csv.h"

namespace attune::engine {

std::string csv_row(std::span<const std::string> fields) {
  std::string row;
  for (const std::string& field : fields) {
    if (&field != fields.data()) {
      row += ',';
    }
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      row += field;
      continue;
    }
    row += '"';
    for (const char c : field) {
      row += c;
      if (c == '"') {
        row += c;
      }
    }
    row += '"';
  }
  return row + "\r\n";
}

std::string csv_words(std::string_view words) {
  constexpr std::string_view formula_starts = "=+-@\t\r";
  const bool formula = !words.empty() && formula_starts.contains(words.front());
  return (formula ? "'" : "") + std::string{words};
}

}  // namespace attune::engine
