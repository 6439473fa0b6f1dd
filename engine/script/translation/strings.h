#pragma once

#include "engine/script/compiler.h"
#include "engine/script/translation/po_merge.h"

#include <string_view>
#include <vector>

namespace attune::engine {

// Everything that a translation into this language translates, in the script's order: a text that
// stands twice in a scene is there once, with both places. Notes are the author's `//` lines
// directly above, and what the text is. The sources must compile.
std::vector<Translatable> translatable_texts(
    const CourseSources& sources, std::string_view language
);

}  // namespace attune::engine
