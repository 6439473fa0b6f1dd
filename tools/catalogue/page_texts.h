#pragma once

#include "engine/base/result.h"
#include "engine/script/translation/po_merge.h"

#include <string_view>
#include <vector>

namespace attune::tools {

// The texts of a script of the page, in order: those in `_('...')`, and in `_n('one', 'many', n)`.
// The note of each is the name that it has there. The error is `line: sentence`.
engine::Result<std::vector<engine::Translatable>> page_texts(
    std::string_view file_name, std::string_view script
);

}  // namespace attune::tools
