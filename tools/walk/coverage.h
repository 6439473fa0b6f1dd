#pragma once

#include "engine/program/program.h"
#include "engine/session/step.h"

#include <cstdint>
#include <vector>

namespace attune::tools {

// How often what was written has happened.
class Coverage {
 public:
  explicit Coverage(const engine::Program& program);

  void add(const engine::Turn& turn, const engine::Trace& trace);

  std::vector<std::uint64_t> ran;       // a step
  std::vector<std::uint64_t> held;      // a branch step whose condition was true
  std::vector<std::uint64_t> failed;    // a branch step whose condition was false
  std::vector<std::uint64_t> taken;     // an entry of Program::alternatives: a way of a `one of`
  std::vector<std::uint64_t> answered;  // a question
  std::vector<std::uint64_t> skipped;   // a question
  std::vector<std::uint64_t> offered;   // an option
  std::vector<std::uint64_t> chosen;    // an option

 private:
  void count_steps(const engine::Trace& trace);
  void count_offered(const engine::QuestionAsked& asked);
  void count_chosen(const engine::Question& question, const engine::Value& value);

  const engine::Program& program_;
};

}  // namespace attune::tools
