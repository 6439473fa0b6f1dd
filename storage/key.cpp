#include "storage/key.h"

#include "engine/base/check.h"

#include "storage/limits.h"

#include <atomic>
#include <mutex>
#include <new>
#include <sodium.h>
#include <vector>

namespace attune::storage {
namespace {

// Locked memory comes by the page, and there is little of it: many keys share a slab of it. A slab
// is kept for as long as the process lives.
class Slots {
 public:
  Slots() { ATTUNE_CHECK(sodium_init() >= 0); }

  std::uint8_t* take() {
    const std::lock_guard lock{mutex_};
    if (free_.empty()) {
      add_slab();
    }
    std::uint8_t* slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void give_back(std::uint8_t* slot) {
    sodium_memzero(slot, Key::size);
    const std::lock_guard lock{mutex_};
    free_.push_back(slot);
  }

  bool all_locked() const { return all_locked_; }

 private:
  void add_slab() {
    constexpr std::size_t bytes = Key::size * limits::keys_per_slab;
    // With a guard page on either side, and left out of core dumps. It does not say whether it
    // could be locked; asking again does.
    auto* slab = static_cast<std::uint8_t*>(sodium_malloc(bytes));
    if (slab == nullptr) {
      throw std::bad_alloc{};
    }
    if (sodium_mlock(slab, bytes) != 0) {
      all_locked_ = false;
    }
    free_.reserve(free_.size() + limits::keys_per_slab);
    for (std::size_t i = limits::keys_per_slab; i > 0; --i) {
      free_.push_back(slab + (i - 1) * Key::size);
    }
  }

  std::mutex mutex_;
  std::vector<std::uint8_t*> free_;
  std::atomic<bool> all_locked_ = true;
};

// Never destroyed: keys that outlast main() are given back, too.
Slots& slots() {
  static auto* const all = new Slots;
  return *all;
}

}  // namespace

std::shared_ptr<std::uint8_t> Key::take_slot() {
  return {slots().take(), [](std::uint8_t* slot) { slots().give_back(slot); }};
}

Key Key::random() {
  return made([](Bytes bytes) { randombytes_buf(bytes.data(), bytes.size()); });
}

bool keys_are_locked() {
  return slots().all_locked();
}

}  // namespace attune::storage
