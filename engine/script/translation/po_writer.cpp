#include "engine/script/translation/po.h"

#include <algorithm>

namespace attune::engine {
namespace {

std::string escaped(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out.push_back(c);
    }
  }
  return out + "\"";
}

// A text of several lines begins with an empty one, as gettext has it.
void put(
    std::string& out, std::string_view prefix, std::string_view keyword, std::string_view text
) {
  out += std::string{prefix} + std::string{keyword} + " ";
  const std::size_t newline = text.find('\n');
  if (newline == std::string_view::npos || newline + 1 == text.size()) {
    out += escaped(text) + "\n";
    return;
  }
  out += "\"\"\n";
  while (!text.empty()) {
    const std::size_t stop = std::min(text.find('\n'), text.size() - 1) + 1;
    out += std::string{prefix} + escaped(text.substr(0, stop)) + "\n";
    text.remove_prefix(stop);
  }
}

void put_comments(
    std::string& out, std::string_view mark, const std::vector<std::string>& comments
) {
  for (const std::string& comment : comments) {
    out += std::string{mark} + (comment.empty() ? "" : " " + comment) + "\n";
  }
}

void put_joined(
    std::string& out,
    std::string_view mark,
    std::string_view separator,
    const std::vector<std::string>& parts
) {
  if (parts.empty()) {
    return;
  }
  std::string line{mark};
  for (const std::string& part : parts) {
    line += (&part == &parts.front() ? " " : std::string{separator}) + part;
  }
  out += line + "\n";
}

void put_entry(std::string& out, const PoEntry& entry) {
  put_comments(out, "#", entry.comments);
  put_comments(out, "#.", entry.notes);
  put_joined(out, "#:", " ", entry.references);
  put_joined(out, "#,", ", ", entry.flags);
  put_comments(out, entry.obsolete ? "#~|" : "#|", entry.previous);
  const std::string_view prefix = entry.obsolete ? "#~ " : "";
  if (entry.context) {
    put(out, prefix, "msgctxt", entry.context->text);
  }
  put(out, prefix, "msgid", entry.id.text);
  if (entry.plural) {
    put(out, prefix, "msgid_plural", entry.plural->text);
  }
  for (std::size_t i = 0; i < entry.translations.size(); ++i) {
    put(out,
        prefix,
        entry.plural ? "msgstr[" + std::to_string(i) + "]" : "msgstr",
        entry.translations[i].text);
  }
}

}  // namespace

std::string write_po(const PoFile& file) {
  std::string out;
  for (const PoEntry& entry : file.entries) {
    out += out.empty() ? "" : "\n";
    put_entry(out, entry);
  }
  return out;
}

}  // namespace attune::engine
