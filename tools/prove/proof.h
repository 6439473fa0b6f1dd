#pragma once

#include "engine/program/program.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Whether the promises of a course (`never after gate.shut: repair.sharing`) hold on all roads.
//
// What is walked is not the machine but everything that it could do: each place of the script with
// what is known of a few values there. Of the others nothing is known, so both ways of a condition
// on them are walked. Whatever a person does is in it: to answer, skip, rest, ask for help, be
// heard by a watch and say that it was not meant, go away and be welcomed back, take up another
// stage at any question and come back from it. So when no such road leads where nobody may come, no
// conversation does. Where one seems to, the values that the conditions on it looked at are
// followed as well, and it is walked again, until it holds or the road is true to all its
// conditions (a refinement loop: Clarke and others 2000, "Counterexample-guided abstraction
// refinement").
//
// Taking back an answer leads to a place where the conversation has been, so it adds no road. What
// another version of the script does after a move is a promise of that version.
namespace attune::tools {

enum class Verdict : std::uint8_t {
  holds,
  broken,     // `road` leads there
  undecided,  // there are more places than limits::prove_places_max
};

struct Proof {
  Verdict verdict = Verdict::holds;
  std::size_t places = 0;             // that were walked, in the last round
  std::vector<std::string> followed;  // values that had to be known
  // Broken: where the road leads, and what a person does on it, a line each. Undecided: a road on
  // which it may be broken, for all that was followed until then.
  std::string target;
  std::vector<std::string> road;
};

Proof prove(const engine::Program& program, const engine::Promise& promise);

}  // namespace attune::tools
