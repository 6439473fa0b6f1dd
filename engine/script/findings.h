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
  // `mend` may be empty.
  void error(
      std::string_view code,
      const SourceSpan& span,
      std::string message,
      std::string mend = {},
      std::vector<std::string> road = {}
  ) {
    add(Diagnostic{
        .code = std::string{code},
        .severity = Severity::error,
        .span = span,
        .message = std::move(message),
        .mend = std::move(mend),
        .road = std::move(road)
    });
  }

  void warning(
      std::string_view code, const SourceSpan& span, std::string message, std::string mend = {}
  ) {
    add(Diagnostic{
        .code = std::string{code},
        .severity = Severity::warning,
        .span = span,
        .message = std::move(message),
        .mend = std::move(mend),
        .road = {}
    });
  }

  void add(Diagnostic finding) {
    errors_ += finding.severity == Severity::error ? 1U : 0U;
    if (all_.size() < limits::findings_max) {
      all_.push_back(std::move(finding));
    }
  }

  bool any_error() const { return errors_ > 0; }

  std::size_t error_count() const { return errors_; }

  std::vector<Diagnostic> take() && { return std::move(all_); }

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

}  // namespace attune::engine
