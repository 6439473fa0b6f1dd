#pragma once

#include "engine/program/listening.h"
#include "engine/script/ast.h"
#include "engine/script/findings.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace attune::engine {

// Gathers lists of phrases, and makes of them the tables that find all of them at once. Words are
// read as those of a person are: "can't" in a script is "cannot" in an answer.
class Phrasebook {
 public:
  Phrasebook(Listening& listening, Findings& findings);

  // Before the phrases: what changes how they are read.
  void spell(const ast::Spelling& spelling);
  void inflect(const ast::Forms& forms);
  void pass_over(const std::vector<ast::Wording>& words);
  void leave_exact(const std::vector<ast::Wording>& words);

  // A new, empty list.
  std::uint32_t add_list();
  // "hit~ me" is each form of "hit" before "me".
  void add_phrase(std::uint32_t list, const ast::Wording& phrase);

  // The list of these words and no others; the same for the same words.
  std::uint32_t list_of(const std::vector<ast::Wording>& words);

  // Makes the tree, after the last phrase. One slip is forgiven in every longer word of a phrase.
  void finish();

 private:
  struct Node {
    std::map<WordId, std::uint32_t> next;
    std::vector<std::uint32_t> lists;
    std::uint32_t depth = 0;
  };

  std::vector<ast::Wording> inflected(const ast::Wording& phrase);
  void add_words(std::uint32_t list, const std::vector<WordId>& words);
  std::vector<WordId> letters_of(const ast::Wording& phrase);
  std::vector<WordId> words_of(const ast::Wording& phrase);
  WordId word(std::string_view letters);

  Listening& listening_;
  Findings& findings_;
  std::vector<Node> nodes_{1};
  std::map<std::string, std::vector<std::string>, std::less<>> forms_;
  std::vector<bool> may_slip_;  // one a word: it stands in a phrase
  std::map<std::string, std::uint32_t> lists_of_words_;
};

}  // namespace attune::engine
