#pragma once

#include "engine/program/limits.h"
#include "engine/script/diagnostic.h"

#include <string>
#include <utility>
#include <vector>

namespace attune::engine {

// Everything that is found, not only the first.
class Findings {
 public:
  void error(std::string_view code, SourceSpan span, std::string message) {
    add(code, Severity::error, span, std::move(message));
  }

  void warning(std::string_view code, SourceSpan span, std::string message) {
    add(code, Severity::warning, span, std::move(message));
  }

  bool any_error() const { return errors_ > 0; }

  std::size_t error_count() const { return errors_; }

  std::vector<Diagnostic> take() && { return std::move(all_); }

 private:
  void add(std::string_view code, Severity severity, SourceSpan span, std::string message) {
    errors_ += severity == Severity::error ? 1U : 0U;
    if (all_.size() < limits::findings_max) {
      all_.push_back(Diagnostic{
          .code = std::string{code},
          .severity = severity,
          .span = span,
          .message = std::move(message)
      });
    }
  }

  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

}  // namespace attune::engine
