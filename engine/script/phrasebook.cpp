#include "engine/script/phrasebook.h"

#include "engine/listen/fold.h"
#include "engine/program/limits.h"
#include "engine/script/inflections.h"

#include <algorithm>
#include <bit>

namespace attune::engine {

Phrasebook::Phrasebook(Listening& listening, Findings& findings)
    : listening_{listening}, findings_{findings} {
  listening_.passed_over.assign(1, false);
  listening_.spelt_first.assign(1, 0);
  may_slip_.assign(1, false);
  listening_.spellings.resize(1);
  listening_.list_count = 1;  // 0 is an empty list
}

WordId Phrasebook::word(std::string_view letters) {
  const WordId id = listening_.lexicon.add(letters);
  if (id >= listening_.passed_over.size()) {
    listening_.passed_over.push_back(false);
    listening_.spelt_first.push_back(0);
    may_slip_.push_back(false);
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
    for (const WordId each : read) {
      if (listening_.passed_over[each]) {
        findings_.error(
            "A081",
            phrase.span,
            "\"" + listening_.lexicon.word(each) +
                "\" is passed over when a text is read, so this would be heard without it.",
            "Take the word out here, or out of \"passed over:\"."
        );
        return {};
      }
      words.push_back(each);
    }
  }
  if (words.size() > limits::phrase_words_max) {
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

void Phrasebook::inflect(const ast::Forms& forms) {
  std::vector<std::string>* into = nullptr;
  for (const ast::Wording& each : forms.words) {
    const std::vector<RawWord> read = raw_words(each.text).words;
    if (read.size() != 1) {
      findings_.error(
          "A081", each.span, "The forms of a word are single words.", "Write \"forms: take, took\"."
      );
    } else if (into == nullptr) {
      into = &forms_[read[0].letters];
    } else {
      into->push_back(read[0].letters);
    }
  }
}

// A phrase in which no word ends with "~" is itself.
std::vector<ast::Wording> Phrasebook::inflected(const ast::Wording& phrase) {
  std::vector<ast::Wording> made{phrase};
  for (std::size_t mark = 0; (mark = made.front().text.find('~')) != std::string::npos;) {
    const std::string text = made.front().text;
    const std::size_t blank = text.rfind(' ', mark);
    const std::size_t from = blank == std::string::npos ? 0 : blank + 1;
    const std::vector<RawWord> base = raw_words(text.substr(from, mark - from)).words;
    if (base.size() != 1 || (mark + 1 < text.size() && text[mark + 1] != ' ')) {
      findings_.error(
          "A081",
          phrase.span,
          "\"~\" stands at the end of a word, and means all forms of it.",
          "Write \"hit~ me\"."
      );
      return {};
    }
    std::vector<std::string> forms = regular_forms(base[0].letters);
    if (const auto irregular = forms_.find(base[0].letters); irregular != forms_.end()) {
      std::ranges::copy(irregular->second, std::back_inserter(forms));
    }
    // The rest of the text is the same in all of them, but for what stood before.
    std::vector<ast::Wording> next;
    for (const ast::Wording& each : made) {
      const std::size_t at = each.text.find('~');
      const std::size_t space = each.text.rfind(' ', at);
      const std::size_t begin = space == std::string::npos ? 0 : space + 1;
      for (const std::string& form : forms) {
        next.push_back(ast::Wording{
            .text = each.text.substr(0, begin) + form + each.text.substr(at + 1), .span = each.span
        });
      }
    }
    made = std::move(next);
  }
  return made;
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

void Phrasebook::leave_exact(const std::vector<ast::Wording>& words) {
  for (const ast::Wording& each : words) {
    letters_of(each);  // a word that is known is never taken for another
  }
}

std::uint32_t Phrasebook::add_list() {
  return static_cast<std::uint32_t>(listening_.list_count++);
}

void Phrasebook::add_phrase(std::uint32_t list, const ast::Wording& phrase) {
  for (const ast::Wording& each : inflected(phrase)) {
    add_words(list, words_of(each));
  }
}

void Phrasebook::add_words(std::uint32_t list, const std::vector<WordId>& words) {
  std::uint32_t node = 0;
  for (const WordId id : words) {
    may_slip_[id] = true;
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
  listening_.has_pronouns.assign(listening_.list_count, false);
  for (const auto& [id, node] : nodes_.front().next) {
    const std::vector<std::uint32_t>& lists = nodes_[node].lists;
    const bool pronoun = std::ranges::any_of(listening_.pronouns, [&](const Pronoun& each) {
      const auto has = [&](std::uint32_t list) {
        return std::ranges::find(lists, list) != lists.end();
      };
      return has(each.subject) || has(each.objects);
    });
    for (const std::uint32_t list : lists) {
      if (pronoun) {
        listening_.has_pronouns[list] = true;
      }
    }
  }
  for (WordId id = 1; id < may_slip_.size(); ++id) {
    const std::string& letters = listening_.lexicon.word(id);
    if (may_slip_[id] && letters.size() >= limits::slip_characters_min) {
      listening_.slips.add(id, letters);
    }
  }
  listening_.slips.seal();
}

}  // namespace attune::engine
