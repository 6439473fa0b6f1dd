#include "engine/script/phrasebook.h"

#include "engine/listen/fold.h"
#include "engine/program/limits.h"

#include <algorithm>
#include <bit>

namespace attune::engine {

Phrasebook::Phrasebook(Listening& listening, Findings& findings)
    : listening_{listening}, findings_{findings} {
  listening_.passed_over.assign(1, false);
  listening_.spelt_first.assign(1, 0);
  listening_.spellings.resize(1);
  listening_.list_count = 1;  // 0 is an empty list
}

WordId Phrasebook::word(std::string_view letters) {
  const WordId id = listening_.lexicon.add(letters);
  if (id >= listening_.passed_over.size()) {
    listening_.passed_over.push_back(false);
    listening_.spelt_first.push_back(0);
  }
  return id;
}

// The words as they stand there.
std::vector<WordId> Phrasebook::letters_of(const ast::Wording& phrase) {
  std::vector<WordId> words;
  for (const RawWord& raw : raw_words(phrase.text).words) {
    words.push_back(word(raw.letters));
  }
  if (words.empty()) {
    findings_.error("A081", phrase.span, "There is no word in this that a person could write.");
  }
  return words;
}

// The words as they are read.
std::vector<WordId> Phrasebook::words_of(const ast::Wording& phrase) {
  const std::vector<WordId> written = letters_of(phrase);
  std::vector<WordId> words;
  for (const WordId id : written) {
    const std::uint32_t spelling = listening_.spelt_first[id];
    const std::vector<WordId> read =
        spelling == 0 ? std::vector<WordId>{id} : listening_.spellings[spelling];
    std::ranges::copy_if(read, std::back_inserter(words), [this](WordId each) {
      return !listening_.passed_over[each];
    });
  }
  if (words.empty() && !written.empty()) {
    findings_.error(
        "A081",
        phrase.span,
        "All of these words are passed over when a text is read, so they are never found.",
        "Take a word out of \"passed over:\", or write other words."
    );
  } else if (words.size() > limits::phrase_words_max) {
    findings_.error(
        "A081",
        phrase.span,
        "This is longer than " + std::to_string(limits::phrase_words_max) + " words.",
        "Divide it with \"...\" in a construction."
    );
    words.clear();
  }
  return words;
}

void Phrasebook::spell(const ast::Spelling& spelling) {
  const std::vector<WordId> read = letters_of(spelling.read_as);
  for (const ast::Wording& written : spelling.written) {
    const std::vector<WordId> words = letters_of(written);
    if (words.size() != 1) {
      findings_.error(
          "A081",
          written.span,
          "Another spelling is one word.",
          "Write several words as a list: words NAME: ..."
      );
      continue;
    }
    if (listening_.spelt_first[words[0]] != 0) {
      findings_.error(
          "A020", written.span, "There is already a spelling of \"" + written.text + "\"."
      );
      continue;
    }
    listening_.spelt_first[words[0]] = static_cast<std::uint32_t>(listening_.spellings.size());
    listening_.spellings.push_back(read);
  }
}

void Phrasebook::pass_over(const std::vector<ast::Wording>& words) {
  for (const ast::Wording& each : words) {
    const std::vector<WordId> read = letters_of(each);
    if (read.size() > 1) {
      findings_.error("A081", each.span, "Only single words are passed over.");
    } else if (!read.empty()) {
      listening_.passed_over[read[0]] = true;
    }
  }
}

void Phrasebook::forgive_slips(const std::vector<ast::Wording>& words) {
  for (const ast::Wording& each : words) {
    const std::vector<WordId> read = letters_of(each);
    if (read.size() != 1 || listening_.lexicon.word(read[0]).size() < limits::slip_characters_min) {
      findings_.error(
          "A081",
          each.span,
          "A slip is forgiven only in one word of at least " +
              std::to_string(limits::slip_characters_min) + " letters.",
          "A shorter one is too near to others: list the slips that people make."
      );
      continue;
    }
    listening_.slips.add(read[0], listening_.lexicon.word(read[0]));
  }
}

void Phrasebook::leave_exact(const std::vector<ast::Wording>& words) {
  for (const ast::Wording& each : words) {
    letters_of(each);  // a word that is known is never taken for another
  }
}

std::uint32_t Phrasebook::add_list() {
  return static_cast<std::uint32_t>(listening_.list_count++);
}

void Phrasebook::add_phrase(std::uint32_t list, const ast::Wording& phrase) {
  std::uint32_t node = 0;
  for (const WordId id : words_of(phrase)) {
    const auto next = nodes_[node].next.find(id);
    if (next != nodes_[node].next.end()) {
      node = next->second;
      continue;
    }
    const auto made = static_cast<std::uint32_t>(nodes_.size());
    nodes_[node].next.emplace(id, made);
    const std::uint32_t depth = nodes_[node].depth + 1;
    nodes_.emplace_back();
    nodes_.back().depth = depth;
    node = made;
  }
  std::vector<std::uint32_t>& lists = nodes_[node].lists;
  if (node != 0 && std::ranges::find(lists, list) == lists.end()) {
    lists.push_back(list);
  }
}

std::uint32_t Phrasebook::list_of(const std::vector<ast::Wording>& words) {
  std::string key;
  for (const ast::Wording& each : words) {
    key += each.text + "/";
  }
  const auto [it, fresh] = lists_of_words_.try_emplace(key, 0);
  if (fresh) {
    it->second = add_list();
    for (const ast::Wording& each : words) {
      add_phrase(it->second, each);
    }
  }
  return it->second;
}

void Phrasebook::finish() {
  PhraseTree& tree = listening_.phrases;
  tree.edges.resize(std::bit_ceil(nodes_.size() * 2 + 1));
  const std::size_t mask = tree.edges.size() - 1;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    tree.nodes.push_back(PhraseTree::Node{
        .lists_first = static_cast<std::uint32_t>(listening_.phrase_lists.size()),
        .lists_count = static_cast<std::uint32_t>(node.lists.size()),
        .depth = node.depth
    });
    listening_.phrase_lists.insert(
        listening_.phrase_lists.end(), node.lists.begin(), node.lists.end()
    );
    listening_.phrase_words_max = std::max<std::size_t>(listening_.phrase_words_max, node.depth);
    for (const auto& [id, next] : node.next) {
      const std::uint64_t key = (std::uint64_t{i} << 32U) | id;
      std::size_t at = spread_hash(key) & mask;
      while (tree.edges[at].node != 0) {
        at = (at + 1) & mask;
      }
      tree.edges[at] = PhraseTree::Edge{.key = key, .node = next};
    }
  }
  listening_.slips.seal();
}

}  // namespace attune::engine
