#include "engine/script/translation/plural.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace attune::engine {
namespace {

constexpr std::uint32_t forms_max = 6;     // Arabic has that many
constexpr std::uint64_t tried_max = 1000;  // every rule there is repeats after a hundred
constexpr int depth_max = 64;

// Reads an expression of C and computes it for one n, in one go.
class Reader {
 public:
  Reader(std::string_view text, std::uint64_t n) : rest_{text}, n_{n} {}

  // nullopt when it is no such expression.
  std::optional<std::uint64_t> read() {
    const std::uint64_t value = choice();
    skip_blanks();
    return failed_ || !rest_.empty() ? std::nullopt : std::optional{value};
  }

 private:
  void skip_blanks() { rest_ = trimmed(rest_); }

  bool accept(std::string_view sign) {
    skip_blanks();
    if (failed_ || !rest_.starts_with(sign)) {
      return false;
    }
    rest_.remove_prefix(sign.size());
    return true;
  }

  std::uint64_t choice() {
    if (++depth_ > depth_max) {
      failed_ = true;
      return 0;
    }
    const std::uint64_t condition = either();
    std::uint64_t value = condition;
    if (accept("?")) {
      const std::uint64_t yes = choice();
      failed_ = failed_ || !accept(":");
      const std::uint64_t no = failed_ ? 0 : choice();
      value = condition != 0 ? yes : no;
    }
    --depth_;
    return value;
  }

  std::uint64_t either() {
    std::uint64_t value = both();
    while (accept("||")) {
      const std::uint64_t right = both();
      value = value != 0 || right != 0 ? 1 : 0;
    }
    return value;
  }

  std::uint64_t both() {
    std::uint64_t value = compared();
    while (accept("&&")) {
      const std::uint64_t right = compared();
      value = value != 0 && right != 0 ? 1 : 0;
    }
    return value;
  }

  std::uint64_t compared() {
    const std::uint64_t left = rest_of();
    constexpr auto signs = std::to_array<std::string_view>({"==", "!=", "<=", ">=", "<", ">"});
    for (std::size_t i = 0; i < signs.size(); ++i) {
      if (accept(signs[i])) {
        const std::uint64_t right = rest_of();
        const std::array<bool, 6> holds = {
            left == right, left != right, left <= right, left >= right, left<right, left> right
        };
        return holds[i] ? 1 : 0;
      }
    }
    return left;
  }

  std::uint64_t rest_of() {
    std::uint64_t value = one();
    while (accept("%")) {
      const std::uint64_t right = one();
      failed_ = failed_ || right == 0;
      value = failed_ ? 0 : value % right;
    }
    return value;
  }

  std::uint64_t one() {
    if (accept("(")) {
      const std::uint64_t value = choice();
      failed_ = failed_ || !accept(")");
      return value;
    }
    if (accept("n")) {
      return n_;
    }
    skip_blanks();
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (failed_ || error != std::errc{}) {
      failed_ = true;
      return 0;
    }
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return number;
  }

  std::string_view rest_;
  std::uint64_t n_;
  int depth_ = 0;
  bool failed_ = false;
};

std::unexpected<Error> wrong(std::string what) {
  return std::unexpected{Error{"Plural-Forms: " + std::move(what)}};
}

}  // namespace

Result<PluralRule> PluralRule::read(std::string_view field) {
  constexpr std::string_view count = "nplurals=";
  constexpr std::string_view rule = "plural=";
  PluralRule made;
  made.expression_ = "n != 1";
  if (trimmed(field).empty()) {
    return made;
  }
  const std::size_t semicolon = field.find(';');
  const std::string_view first = trimmed(field.substr(0, semicolon));
  std::string_view second =
      semicolon == std::string_view::npos ? "" : trimmed(field.substr(semicolon + 1));
  if (!first.starts_with(count) || !second.starts_with(rule)) {
    return wrong("it reads \"nplurals=2; plural=(n != 1);\" or the like.");
  }
  const std::string_view digits = trimmed(first.substr(count.size()));
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), made.forms_);
  if (error != std::errc{} || end != digits.data() + digits.size() || made.forms_ == 0 ||
      made.forms_ > forms_max) {
    return wrong("nplurals is a number from 1 to " + std::to_string(forms_max) + ".");
  }
  second = trimmed(second.substr(rule.size()));
  second = trimmed(second.substr(0, second.find(';')));
  made.expression_ = second;
  for (std::uint64_t n = 0; n <= tried_max; ++n) {
    const std::optional<std::uint64_t> form = Reader{second, n}.read();
    if (!form) {
      return wrong("this expression is not understood: " + made.expression_);
    }
    if (*form >= made.forms_) {
      return wrong("for " + std::to_string(n) + " there is no such form.");
    }
  }
  return made;
}

std::uint32_t PluralRule::form(std::uint64_t n) const {
  return static_cast<std::uint32_t>(Reader{expression_, n}.read().value_or(0));
}

}  // namespace attune::engine
