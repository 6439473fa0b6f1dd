#include "tools/place.h"

namespace attune::tools {

std::string place_of(const engine::Program& program, const engine::SourceSpan& span) {
  const std::string& path = program.files[span.file];
  return path.substr(path.rfind('/') + 1) + ":" + std::to_string(span.line);
}

}  // namespace attune::tools
