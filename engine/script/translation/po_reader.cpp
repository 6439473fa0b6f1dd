#include "engine/base/text.h"
#include "engine/script/lexer.h"
#include "engine/script/translation/po.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace attune::engine {
namespace {

constexpr std::string_view byte_order_mark = "\ufeff";

constexpr std::string_view keywords_mend =
    "A line starts with msgctxt, msgid, msgstr or #, and its text stands in quotation marks.";

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::vector<std::string> split(std::string_view line, std::string_view separators) {
  std::vector<std::string> parts;
  while (!line.empty()) {
    const std::size_t at = std::min(line.find_first_of(separators), line.size());
    if (const std::string_view part = trimmed(line.substr(0, at)); !part.empty()) {
      parts.emplace_back(part);
    }
    line.remove_prefix(std::min(at + 1, line.size()));
  }
  return parts;
}

class Reader {
 public:
  Reader(std::uint32_t file, Findings& findings) : file_{file}, findings_{findings} {}

  PoFile read(std::string_view source) {
    source.remove_prefix(source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    while (!source.empty()) {
      const std::size_t stop = std::min(source.find('\n'), source.size());
      ++number_;
      line(source.substr(0, stop));
      source.remove_prefix(std::min(stop + 1, source.size()));
    }
    end_entry();
    report_twice();
    return std::move(made_);
  }

 private:
  // What the strings that follow belong to.
  enum class Part : std::uint8_t { nothing, context, id, plural, translation };

  void line(std::string_view raw) {
    const std::string_view text = trimmed(raw);
    const auto indent = static_cast<std::size_t>(text.data() - raw.data());
    here_ = Line{
        .file = file_,
        .number = number_,
        .column = static_cast<std::uint32_t>(characters(raw.substr(0, indent))) + 1,
        .text = text
    };
    if (text.empty()) {
      return;
    }
    if (text.starts_with("#~|")) {
      begin_comment();
      entry_.obsolete = true;
      entry_.previous.emplace_back(trimmed(text.substr(3)));
    } else if (text.starts_with("#~")) {
      const std::string_view rest = trimmed(text.substr(2));
      statement(static_cast<std::size_t>(text.size() - rest.size()), true);
    } else if (text.starts_with('#')) {
      comment(text);
    } else {
      statement(0, false);
    }
  }

  // A comment after a translation begins the next entry.
  void begin_comment() {
    if (part_ == Part::translation) {
      end_entry();
    }
  }

  void comment(std::string_view text) {
    begin_comment();
    const char kind = text.size() > 1 ? text[1] : ' ';
    const std::string_view rest = trimmed(text.substr(std::min<std::size_t>(2, text.size())));
    if (kind == '.') {
      entry_.notes.emplace_back(rest);
    } else if (kind == ':') {
      std::ranges::move(split(rest, " \t"), std::back_inserter(entry_.references));
    } else if (kind == ',') {
      std::ranges::move(split(rest, ","), std::back_inserter(entry_.flags));
    } else if (kind == '|') {
      entry_.previous.emplace_back(rest);
    } else {
      entry_.comments.emplace_back(trimmed(text.substr(1)));
    }
  }

  void statement(std::size_t at, bool obsolete) {
    const std::string_view text = here_.text;
    if (at < text.size() && text[at] == '"') {
      if (part_ == Part::nothing) {
        wrong(at, text.size() - at, "This text belongs to nothing.", keywords_mend);
        return;
      }
      string(at, *into_);
      return;
    }
    const std::size_t stop = std::min(text.find_first_of(" \t\"", at), text.size());
    const std::string_view word = text.substr(at, stop - at);
    if (!keyword(word, at, obsolete)) {
      return;
    }
    std::size_t quote = stop;
    while (quote < text.size() && text[quote] != '"') {
      ++quote;
    }
    if (quote == text.size() || !trimmed(text.substr(stop, quote - stop)).empty()) {
      wrong(
          stop,
          std::max<std::size_t>(text.size() - stop, 1),
          "After \"" + std::string{word} + "\" comes a text in quotation marks.",
          "Write " + std::string{word} + " \"TEXT\"."
      );
      return;
    }
    string(quote, *into_);
  }

  bool keyword(std::string_view word, std::size_t at, bool obsolete) {
    const bool begins = word == "msgctxt" || word == "msgid";
    if (begins && (part_ == Part::translation || (word == "msgctxt" && part_ != Part::nothing) ||
                   (word == "msgid" && part_ == Part::id))) {
      end_entry();
    }
    if (begins && part_ == Part::nothing) {
      entry_.span = here_.span(at, word.size());
      entry_.obsolete = obsolete;
    }
    if (word == "msgctxt") {
      take(Part::context, entry_.context.emplace());
    } else if (word == "msgid") {
      take(Part::id, entry_.id);
    } else if (word == "msgid_plural") {
      if (part_ != Part::id) {
        return misplaced(word, at, "msgid");
      }
      take(Part::plural, entry_.plural.emplace());
    } else if (word == "msgstr" || word.starts_with("msgstr[")) {
      return translation(word, at);
    } else {
      wrong(
          at,
          word.size(),
          "\"" + std::string{word} + "\" is not a word of a translation file.",
          keywords_mend
      );
      return false;
    }
    return true;
  }

  bool translation(std::string_view word, std::size_t at) {
    if (part_ == Part::nothing || part_ == Part::context) {
      return misplaced(word, at, "msgid");
    }
    const std::string next =
        entry_.plural ? "msgstr[" + std::to_string(entry_.translations.size()) + "]" : "msgstr";
    if (word != next || (!entry_.plural && part_ == Part::translation)) {
      wrong(
          at,
          word.size(),
          "Here belongs " + next + ".",
          entry_.plural ? "A text with a plural has one translation a form, in their order."
                        : "A text has one translation."
      );
      return false;
    }
    take(Part::translation, entry_.translations.emplace_back());
    return true;
  }

  bool misplaced(std::string_view word, std::size_t at, std::string_view before) {
    wrong(
        at,
        word.size(),
        "\"" + std::string{word} + "\" stands here without a " + std::string{before} +
            " before it.",
        "Write " + std::string{before} + " \"TEXT\" first."
    );
    return false;
  }

  void take(Part part, PoText& into) {
    part_ = part;
    into_ = &into;
  }

  // From the quotation mark at byte `open` to the end of the line.
  void string(std::size_t open, PoText& into) {
    const std::string_view text = here_.text;
    std::size_t at = open + 1;
    place(into, at);
    while (at < text.size() && text[at] != '"') {
      if (text[at] != '\\') {
        into.text.push_back(text[at++]);
        continue;
      }
      const std::size_t length = escape(at, into.text);
      if (length == 0) {
        wrong(
            at,
            2,
            "This backslash says nothing here.",
            "For a backslash write \\\\, for a quotation mark \\\"."
        );
        return;
      }
      at += length;
      place(into, at);
    }
    if (at >= text.size()) {
      wrong(open, text.size() - open, "This quotation mark is never closed.", "Add a \".");
    } else if (at + 1 < text.size()) {
      wrong(
          at + 1,
          text.size() - at - 1,
          "Something stands behind this text, and would be lost.",
          "For a quotation mark inside a text write \\\"."
      );
    }
  }

  void place(PoText& into, std::size_t at) const {
    const auto column = static_cast<std::uint32_t>(characters(here_.text.substr(0, at)));
    const Placed piece{
        .from = static_cast<std::uint32_t>(characters(into.text)),
        .line = number_,
        .column = here_.column + column
    };
    if (!into.placed.empty() && into.placed.back().from == piece.from) {
      into.placed.back() = piece;
    } else {
      into.placed.push_back(piece);
    }
  }

  // Bytes of the escape at `at`, whose character is added; 0 when it is none.
  std::size_t escape(std::size_t at, std::string& into) const {
    const std::string_view rest = here_.text.substr(at + 1);
    if (rest.empty()) {
      return 0;
    }
    static const std::map<char, char> simple{
        {'n', '\n'},
        {'t', '\t'},
        {'r', '\r'},
        {'"', '"'},
        {'\\', '\\'},
        {'a', '\a'},
        {'b', '\b'},
        {'f', '\f'},
        {'v', '\v'},
    };
    if (const auto found = simple.find(rest[0]); found != simple.end()) {
      into.push_back(found->second);
      return 2;
    }
    unsigned value = 0;
    std::size_t length = 0;
    if (rest[0] == 'x') {
      for (length = 1; length < 3 && length < rest.size() && hex_digit(rest[length]) >= 0;
           ++length) {
        value = value * 16 + static_cast<unsigned>(hex_digit(rest[length]));
      }
      length = length == 1 ? 0 : length;
    } else {
      for (; length < 3 && length < rest.size() && is_octal(rest[length]); ++length) {
        value = value * 8 + static_cast<unsigned>(rest[length] - '0');
      }
    }
    // What is beyond ASCII is written as it is: a byte of it alone is no text.
    if (length == 0 || value == 0 || value > 0x7f) {
      return 0;
    }
    into.push_back(static_cast<char>(value));
    return length + 1;
  }

  void end_entry() {
    if (part_ == Part::translation) {
      made_.entries.push_back(std::move(entry_));
    } else if (part_ != Part::nothing) {
      findings_.error(
          "A090",
          entry_.span,
          "This text has no msgstr.",
          "Write msgstr \"\" under it where there is no translation yet."
      );
    }
    entry_ = PoEntry{};
    part_ = Part::nothing;
    into_ = nullptr;
  }

  void report_twice() {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const PoEntry& entry : made_.entries) {
      if (!entry.obsolete && !seen.emplace(entry.context_text(), entry.id.text).second) {
        findings_.error(
            "A091",
            entry.span,
            "This text stands in the file twice, and one of its translations would be lost.",
            "Leave one."
        );
      }
    }
  }

  void wrong(std::size_t from, std::size_t length, std::string message, std::string_view mend) {
    findings_.error("A090", here_.span(from, length), std::move(message), std::string{mend});
  }

  std::uint32_t file_;
  Findings& findings_;
  PoFile made_;
  PoEntry entry_;
  Line here_;
  std::uint32_t number_ = 0;
  Part part_ = Part::nothing;
  PoText* into_ = nullptr;
};

}  // namespace

bool PoEntry::has_flag(std::string_view flag) const {
  return std::ranges::find(flags, flag) != flags.end();
}

bool PoEntry::is_translated() const {
  return !obsolete && !has_flag("fuzzy") &&
         std::ranges::none_of(translations, [](const PoText& form) {
           return trimmed(form.text).empty();
         });
}

const PoEntry* PoFile::header() const {
  return find({}, {});
}

std::string_view PoFile::field(std::string_view name) const {
  const PoEntry* top = header();
  std::string_view rest =
      top != nullptr ? std::string_view{top->translations.front().text} : std::string_view{};
  while (!rest.empty()) {
    const std::size_t stop = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, stop);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(':')) {
      return trimmed(line.substr(name.size() + 1));
    }
    rest.remove_prefix(std::min(stop + 1, rest.size()));
  }
  return {};
}

const PoEntry* PoFile::find(std::string_view context, std::string_view id) const {
  const auto it = std::ranges::find_if(entries, [&](const PoEntry& entry) {
    return !entry.obsolete && entry.id.text == id && entry.context_text() == context;
  });
  return it != entries.end() ? &*it : nullptr;
}

PoFile read_po(std::uint32_t file, std::string_view source, Findings& findings) {
  if (const auto bad = first_invalid_utf8(source)) {
    const auto lines = std::ranges::count(source.substr(0, *bad), '\n');
    findings.error(
        "A008",
        SourceSpan{
            .file = file, .line = static_cast<std::uint32_t>(lines) + 1, .column = 1, .length = 1
        },
        "This line is not UTF-8 text.",
        "Save the file as UTF-8 in your editor."
    );
    return {};
  }
  return Reader{file, findings}.read(source);
}

}  // namespace attune::engine
