#pragma once

#include "engine/script/findings.h"
#include "engine/script/symbols.h"

namespace attune::engine {

// Warns of words that are hard on a person: bubbles that are too long or read too hard, two
// questions in one, a reproach, "always" and "never", too many options, a question that cannot be
// skipped. What a person says (options, examples, quotations) is not the coach's mouth.
void check_wording(const Symbols& symbols, std::string_view language, Findings& findings);

}  // namespace attune::engine
