// What is sealed opens for its key, in its place, unchanged; and never otherwise.

#include "storage/seal.h"

#include "storage/limits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace attune::storage {
namespace {

SessionId session(std::uint8_t byte) {
  SessionId id;
  id.bytes.fill(byte);
  return id;
}

SealedPlace place() {
  return SealedPlace{.session = session(7), .kind = SealedKind::turn, .first = 4, .last = 6};
}

std::string flipped(std::string bytes, std::size_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  return bytes;
}

TEST(Seal, OpensForItsKeyInItsPlace) {
  const auto key = Key::random();
  const std::string sealed = seal(key, place(), "what was said");
  EXPECT_EQ(unseal(key, place(), sealed), "what was said");
  EXPECT_EQ(sealed.find("said"), std::string::npos);
  EXPECT_NE(seal(key, place(), "what was said"), sealed) << "no nonce is used twice";
  EXPECT_FALSE(unseal(Key::random(), place(), sealed));
}

TEST(Seal, OpensInNoOtherPlace) {
  const auto key = Key::random();
  const std::string sealed = seal(key, place(), "what was said");
  const auto elsewhere = [](auto change) {
    SealedPlace other = place();
    change(other);
    return other;
  };
  EXPECT_FALSE(unseal(key, elsewhere([](auto& p) { p.session = session(8); }), sealed));
  EXPECT_FALSE(unseal(key, elsewhere([](auto& p) { p.kind = SealedKind::snapshot; }), sealed));
  EXPECT_FALSE(unseal(key, elsewhere([](auto& p) { p.first = 5; }), sealed));
  EXPECT_FALSE(unseal(key, elsewhere([](auto& p) { p.last = 7; }), sealed));
  EXPECT_FALSE(unseal(key, elsewhere([](auto& p) { std::swap(p.first, p.last); }), sealed));
}

TEST(Seal, NoticesEveryBitThatChanges) {
  const auto key = Key::random();
  const std::string sealed = seal(key, place(), "small");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    EXPECT_FALSE(unseal(key, place(), flipped(sealed, bit))) << "bit " << bit;
  }
}

TEST(Seal, NoticesEveryLengthThatIsNotItsOwn) {
  const auto key = Key::random();
  const std::string sealed = seal(key, place(), "small");
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(unseal(key, place(), sealed.substr(0, size))) << size;
  }
  EXPECT_FALSE(unseal(key, place(), sealed + '\0'));
}

TEST(Seal, GivesBackEveryLengthAndTellsOnlyItsSizeClass) {
  const auto key = Key::random();
  std::set<std::size_t> sizes;
  // Up to the third class each length, then around the ends of the others.
  for (std::size_t length = 0; length < 2'000; ++length) {
    const std::string plain(length, 'x');
    const std::string sealed = seal(key, place(), plain);
    ASSERT_EQ(unseal(key, place(), sealed), plain);
    sizes.insert(sealed.size());
  }
  EXPECT_EQ(sizes, (std::set<std::size_t>{256, 512, 1'024, 2'048}));
  const std::size_t largest = limits::sealed_sizes.back();
  for (const std::size_t end : {std::size_t{4'096}, largest, 2 * largest, 3 * largest}) {
    for (std::size_t length = end - 60; length < end + 4; ++length) {
      const std::string plain(length, 'x');
      const std::string sealed = seal(key, place(), plain);
      ASSERT_EQ(unseal(key, place(), sealed), plain);
      EXPECT_TRUE(
          std::ranges::find(limits::sealed_sizes, sealed.size()) != limits::sealed_sizes.end() ||
          sealed.size() % largest == 0
      ) << sealed.size();
    }
  }
}

TEST(Seal, ADoorOpensForItsSecretAlone) {
  const auto secret = Key::random();
  const auto journey = Key::random();
  const Door door = door_of(secret, session(7), journey);
  EXPECT_EQ(door.lookup, lookup_of(secret));
  const auto key = open_door(secret, session(7), door.wrapped_key);
  ASSERT_TRUE(key);
  EXPECT_TRUE(std::equal(key->bytes(), key->bytes() + Key::size, journey.bytes()));
  EXPECT_FALSE(open_door(Key::random(), session(7), door.wrapped_key));
  EXPECT_FALSE(open_door(secret, session(8), door.wrapped_key));
  EXPECT_FALSE(open_door(secret, session(7), ""));
  for (std::size_t bit = 0; bit < door.wrapped_key.size() * 8; ++bit) {
    EXPECT_FALSE(open_door(secret, session(7), flipped(door.wrapped_key, bit))) << "bit " << bit;
  }
}

TEST(Seal, WhatIsStoredOfADoorIsNotWhatOpensIt) {
  const auto secret = Key::random();
  const Door door = door_of(secret, session(7), Key::random());
  const auto from_lookup =
      Key::made([&](Key::Bytes bytes) { std::ranges::copy(door.lookup.bytes, bytes.begin()); });
  EXPECT_FALSE(open_door(from_lookup, session(7), door.wrapped_key));
  EXPECT_FALSE(std::equal(door.lookup.bytes.begin(), door.lookup.bytes.end(), secret.bytes()));
}

// Doors that lie in files must be found for ever: computed with Python's hashlib.blake2b (digest of
// 32 bytes, the secret as the key, salt 1 in little-endian, "attune-1" as the person).
TEST(Seal, ALookupIsTheSameForever) {
  const auto secret =
      Key::made([](Key::Bytes bytes) { std::ranges::fill(bytes, std::uint8_t{9}); });
  std::string hex;
  for (const std::uint8_t byte : lookup_of(secret).bytes) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 0xfU];
  }
  EXPECT_EQ(hex, "f7064b5bbc3064a3be6e13e0b8ad24c8009ff72f3e2c41bb8baadffa07edb382");
}

// A slot is taken again at once by the next key: what it finds there is what was left.
TEST(Key, IsWipedWhenItsLastCopyIsGone) {
  const std::uint8_t* where = nullptr;
  {
    const auto key = Key::random();
    const Key copy = key;
    where = copy.bytes();
  }
  std::array<std::uint8_t, Key::size> found{};
  const auto next = Key::made([&](Key::Bytes bytes) {
    std::ranges::copy(bytes, found.begin());
    bytes[0] = 1;
  });
  ASSERT_EQ(next.bytes(), where);
  EXPECT_EQ(found, (std::array<std::uint8_t, Key::size>{}));
}

TEST(Key, TenThousandLieInLockedMemoryWhereEightMegabytesAreAllowed) {
  std::set<const std::uint8_t*> places;
  std::vector<Key> keys;
  for (int i = 0; i < 10'000; ++i) {
    keys.push_back(Key::random());
    places.insert(keys.back().bytes());
  }
  EXPECT_EQ(places.size(), keys.size());
  EXPECT_TRUE(keys_are_locked());
}

}  // namespace
}  // namespace attune::storage
