#pragma once

#include "engine/program/program.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tools/conversation.h"
#include "tools/screen.h"

namespace attune::tools {

// A conversation as a person sees it in a terminal.
class PlayView {
 public:
  PlayView(
      const engine::Program& program,
      const Conversation& conversation,
      const Screen& screen,
      std::ostream& out
  )
      : program_{program}, conversation_{conversation}, screen_{screen}, out_{out} {}

  void show(const std::vector<SpokenLine>& lines) const;
  // The one that stands open, with its options and what helps to answer it.
  void question() const;
  void tell_end() const;
  void list_scenes() const;
  void list_kept() const;
  void list_places(const std::vector<SpokenLine>& lines) const;

  // What was typed, in the plain form: ids for the numbers of options.
  std::string plain(std::string_view typed) const;

 private:
  void note(std::string_view name, const std::string& text) const;
  void picture(const engine::PictureShown& shown) const;

  const engine::Program& program_;
  const Conversation& conversation_;
  const Screen& screen_;
  std::ostream& out_;
};

}  // namespace attune::tools
