#include "engine/listen/pronouns.h"

#include <algorithm>

namespace attune::engine {
namespace {

// The lists that have what stands from word `from` to `to`.
void add_lists(
    const Listening& listening,
    std::span<const HeardWord> words,
    std::size_t from,
    std::size_t to,
    std::vector<std::uint32_t>& lists
) {
  const PhraseTree& tree = listening.phrases;
  std::uint32_t node = 0;
  for (std::size_t at = from; at < to; ++at) {
    if (at > from && words[at].before != Break::none) {
      return;
    }
    node = tree.next(node, words[at].id);
    if (node == 0) {
      return;
    }
  }
  const PhraseTree::Node& reached = tree.nodes[node];
  const auto first = listening.phrase_lists.begin() + reached.lists_first;
  lists.insert(lists.end(), first, first + reached.lists_count);
}

// "father", and "my father".
std::vector<std::uint32_t> lists_of(
    const Listening& listening, std::span<const HeardWord> words, std::size_t from, std::size_t to
) {
  std::vector<std::uint32_t> lists;
  add_lists(listening, words, from, to, lists);
  if (from > 0) {
    add_lists(listening, words, from - 1, to, lists);
  }
  return lists;
}

}  // namespace

Pronouns::Pronouns(
    const Listening& listening, std::span<const HeardWord> words, const Occurrences& occurrences
)
    : Pronouns{words.size()} {
  for (const Pronoun& pronoun : listening.pronouns) {
    const Marks* subject = occurrences.at(pronoun.subject, 1);
    const Marks* objects = occurrences.at(pronoun.objects, 1);
    if ((subject == nullptr && objects == nullptr) || !occurrences.any(pronoun.persons)) {
      continue;
    }
    std::vector<std::uint32_t> named;  // the lists of the person named last
    std::size_t named_to = 0;          // 0: nobody yet
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (std::size_t length = occurrences.lengths(); length > 0; --length) {
        const Marks* person = occurrences.at(pronoun.persons, length);
        if (person != nullptr && person->has(i) && i + length > named_to) {
          named = lists_of(listening, words, i, i + length);
          named_to = i + length;
          break;
        }
      }
      if (named_to == 0 || i < named_to) {
        continue;
      }
      if (subject != nullptr && subject->has(i)) {
        mean(subjects_, listening, Meant{.at = i, .lists = named});
      } else if (objects != nullptr && objects->has(i)) {
        mean(objects_, listening, Meant{.at = i, .lists = named});
      }
    }
  }
}

void Pronouns::mean(ByList& by_list, const Listening& listening, const Meant& meant) {
  for (const std::uint32_t list : meant.lists) {
    if (!listening.has_pronouns[list]) {
      by_list.try_emplace(list, size_).first->second.set(meant.at);
    }
  }
  meant_.push_back(meant);
}

Marks Pronouns::strangers_to(std::uint32_t list) const {
  Marks strangers{size_};
  for (const Meant& each : meant_) {
    if (std::ranges::find(each.lists, list) == each.lists.end()) {
      strangers.set(each.at);
    }
  }
  return strangers;
}

}  // namespace attune::engine
