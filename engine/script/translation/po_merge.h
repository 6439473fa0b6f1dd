#pragma once

#include "engine/script/translation/po.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::engine {

// A text that wants a translation.
struct Translatable {
  std::string context;
  std::string text;
  std::optional<std::string> plural = std::nullopt;  // English, for any number but one
  std::vector<std::string> notes = {};
  std::vector<std::string> references = {};
};

struct Translating {
  std::string project;   // "Attune, course dream"
  std::string language;  // "es"
};

// The file as it should be now. Translations that are there are kept; a text that was changed has
// the nearest old one, marked fuzzy, with the old text beside it; what is gone is kept as obsolete.
// A pseudo-language is made anew.
PoFile merge(
    const PoFile& before, const std::vector<Translatable>& texts, const Translating& translating
);

struct PoCounts {
  std::size_t translated = 0;
  std::size_t fuzzy = 0;
  std::size_t untranslated = 0;
  std::size_t obsolete = 0;
};

// Without the header.
PoCounts count(const PoFile& file);

}  // namespace attune::engine
