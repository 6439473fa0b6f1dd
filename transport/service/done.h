#pragma once

#include <functional>

namespace attune::service {

// What to do with a result, once, on the lane.
template <class T>
using Done = std::move_only_function<void(T)>;

}  // namespace attune::service
