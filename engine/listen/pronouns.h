#pragma once

#include "engine/listen/heard_words.h"
#include "engine/listen/marks.h"
#include "engine/listen/occurrences.h"
#include "engine/program/listening.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attune::engine {

// Each "he", "she" and "they" stands for the person who was named last: "my dad is drunk, he hits
// me". It is then in all lists that have this person and no pronouns of their own; "he" where a
// construction begins, "him" behind that. Where nobody was named it stays as it is.
class Pronouns {
 public:
  // No pronouns, in a text of so many words.
  explicit Pronouns(std::size_t words) : size_{words + 1} {}

  Pronouns(
      const Listening& listening, std::span<const HeardWord> words, const Occurrences& occurrences
  );

  // Where pronouns stand for somebody of this list; nullptr: nowhere.
  const Marks* subjects(std::uint32_t list) const { return at(subjects_, list); }

  const Marks* objects(std::uint32_t list) const { return at(objects_, list); }

  // The pronouns that mean somebody who is not in this list.
  Marks strangers_to(std::uint32_t list) const;

 private:
  // The pronouns that mean one person.
  struct Meant {
    std::vector<std::uint32_t> lists;  // that have the person
    Marks subjects;
    Marks objects;
  };

  class Reading;

  struct ByList {
    std::vector<std::uint32_t> slots;  // one a list; 0: nowhere
    std::vector<Marks> marks;
  };

  static const Marks* at(const ByList& by_list, std::uint32_t list) {
    const std::uint32_t slot = by_list.slots.empty() ? 0 : by_list.slots[list];
    return slot == 0 ? nullptr : &by_list.marks[slot - 1];
  }

  static void add(ByList& by_list, std::uint32_t list, const Marks& marks);

  std::size_t size_;
  std::vector<Meant> meant_;
  ByList subjects_;
  ByList objects_;
};

}  // namespace attune::engine
