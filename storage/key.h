#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace attune::storage {

// 32 secret bytes in memory that is neither swapped out nor dumped, and that is wiped when the last
// copy lets go of it. Copies share the bytes; they never change once they are made.
class Key {
 public:
  static constexpr std::size_t size = 32;
  using Bytes = std::span<std::uint8_t, size>;

  // None; there is nothing to read in it.
  Key() = default;

  // 256 random bits.
  static Key random();

  // The bytes that `write` writes.
  template <std::invocable<Bytes> Write>
  static Key made(Write write) {
    std::shared_ptr<std::uint8_t> slot = take_slot();
    write(Bytes{slot.get(), size});
    return Key{std::move(slot)};
  }

  explicit operator bool() const { return bytes_ != nullptr; }

  const std::uint8_t* bytes() const { return bytes_.get(); }

 private:
  explicit Key(std::shared_ptr<const std::uint8_t> bytes) : bytes_{std::move(bytes)} {}

  static std::shared_ptr<std::uint8_t> take_slot();

  std::shared_ptr<const std::uint8_t> bytes_;
};

// Whether all keys of this process so far lie in locked memory. Where the system allows too little
// of it (RLIMIT_MEMLOCK), the others can be swapped out; they are wiped all the same.
bool keys_are_locked();

}  // namespace attune::storage
