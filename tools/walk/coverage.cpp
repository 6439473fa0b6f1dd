#include "tools/walk/coverage.h"

namespace attune::tools {

using namespace engine;

Coverage::Coverage(const Program& program)
    : ran(program.steps.size()),
      held(program.steps.size()),
      failed(program.steps.size()),
      taken(program.alternatives.size()),
      answered(program.questions.size()),
      skipped(program.questions.size()),
      offered(program.options.size()),
      chosen(program.options.size()),
      program_{program} {}

void Coverage::add(const Turn& turn, const Trace& trace) {
  count_steps(trace);
  const auto index_of = [&](const Question* question) {
    return static_cast<std::size_t>(question - program_.questions.data());
  };
  for (const Event& event : turn.events) {
    if (const auto* asked = std::get_if<QuestionAsked>(&event.body)) {
      count_offered(*asked);
    } else if (const auto* kept = std::get_if<AnswerKept>(&event.body)) {
      if (const Question* question = program_.find_question(name_id(kept->question))) {
        ++answered[index_of(question)];
        count_chosen(*question, kept->value);
      }
    } else if (const auto* passed = std::get_if<QuestionSkipped>(&event.body)) {
      if (const Question* question = program_.find_question(name_id(passed->question))) {
        ++skipped[index_of(question)];
      }
    }
  }
}

void Coverage::count_steps(const Trace& trace) {
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const std::uint32_t at = trace.steps[i];
    const Step& step = program_.steps[at];
    ++ran[at];
    if (i + 1 == trace.steps.size()) {
      return;
    }
    const std::uint32_t next = trace.steps[i + 1];
    if (step.kind == StepKind::branch) {
      held[at] += next == at + 1 ? 1U : 0U;
      failed[at] += next == step.b ? 1U : 0U;
    } else if (step.kind == StepKind::one_of) {
      for (std::uint32_t way = 0; way < step.b; ++way) {
        taken[step.a + way] += program_.alternatives[step.a + way] == next ? 1U : 0U;
      }
    }
  }
}

void Coverage::count_offered(const QuestionAsked& asked) {
  if (asked.options.empty()) {
    return;
  }
  const Question* question = program_.find_question(name_id(asked.question));
  if (question == nullptr) {
    return;
  }
  // Both are in the script's order.
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < question->options_count && at < asked.options.size(); ++i) {
    const std::uint32_t option = question->options_first + i;
    if (program_.options[option].id == asked.options[at].id) {
      ++offered[option];
      ++at;
    }
  }
}

void Coverage::count_chosen(const Question& question, const Value& value) {
  const auto count = [&](const std::string& id) {
    if (const Option* option = program_.find_option(question, id)) {
      ++chosen[static_cast<std::size_t>(option - program_.options.data())];
    }
  };
  if (const auto* id = std::get_if<OptionId>(&value)) {
    count(id->id);
  } else if (const auto* ids = std::get_if<OptionIds>(&value)) {
    for (const std::string& each : ids->ids) {
      count(each);
    }
  }
}

}  // namespace attune::tools
