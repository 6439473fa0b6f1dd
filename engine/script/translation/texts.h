#pragma once

#include "engine/program/wording.h"
#include "engine/script/tree.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Every text of a course that a person may read or hear.
namespace attune::engine {

// What a course says, and nothing of what it does: what a translation changes.
struct Said {
  Tree tree;
  std::vector<Country> countries;
  Phrases phrases;
  std::vector<std::pair<std::string, std::string>> remembered;  // as Wording::remembered
};

// One text, to be read or replaced.
struct CourseText {
  std::string context;          // file and scene: "discovery.arriving"
  std::string what;             // what it is, for a translator: "Option of pace"
  SourceSpan span;              // its line is 0 where it stands in no script
  ast::Words* words = nullptr;  // what may have braces; else `text` is set
  std::string* text = nullptr;
  bool is_phrase = false;  // of the machine, and not of the course

  std::string_view source() const { return words != nullptr ? words->raw : *text; }
};

// In the script's order; empty texts, and resources that no script reads, are left out. `phrases`:
// also those of the machine itself, whose source is English.
void each_text(Said& said, bool phrases, const std::function<void(const CourseText&)>& visit);

}  // namespace attune::engine
