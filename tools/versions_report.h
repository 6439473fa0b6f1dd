#pragma once

#include "engine/versions/comparison.h"

#include <nlohmann/json_fwd.hpp>
#include <ostream>

namespace attune::tools {

// Every place where somebody may wait in the older version, one a line, the stranded ones first
// with what can be done; then what clashes, and a line that counts them.
void show_comparison(const engine::Comparison& comparison, std::ostream& out);

// Only what blocks, for a terminal beside an editor.
void show_blockers(const engine::Comparison& comparison, std::ostream& out);

void show_clashes(const std::vector<engine::Clash>& clashes, std::ostream& out);

// The same for other programs: {"words_only", "places": [...], "clashes": [...]}.
nlohmann::ordered_json comparison_json(const engine::Comparison& comparison);

}  // namespace attune::tools
