#include "engine/listen/pronouns.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace attune::engine {

// Goes through a text once for each kind of pronoun.
class Pronouns::Reading {
 public:
  Reading(
      const Listening& listening,
      std::span<const HeardWord> words,
      const Occurrences& occurrences,
      std::vector<Meant>& meant
  )
      : listening_{listening}, words_{words}, occurrences_{occurrences}, meant_{meant} {}

  void read(const Pronoun& pronoun) {
    const Marks* subjects = occurrences_.at(pronoun.subject, 1);
    const Marks* objects = occurrences_.at(pronoun.objects, 1);
    if ((subjects == nullptr && objects == nullptr) || !occurrences_.any(pronoun.persons)) {
      return;
    }
    std::optional<std::size_t> last;  // who was named last, in meant_
    std::size_t named_to = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (const std::size_t length = person_at(pronoun, i); i + length > named_to && length > 0) {
        named_to = i + length;
        last = person(i, named_to);
      }
      if (!last || i < named_to) {
        continue;
      }
      if (subjects != nullptr && subjects->has(i)) {
        meant_[*last].subjects.set(i);
      } else if (objects != nullptr && objects->has(i)) {
        meant_[*last].objects.set(i);
      }
    }
  }

 private:
  // How many words the longest name of a person has that begins here; 0: none does.
  std::size_t person_at(const Pronoun& pronoun, std::size_t at) const {
    std::size_t length = occurrences_.lengths();
    for (; length > 0; --length) {
      const Marks* persons = occurrences_.at(pronoun.persons, length);
      if (persons != nullptr && persons->has(at)) {
        break;
      }
    }
    return length;
  }

  // The same for the same words. "father" is in the lists of "my father", too.
  std::size_t person(std::size_t from, std::size_t to) {
    const std::pair nodes{node(from, to), from > 0 ? node(from - 1, to) : 0};
    const auto [it, fresh] = persons_.try_emplace(nodes, meant_.size());
    if (fresh) {
      const Marks none{words_.size() + 1};
      Meant& made = meant_.emplace_back(Meant{.lists = {}, .subjects = none, .objects = none});
      add_lists(nodes.first, made.lists);
      add_lists(nodes.second, made.lists);
    }
    return it->second;
  }

  // The phrase from this word up to that one; 0: no list has it.
  std::uint32_t node(std::size_t from, std::size_t to) const {
    std::uint32_t node = 0;
    for (std::size_t at = from; at < to; ++at) {
      node = at > from && words_[at].before != Break::none
                 ? 0
                 : listening_.phrases.next(node, words_[at].id);
      if (node == 0) {
        break;
      }
    }
    return node;
  }

  void add_lists(std::uint32_t node, std::vector<std::uint32_t>& lists) const {
    if (node != 0) {
      const PhraseTree::Node& reached = listening_.phrases.nodes[node];
      const auto first = listening_.phrase_lists.begin() + reached.lists_first;
      lists.insert(lists.end(), first, first + reached.lists_count);
    }
  }

  const Listening& listening_;
  std::span<const HeardWord> words_;
  const Occurrences& occurrences_;
  std::vector<Meant>& meant_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> persons_;
};

Pronouns::Pronouns(
    const Listening& listening, std::span<const HeardWord> words, const Occurrences& occurrences
)
    : Pronouns{words.size()} {
  Reading reading{listening, words, occurrences, meant_};
  for (const Pronoun& pronoun : listening.pronouns) {
    reading.read(pronoun);
  }
  if (meant_.empty()) {
    return;
  }
  subjects_.slots.assign(listening.list_count, 0);
  objects_.slots.assign(listening.list_count, 0);
  for (const Meant& each : meant_) {
    for (const std::uint32_t list : each.lists) {
      if (!listening.has_pronouns[list]) {
        add(subjects_, list, each.subjects);
        add(objects_, list, each.objects);
      }
    }
  }
}

void Pronouns::add(ByList& by_list, std::uint32_t list, const Marks& marks) {
  if (!marks.any()) {
    return;
  }
  std::uint32_t& slot = by_list.slots[list];
  if (slot == 0) {
    by_list.marks.push_back(marks);
    slot = static_cast<std::uint32_t>(by_list.marks.size());
  } else {
    by_list.marks[slot - 1] |= marks;
  }
}

Marks Pronouns::strangers_to(std::uint32_t list) const {
  Marks strangers{size_};
  for (const Meant& each : meant_) {
    if (std::ranges::find(each.lists, list) == each.lists.end()) {
      strangers |= each.subjects;
      strangers |= each.objects;
    }
  }
  return strangers;
}

}  // namespace attune::engine
