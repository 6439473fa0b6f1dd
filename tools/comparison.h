#pragma once

#include <string>
#include <vector>

#include "tools/conversation.h"
#include "tools/transcript.h"

// What a transcript has between two answers, against what is said there.
namespace attune::tools {

struct Comparison {
  bool same = false;
  std::string difference;  // minus: only in the transcript; plus: only said; empty when same
};

// `...` in `expected` stands for any number of the coach's lines. Takes time and space in
// proportion to the product of the two lengths, however many `...` there are.
Comparison compare(
    const std::vector<TranscriptLine>& expected, const std::vector<SpokenLine>& actual
);

}  // namespace attune::tools
