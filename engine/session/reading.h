#pragma once

#include "engine/program/program.h"
#include "engine/session/event.h"
#include "engine/session/input.h"
#include "engine/session/rejection.h"
#include "engine/session/state.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

// From what came in to what is kept: the one place where an answer is measured against its
// question.
namespace attune::engine {

// What a question offers now: the options whose condition holds, or the items to pick from.
std::vector<OfferedOption> offered_options(
    const Program& program, const State& state, Instant now, const Question& question
);

std::expected<Value, Rejection> read_answer(
    const Program& program,
    const State& state,
    Instant now,
    const Question& question,
    const RawValue& raw
);

// A typed line as an answer to this kind of question: ids with commas, "yes", "24 minutes", items
// with "; ". What does not fit comes back as text, for read_answer to refuse.
RawValue from_typed(QuestionKind kind, std::string_view line);

// The other way about: what to type for a value that read_answer gave. `offered` are the
// question's.
std::string to_typed(const Value& value, const std::vector<OfferedOption>& offered);

}  // namespace attune::engine
