#pragma once

#include "engine/base/result.h"
#include "engine/script/translation/po.h"

#include <string>

namespace attune::tools {

// The module that the page imports for a language (web_client/assets/catalogue.js): what is
// translated, and which form a number wants. The error is `line: sentence`: braces that are not
// those of the text, or a rule for numbers that is not understood.
engine::Result<std::string> page_module(const engine::PoFile& file);

}  // namespace attune::tools
