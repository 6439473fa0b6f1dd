#pragma once

#include "engine/session/event.h"

#include "transport/protocol/interruptions.h"
#include "transport/service/session_service.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace attune::protocol {

enum class ExportFormat : std::uint8_t { json, markdown, csv };

// What was said for somebody's safety is in the file only when they ask for it: a file lies about.
enum class WithInterruptions : std::uint8_t { no, yes };

// A journey as a file for the person: the coach's words and their own, or (CSV) the answers and
// scores alone, one a row. Written page by page, so
// that a long one needs no more memory than a short one. It is given events that hold, in order:
// what was taken back is not among them.
class Export {
 public:
  Export(
      ExportFormat format,
      const service::JourneyView& journey,
      WithInterruptions interruptions = WithInterruptions::no
  );

  std::string_view content_type() const;
  std::string_view file_name() const;  // says nothing about whose it is, or what about

  // Each gives the next stretch of the file.
  std::string begin();
  std::string add(const engine::Event& event);
  std::string end();

 private:
  std::string write(const engine::Event& event);
  std::string add_json(const engine::Event& event);
  std::string add_markdown(const engine::Event& event);
  static std::string add_csv(const engine::Event& event);
  const std::string& title_of(const std::string& stage) const;

  ExportFormat format_;
  service::JourneyView journey_;
  WithInterruptions with_interruptions_;
  Interruptions interruptions_;
  bool first_ = true;
};

}  // namespace attune::protocol
