#include "transport/server/logging.h"

#include "transport/protocol/json_writer.h"
#include "transport/protocol/timestamps.h"

#include <chrono>
#include <memory>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <string>

namespace attune::server::log {
namespace {

// Until start() the lines go nowhere: tests run a server without its talk.
std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance;
  return instance;
}

void write(spdlog::level::level_enum level, std::string_view event, Fields fields) {
  const auto& out = logger();
  if (!out || !out->should_log(level)) {
    return;
  }
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto word = spdlog::level::to_string_view(level);
  protocol::JsonWriter line;
  line.open_object().field("at", protocol::iso_instant(now));
  line.field("level", std::string_view{word.data(), word.size()}).field("event", event);
  for (const auto& [name, value] : fields) {
    line.key(name);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      line.text(*text);
    } else if (const auto* count = std::get_if<std::uint64_t>(&value)) {
      line.integer(*count);
    } else if (const auto* number = std::get_if<double>(&value)) {
      line.number(*number);
    } else if (const auto* yes = std::get_if<bool>(&value)) {
      line.boolean(*yes);
    }
  }
  line.close_object();
  const std::string text = std::move(line).take();
  out->log(level, spdlog::string_view_t{text.data(), text.size()});
}

}  // namespace

void start(std::string_view level) {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto made = std::make_shared<spdlog::logger>("attune", std::move(sink));
  made->set_pattern("%v");
  made->set_level(spdlog::level::from_str(level == "warn" ? "warning" : std::string{level}));
  made->flush_on(spdlog::level::info);
  logger() = std::move(made);
}

void debug(std::string_view event, Fields fields) {
  write(spdlog::level::debug, event, fields);
}

void info(std::string_view event, Fields fields) {
  write(spdlog::level::info, event, fields);
}

void warn(std::string_view event, Fields fields) {
  write(spdlog::level::warn, event, fields);
}

void error(std::string_view event, Fields fields) {
  write(spdlog::level::err, event, fields);
}

}  // namespace attune::server::log
