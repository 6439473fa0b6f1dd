#include "tools/audit.h"

#include "storage/audit_log.h"

#include <chrono>

namespace attune::tools {

void audit(
    const std::filesystem::path& data,
    std::string_view action,
    const std::vector<std::pair<std::string, std::string>>& details,
    std::ostream& errors
) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  if (const auto written = storage::write_audit(data, now, action, details); !written) {
    errors << written.error().message << '\n';
  }
}

}  // namespace attune::tools
