#pragma once

#include <algorithm>
#include <chrono>

namespace attune::server {

// So many at once, then so many a second.
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;

  TokenBucket(double burst, double per_s, Clock::time_point now)
      : burst_{burst}, per_s_{per_s}, tokens_{burst}, filled_{now} {}

  bool take(Clock::time_point now) {
    const std::chrono::duration<double> passed = now - filled_;
    tokens_ = std::min(burst_, tokens_ + passed.count() * per_s_);
    filled_ = now;
    if (tokens_ < 1) {
      return false;
    }
    tokens_ -= 1;
    return true;
  }

  // Nothing was taken for so long that it may as well be new.
  bool is_full(Clock::time_point now) const {
    const std::chrono::duration<double> passed = now - filled_;
    return tokens_ + passed.count() * per_s_ >= burst_;
  }

 private:
  double burst_;
  double per_s_;
  double tokens_;
  Clock::time_point filled_;
};

}  // namespace attune::server
