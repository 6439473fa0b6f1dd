#include "engine/listen/occurrences.h"

#include <algorithm>
#include <utility>

namespace attune::engine {

Occurrences::Occurrences(const Listening& listening, std::span<const HeardWord> words)
    : lengths_{std::max<std::size_t>(listening.phrase_words_max, 1)},
      none_{words.size() + 1},
      slots_(listening.list_count * lengths_, 0),
      found_{none_} {
  const PhraseTree& tree = listening.phrases;
  for (std::size_t from = 0; from < words.size(); ++from) {
    std::uint32_t node = 0;
    for (std::size_t at = from; at < words.size(); ++at) {
      if (at > from && words[at].before != Break::none) {
        break;
      }
      node = tree.next(node, words[at].id);
      if (node == 0) {
        break;
      }
      const PhraseTree::Node& reached = tree.nodes[node];
      for (std::uint32_t i = 0; i < reached.lists_count; ++i) {
        const std::uint32_t list = listening.phrase_lists[reached.lists_first + i];
        found(list, reached.depth).set(from);
      }
    }
  }
}

Marks& Occurrences::found(std::uint32_t list, std::size_t length) {
  std::uint32_t& slot = slots_[list * lengths_ + length - 1];
  if (slot == 0) {
    slot = static_cast<std::uint32_t>(found_.size());
    found_.push_back(none_);
  }
  return found_[slot];
}

bool Occurrences::any(std::uint32_t list) const {
  for (std::size_t length = 1; length <= lengths_; ++length) {
    if (const Marks* found = at(list, length); found != nullptr && found->any()) {
      return true;
    }
  }
  return false;
}

void Occurrences::mark_words(std::uint32_t list, Marks& into) const {
  for (std::size_t length = 1; length <= lengths_; ++length) {
    if (const Marks* found = at(list, length); found != nullptr) {
      for (std::size_t word = 0; word < length; ++word) {
        into.add_later(*found, *found, word);
      }
    }
  }
}

void Occurrences::cover(const Marks& words) {
  // A phrase of `length` words that begins up to length - 1 places before one of them has it.
  std::vector<Marks> touched{words};
  for (std::size_t length = 2; length <= lengths_; ++length) {
    Marks wider = touched.back();
    Marks everywhere = words;
    everywhere.fill();
    wider.add_earlier(words, everywhere, length - 1);
    touched.push_back(std::move(wider));
  }
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot] != 0) {
      found_[slots_[slot]].remove(touched[slot % lengths_]);
    }
  }
}

}  // namespace attune::engine
