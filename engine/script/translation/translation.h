#pragma once

#include "engine/script/compiler.h"
#include "engine/script/findings.h"
#include "engine/script/translation/po.h"
#include "engine/script/translation/texts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::engine {

// "es" of "translations/es.po".
std::string language_of(const SourceFile& translation);

// A tag of BCP 47, as far as a course needs it: "es", "pt-BR", "zh-Hant".
bool is_language(std::string_view tag);

// Whether the machine's own phrases, and the warnings about wording, are in this language already.
// English made strange (en-XA) is not English: it shows what a translation does not reach.
bool is_english(std::string_view language);

// Puts the translations of a file in the place of the texts. What has none stays, and is counted
// (W090); what is translated and not in the course is reported (W091), as are braces that are not
// those of the text (A092) and a file that is not what its name says (A093).
void translate(
    Said& said,
    const CourseSources& sources,
    std::uint32_t file,
    Findings& findings,
    std::vector<Untranslated>& untranslated
);

}  // namespace attune::engine
