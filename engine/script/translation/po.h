#pragma once

#include "engine/base/source.h"
#include "engine/script/findings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Translations as GNU gettext writes them, so that translators' tools work on them as they are.
namespace attune::engine {

// A string of a file, without its quotation marks and escapes.
struct PoText {
  std::string text;
  std::vector<Placed> placed;  // empty in a text that was not read from a file
};

struct PoEntry {
  std::vector<std::string> comments;    // "# ": of translators
  std::vector<std::string> notes;       // "#. ": of authors
  std::vector<std::string> references;  // "#: ": "discovery.dialogue:12"
  std::vector<std::string> flags;       // "#, ": "fuzzy"
  std::vector<std::string> previous;    // "#| ": as written behind the mark
  std::optional<PoText> context;
  PoText id;
  std::optional<PoText> plural;
  std::vector<PoText> translations;  // one; of a text with a plural, one a form
  bool obsolete = false;             // "#~ ": of a text that is gone
  SourceSpan span;                   // of its first keyword

  bool has_flag(std::string_view flag) const;

  // Whether every form has words that somebody has looked at.
  bool is_translated() const;

  std::string_view context_text() const {
    return context ? std::string_view{context->text} : std::string_view{};
  }
};

struct PoFile {
  std::vector<PoEntry> entries;  // the header is the one of the empty id without a context

  const PoEntry* header() const;

  // "es" of "Language: es\n" in the header; empty when it has no such line.
  std::string_view field(std::string_view name) const;

  // What is not obsolete; nullptr when there is none.
  const PoEntry* find(std::string_view context, std::string_view id) const;
};

// Reads what msgmerge, Poedit and Weblate write. Reports what is not so written (A090) and texts
// that stand there twice (A091); a text that is not UTF-8 (A008) gives nothing.
PoFile read_po(std::uint32_t file, std::string_view source, Findings& findings);

// As `msgcat --no-wrap` writes it.
std::string write_po(const PoFile& file);

}  // namespace attune::engine
