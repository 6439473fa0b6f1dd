#pragma once

#include <chrono>
#include <cstdint>

namespace attune::storage {

// What was done to a store that was written before sealing.
struct SealedStore {
  std::int64_t journeys = 0;
  std::int64_t turns = 0;
  std::chrono::milliseconds took{0};
};

}  // namespace attune::storage
