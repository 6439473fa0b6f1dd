#include "engine/program/listening.h"

#include <algorithm>
#include <bit>

namespace attune::engine {
namespace {

constexpr std::size_t slots_min = 16;

// Half full at most, so that a search is short.
std::size_t slots_for(std::size_t entries) {
  return std::max(slots_min, std::bit_ceil(entries * 2 + 1));
}

}  // namespace

std::uint64_t word_hash(std::string_view word) {
  std::uint64_t hash = 0;
  std::uint64_t power = 1;
  for (const char c : word) {
    hash += (static_cast<std::uint8_t>(c) + 1U) * power;
    power *= word_hash_base;
  }
  return hash;
}

WordId Lexicon::find_hashed(std::uint64_t hash, std::string_view word) const {
  if (slots_.empty()) {
    return unlisted;
  }
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = spread_hash(hash) & mask; slots_[at] != unlisted; at = (at + 1) & mask) {
    if (hashes_[slots_[at]] == hash && words_[slots_[at]] == word) {
      return slots_[at];
    }
  }
  return unlisted;
}

WordId Lexicon::add(std::string_view word) {
  const std::uint64_t hash = word_hash(word);
  if (const WordId known = find_hashed(hash, word); known != unlisted) {
    return known;
  }
  words_.emplace_back(word);
  hashes_.push_back(hash);
  grow();
  return static_cast<WordId>(words_.size() - 1);
}

void Lexicon::grow() {
  const auto put = [this](WordId id) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = spread_hash(hashes_[id]) & mask;
    while (slots_[at] != unlisted) {
      at = (at + 1) & mask;
    }
    slots_[at] = id;
  };
  if (slots_for(words_.size()) <= slots_.size()) {
    put(static_cast<WordId>(words_.size() - 1));
    return;
  }
  slots_.assign(slots_for(words_.size()) * 2, unlisted);
  for (WordId id = 1; id < words_.size(); ++id) {
    put(id);
  }
}

void SlipTable::add(WordId word, std::string_view text) {
  entries_.push_back(Entry{.hash = word_hash(text), .word = word});
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && text[i] == text[i - 1]) {
      continue;  // the same word is left
    }
    std::string left{text};
    left.erase(i, 1);
    entries_.push_back(Entry{.hash = word_hash(left), .word = word});
  }
}

void SlipTable::seal() {
  slots_.assign(entries_.empty() ? 0 : slots_for(entries_.size()), Entry{});
  for (const Entry& entry : entries_) {
    std::size_t at = spread_hash(entry.hash) & (slots_.size() - 1);
    while (slots_[at].word != unlisted) {
      at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = entry;
  }
  entries_.clear();
}

std::uint32_t PhraseTree::next(std::uint32_t node, WordId word) const {
  if (edges.empty() || word == unlisted) {
    return 0;
  }
  const std::uint64_t key = (std::uint64_t{node} << 32U) | word;
  const std::size_t mask = edges.size() - 1;
  for (std::size_t at = spread_hash(key) & mask; edges[at].node != 0; at = (at + 1) & mask) {
    if (edges[at].key == key) {
      return edges[at].node;
    }
  }
  return 0;
}

}  // namespace attune::engine
