#include "engine/script/pieces.h"

// Conditions and expressions, by precedence: or, and, not, comparison, sum, product, sign.
namespace attune::engine {
namespace {

using ast::Expression;
using ast::ExpressionKind;

SourceSpan covering(SourceSpan first, const SourceSpan& last) {
  first.length = last.column + last.length - first.column;
  return first;
}

class ExpressionParser {
 public:
  ExpressionParser(Tokens& tokens, Findings& findings) : tokens_{tokens}, findings_{findings} {}

  std::optional<Expression> parse() { return disjunction(); }

  std::optional<Expression> parse_amount() { return sum(); }

 private:
  // Counts how deep brackets and signs lie within one another.
  struct Depth {
    explicit Depth(std::size_t& count) : count_{count} { ++count_; }

    ~Depth() { --count_; }

    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

    std::size_t& count_;
  };

  std::optional<Expression> fail(const Token& at, std::string message, std::string mend = {}) {
    findings_.error("A005", at.span, std::move(message), std::move(mend));
    return std::nullopt;
  }

  static Expression operation(Op op, Expression left, Expression right) {
    Expression made;
    made.kind = ExpressionKind::operation;
    made.op = op;
    made.span = covering(left.span, right.span);
    made.operands.push_back(std::move(left));
    made.operands.push_back(std::move(right));
    return made;
  }

  std::optional<Expression> disjunction() {
    std::optional<Expression> left = conjunction();
    while (left && tokens_.accept_word("or")) {
      std::optional<Expression> right = conjunction();
      if (!right) {
        return std::nullopt;
      }
      left = operation(Op::logical_or, *std::move(left), *std::move(right));
    }
    return left;
  }

  std::optional<Expression> conjunction() {
    std::optional<Expression> left = negation();
    while (left && tokens_.accept_word("and")) {
      std::optional<Expression> right = negation();
      if (!right) {
        return std::nullopt;
      }
      left = operation(Op::logical_and, *std::move(left), *std::move(right));
    }
    return left;
  }

  std::optional<Expression> unary(Op op, const SourceSpan& span, std::optional<Expression> inner) {
    if (!inner) {
      return std::nullopt;
    }
    Expression made;
    made.kind = ExpressionKind::operation;
    made.op = op;
    made.span = covering(span, inner->span);
    made.operands.push_back(*std::move(inner));
    return made;
  }

  std::optional<Expression> negation() {
    const Depth depth{depth_};
    if (depth_ > limits::expression_depth_max) {
      return fail(
          tokens_.peek(), "This condition has too many brackets.", "Divide it into several ifs."
      );
    }
    const SourceSpan span = tokens_.peek().span;
    if (tokens_.accept_word("not")) {
      return unary(Op::logical_not, span, negation());
    }
    return comparison();
  }

  std::optional<Expression> comparison() {
    std::optional<Expression> left = sum();
    if (!left) {
      return std::nullopt;
    }
    if (tokens_.accept_word("is")) {
      return is_what(*std::move(left));
    }
    if (tokens_.accept_word("includes")) {
      std::optional<Expression> right = sum();
      return right ? std::optional{operation(Op::includes, *std::move(left), *std::move(right))}
                   : std::nullopt;
    }
    constexpr std::pair<std::string_view, Op> orders[] = {
        {">=", Op::greater_equal}, {"<=", Op::less_equal}, {">", Op::greater}, {"<", Op::less}
    };
    for (const auto& [symbol, op] : orders) {
      if (tokens_.accept_symbol(symbol)) {
        std::optional<Expression> right = sum();
        return right ? std::optional{operation(op, *std::move(left), *std::move(right))}
                     : std::nullopt;
      }
    }
    if (tokens_.peek().kind == TokenKind::symbol && tokens_.peek().text == "=") {
      return fail(tokens_.peek(), "\"=\" does not compare.", "Write \"is\" instead.");
    }
    return left;
  }

  std::optional<Expression> is_what(Expression left) {
    const bool negated = tokens_.accept_word("not");
    const Token what = tokens_.peek();
    if (tokens_.accept_word("skipped") || tokens_.accept_word("answered")) {
      if (left.kind != ExpressionKind::word) {
        return fail(what, "Only the name of a question can be \"skipped\" or \"answered\".");
      }
      const SourceSpan start = left.span;
      left.span = covering(start, what.span);
      left.kind = what.text == "skipped" ? ExpressionKind::is_skipped : ExpressionKind::is_answered;
      if (!negated) {
        return left;
      }
      return unary(Op::logical_not, start, std::move(left));
    }
    std::optional<Expression> right = sum();
    if (!right) {
      return std::nullopt;
    }
    return operation(negated ? Op::not_equal : Op::equal, std::move(left), *std::move(right));
  }

  std::optional<Expression> sum() {
    std::optional<Expression> left = product();
    while (left) {
      const bool plus = tokens_.accept_symbol("+");
      if (!plus && !tokens_.accept_symbol("-")) {
        break;
      }
      std::optional<Expression> right = product();
      if (!right) {
        return std::nullopt;
      }
      left = operation(plus ? Op::add : Op::subtract, *std::move(left), *std::move(right));
    }
    return left;
  }

  std::optional<Expression> product() {
    std::optional<Expression> left = sign();
    while (left) {
      const bool times = tokens_.accept_symbol("*");
      if (!times && !tokens_.accept_symbol("/")) {
        break;
      }
      std::optional<Expression> right = sign();
      if (!right) {
        return std::nullopt;
      }
      left = operation(times ? Op::multiply : Op::divide, *std::move(left), *std::move(right));
    }
    return left;
  }

  std::optional<Expression> sign() {
    const Depth depth{depth_};
    if (depth_ > limits::expression_depth_max) {
      return fail(tokens_.peek(), "This expression has too many signs.");
    }
    const SourceSpan span = tokens_.peek().span;
    if (tokens_.accept_symbol("-")) {
      return unary(Op::negate, span, sign());
    }
    return atom();
  }

  std::optional<Expression> atom() {
    const Token token = tokens_.next();
    Expression made;
    made.span = token.span;
    made.text = token.text;
    switch (token.kind) {
      case TokenKind::number:
        made.kind = ExpressionKind::number;
        made.number = token.number;
        return made;
      case TokenKind::text:
        made.kind = ExpressionKind::text;
        return made;
      case TokenKind::symbol:
        if (token.text == "(") {
          std::optional<Expression> inner = disjunction();
          if (inner && !tokens_.accept_symbol(")")) {
            return fail(tokens_.peek(), "A bracket is open here.", "Add a \")\".");
          }
          return inner;
        }
        return fail(token, "\"" + token.text + "\" does not belong in a condition.");
      case TokenKind::end:
        return fail(token, "The condition stops too early: something is missing here.");
      case TokenKind::word:
        break;
    }
    if (token.text == "true" || token.text == "false") {
      made.kind = ExpressionKind::boolean;
      made.number = token.text == "true" ? 1 : 0;
      return made;
    }
    if (token.text == "visits") {
      made.kind = ExpressionKind::visits;
      return made;
    }
    if (token.text == "count") {
      return of_name(std::move(made), ExpressionKind::count);
    }
    if (token.text == "days") {
      if (!tokens_.accept_word("since")) {
        return fail(tokens_.peek(), "After \"days\" comes \"since(STAGE)\".");
      }
      return of_name(std::move(made), ExpressionKind::days_since);
    }
    if (token.text == "score") {
      return score(std::move(made));
    }
    made.kind = ExpressionKind::word;
    return made;
  }

  // score(closeness.anxiety) is the answer closeness_anxiety, of this file or of the one before it.
  std::optional<Expression> score(Expression made) {
    std::optional<Expression> named = of_name(std::move(made), ExpressionKind::word);
    if (!named) {
      return std::nullopt;
    }
    const std::size_t dot = named->text.rfind('.');
    if (dot == std::string::npos) {
      findings_.error(
          "A005",
          named->span,
          "A score is named with its measure.",
          "Write one such as score(closeness.anxiety)."
      );
      return std::nullopt;
    }
    named->text[dot] = '_';
    named->score = true;
    return named;
  }

  std::optional<Expression> of_name(Expression made, ExpressionKind kind) {
    made.kind = kind;
    if (!tokens_.accept_symbol("(")) {
      return fail(
          tokens_.peek(), "Here a name in brackets is missing.", "Write one such as (moves)."
      );
    }
    const Token name = tokens_.next();
    if (name.kind != TokenKind::word) {
      return fail(name, "Here a name in brackets is missing.", "Write one such as (moves).");
    }
    if (!tokens_.accept_symbol(")")) {
      return fail(tokens_.peek(), "A bracket is open here.", "Add a \")\".");
    }
    made.text = name.text;
    made.span = name.span;
    return made;
  }

  Tokens& tokens_;
  Findings& findings_;
  std::size_t depth_ = 0;
};

}  // namespace

std::optional<ast::Expression> parse_expression(Tokens& tokens, Findings& findings) {
  std::optional<ast::Expression> made = ExpressionParser{tokens, findings}.parse();
  if (made) {
    tokens.expect_end(findings);
  }
  return made;
}

std::optional<ast::Expression> parse_amount(Tokens& tokens, Findings& findings) {
  return ExpressionParser{tokens, findings}.parse_amount();
}

}  // namespace attune::engine
