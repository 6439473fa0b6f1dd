#pragma once

#include "engine/session/event.h"
#include "engine/versions/shape.h"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

// Which names of an older version are which of a newer one.
namespace attune::engine {

class Correspondence {
 public:
  // `words_only`: their structure is the same, so that the order alone tells which is which.
  Correspondence(
      const Program& from,
      const Shape& from_shape,
      const Program& to,
      const Shape& to_shape,
      bool words_only
  );

  // The section that goes on an old one: of the same name, or one that says `was`. none when it is
  // gone.
  std::uint32_t section(std::uint32_t old_section) const { return sections_[old_section]; }

  // The rest, or the place after a `do`, that goes on an old one; nullptr when it is gone. Those
  // are counted within their section, so which is which is told by what stands around them.
  const Point* point(NameId old_point) const;

  // Where the author sends those who wait at something that was called so; nullptr when nowhere.
  const Send* send(std::string_view old_name) const;

  // Visits and ways that are counted under other names now.
  const std::vector<Renamed>& renamed() const { return renamed_; }

 private:
  void match_sections();
  void match_points(bool words_only);
  void rename_counts();

  const Program& from_;
  const Shape& from_shape_;
  const Program& to_;
  const Shape& to_shape_;
  std::vector<std::uint32_t> sections_;
  std::map<NameId, const Point*> points_;
  std::vector<Renamed> renamed_;
};

}  // namespace attune::engine
