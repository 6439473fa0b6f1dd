#include "storage/chain.h"

#include "engine/base/check.h"

#include <algorithm>
#include <sodium.h>
#include <span>
#include <string_view>

namespace attune::storage {
namespace {

// Everything but the body is of a fixed length, and goes into BLAKE2b's key: one call, no copy.
class Head {
 public:
  void add(std::span<const std::uint8_t> bytes) {
    std::ranges::copy(bytes, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += bytes.size();
  }

  void add(std::string_view label) {
    for (const char c : label) {
      bytes_[size_++] = static_cast<std::uint8_t>(c);
    }
  }

  // Little-endian.
  void add(engine::Seq seq) {
    for (int shift = 0; shift < 64; shift += 8) {
      bytes_[size_++] = static_cast<std::uint8_t>(seq >> shift);
    }
  }

  Chain over(std::string_view body) const {
    Chain chain;
    const int failed = crypto_generichash(
        chain.bytes.data(),
        chain.bytes.size(),
        reinterpret_cast<const unsigned char*>(body.data()),
        body.size(),
        bytes_.data(),
        size_
    );
    ATTUNE_CHECK(failed == 0);
    return chain;
  }

 private:
  std::array<std::uint8_t, crypto_generichash_KEYBYTES_MAX> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace

Chain chained(const Chain& before, const SessionId& session, const Entry& entry) {
  Head head;
  head.add(before.bytes);
  head.add(session.bytes);
  head.add(entry.first);
  head.add(entry.last);
  return head.over(entry.body);
}

Chain checksum(const SessionId& session, const Snapshot& snapshot) {
  Head head;
  head.add("snapshot");
  head.add(session.bytes);
  head.add(snapshot.seq);
  return head.over(snapshot.body);
}

RowSum& RowSum::integer(std::int64_t value) {
  for (int shift = 0; shift < 64; shift += 8) {
    columns_ += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
  }
  return *this;
}

RowSum& RowSum::blob(std::string_view bytes) {
  integer(static_cast<std::int64_t>(bytes.size()));
  columns_ += bytes;
  return *this;
}

Chain RowSum::sum() const {
  Head head;
  head.add("row");
  return head.over(columns_);
}

Chain tombstone(const SessionId& session) {
  Head head;
  head.add("erased journey");
  head.add(session.bytes);
  return head.over({});
}

}  // namespace attune::storage
