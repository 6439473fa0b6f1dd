#include "engine/script/pieces.h"

// `never after CONDITION: NAME, NAME`: what a course promises of all roads.
namespace attune::engine {
namespace {

constexpr std::string_view form = "Write \"never after gate.shut: repair.sharing\".";

}  // namespace

std::optional<ast::Promise> parse_promise(const Line& line, Findings& findings) {
  const std::size_t colon = find_colon(line.text);
  const std::size_t word = line.first_word().size();
  if (colon == std::string_view::npos || colon < word) {
    findings.error(
        "A005",
        line.whole(),
        "After \"never\" come \"after\" or \"while\", a condition, a colon, and where nobody may "
        "come.",
        std::string{form}
    );
    return std::nullopt;
  }
  ast::Promise promise;
  promise.span = line.whole();
  Tokens tokens{line, word, colon, findings};
  if (tokens.accept_word("while")) {
    promise.latched = false;
  } else if (!tokens.accept_word("after")) {
    findings.error(
        "A005",
        tokens.peek().span,
        "After \"never\" comes \"after\" (once it has been so) or \"while\" (as long as it is so).",
        std::string{form}
    );
    return std::nullopt;
  }
  auto when = parse_expression(tokens, findings);
  if (!when) {
    return std::nullopt;
  }
  promise.when = *std::move(when);
  Tokens names{line, colon + 1, line.text.size(), findings};
  promise.targets = parse_names(names, "a place where nobody may come", true, findings);
  if (promise.targets.empty()) {
    return std::nullopt;
  }
  return promise;
}

}  // namespace attune::engine
