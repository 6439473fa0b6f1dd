#pragma once

#include "engine/script/ast.h"

namespace attune::engine {

// Visits every statement of a block and of the blocks inside it, in the order they are written.
template <class Visit>
void each_statement(const ast::Block& block, const Visit& visit) {
  for (const ast::Statement& statement : block) {
    visit(statement);
    if (const auto* ask = std::get_if<ast::Ask>(&statement.what)) {
      for (const ast::OptionLine& option : ask->options) {
        each_statement(option.body, visit);
      }
    } else if (const auto* one_of = std::get_if<ast::OneOf>(&statement.what)) {
      for (const ast::Block& way : one_of->ways) {
        each_statement(way, visit);
      }
    } else if (const auto* conditional = std::get_if<ast::If>(&statement.what)) {
      for (const ast::Arm& arm : conditional->arms) {
        each_statement(arm.block, visit);
      }
      if (conditional->otherwise) {
        each_statement(*conditional->otherwise, visit);
      }
    }
  }
}

}  // namespace attune::engine
