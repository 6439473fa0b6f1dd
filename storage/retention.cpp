#include "storage/retention.h"

namespace attune::storage {

RetentionPolicy next_policy(
    const RetentionPolicy& before, std::uint32_t months, engine::Day today
) {
  const bool shorter = before.months == 0 || months < before.months;
  return RetentionPolicy{.months = months, .since = shorter ? today : before.since};
}

}  // namespace attune::storage
