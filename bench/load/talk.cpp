#include "bench/load/talk.h"

#include <array>
#include <charconv>

#include "bench/load/json_field.h"

namespace attune::bench {

namespace {

// A version 4 UUID in form, from two counters, so that a run can be read.
std::string request_id(std::uint64_t client, std::uint64_t answer) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id = "00000000-0000-4000-8000-000000000000";
  for (std::size_t at = 8; at-- > 0; answer >>= 4U) {
    id[at] = digits[answer & 0xfU];
  }
  for (std::size_t at = id.size(); at-- > 24; client >>= 4U) {
    id[at] = digits[client & 0xfU];
  }
  return id;
}

}  // namespace

Talk::Heard Talk::hear(std::string_view message) {
  const std::string_view type = unquoted(json_field(message, "type"));
  if (type == "asked") {
    take_question(message);
    return Heard::asked;
  }
  if (type == "kept") {
    take_kept(message);
    return Heard::kept;
  }
  if (type == "current") {
    return Heard::current;
  }
  if (type == "rejected" || type == "error") {
    return Heard::rejected;
  }
  return Heard::words;
}

void Talk::take_question(std::string_view message) {
  question_ = unquoted(json_field(message, "question"));
  kind_ = unquoted(json_field(message, "kind"));
  // The first option: [{"id":...
  std::string_view options = json_field(message, "options");
  if (!options.empty()) {
    options.remove_prefix(1);
    option_ = json_field(options, "id");
  }
}

void Talk::take_kept(std::string_view message) {
  kept_question_ = unquoted(json_field(message, "question"));
  kept_request_ = unquoted(json_field(message, "request"));
  kept_value_ = json_field(message, "value");
  const std::string_view seq = json_field(message, "seq");
  kept_seq_ = 0;
  std::from_chars(seq.data(), seq.data() + seq.size(), kept_seq_);
}

std::string Talk::answer() {
  constexpr std::array<std::string_view, 4> texts{
      R"("we planned a weekend away together")",
      R"("a quiet dinner, and then a long silence")",
      R"("she asked how I was and I said fine")",
      R"("nothing much, only the ordinary things")",
  };
  ++answers_;
  request_ = request_id(client_, answers_);
  if (kind_ == "scale") {
    value_ = std::to_string(1 + (client_ + answers_) % 7);
  } else if (kind_ == "choice") {
    value_ = option_;
  } else {
    value_ = texts[(client_ + answers_) % texts.size()];
  }
  answer_ = R"({"type":"answer","request":")" + request_ + R"(","question":")" + question_ +
            R"(","value":)" + value_ + "}";
  question_.clear();
  return answer_;
}

}  // namespace attune::bench
