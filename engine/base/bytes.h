#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

// A compact, canonical byte form: equal values give equal bytes on every machine.
namespace attune::engine {

class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }

  // LEB128: seven bits a byte, low bits first.
  void varint(std::uint64_t value) {
    while (value >= 0x80U) {
      byte(static_cast<std::uint8_t>(value | 0x80U));
      value >>= 7U;
    }
    byte(static_cast<std::uint8_t>(value));
  }

  // Zigzag, so that small negative numbers stay short.
  void signed_varint(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
  }

  void fixed64(std::uint64_t value) {
    char raw[8];
    for (char& c : raw) {
      c = static_cast<char>(value & 0xffU);
      value >>= 8U;
    }
    bytes_.append(raw, sizeof raw);
  }

  void real(double value) { fixed64(std::bit_cast<std::uint64_t>(value)); }

  void text(std::string_view value) {
    varint(value.size());
    bytes_.append(value);
  }

  void raw(std::string_view value) { bytes_.append(value); }

  void reserve(std::size_t size) { bytes_.reserve(size); }

  std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what ByteWriter wrote. After the first read past the end, or a malformed number, `failed`
// is true and every read gives zero: a reader checks once, at the end.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_{bytes} {}

  std::uint8_t byte() {
    if (at_ >= bytes_.size()) {
      failed_ = true;
      return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= static_cast<std::uint64_t>(next & 0x7fU) << shift;
      if (next < 0x80U) {
        return value;
      }
    }
    failed_ = true;
    return 0;
  }

  std::int64_t signed_varint() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
  }

  std::uint64_t fixed64() {
    if (bytes_.size() - at_ < 8) {
      fail();
      return 0;
    }
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) {
      value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(bytes_[at_ + i])) << (8U * i);
    }
    at_ += 8;
    return value;
  }

  double real() { return std::bit_cast<double>(fixed64()); }

  std::string_view text() {
    const std::uint64_t size = varint();
    if (size > bytes_.size() - at_) {
      fail();
      return {};
    }
    const std::string_view value = bytes_.substr(at_, size);
    at_ += size;
    return value;
  }

  // How many items follow; each takes at least one byte, so a hostile count cannot ask for memory.
  std::size_t count() {
    const std::uint64_t size = varint();
    if (size > bytes_.size() - at_) {
      fail();
      return 0;
    }
    return static_cast<std::size_t>(size);
  }

  bool failed() const { return failed_; }

  bool at_end() const { return at_ == bytes_.size(); }

  void fail() {
    failed_ = true;
    at_ = bytes_.size();
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace attune::engine
