#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace attune::bench {

// What one client of Attune knows of its conversation (docs/PROTOCOL.md), and what it says next. It
// answers every question of bench/load/courses.
class Talk {
 public:
  enum class Heard : std::uint8_t {
    words,     // nothing to do
    kept,      // an answer was kept: kept_*()
    asked,     // a question stands open, and all that follows an answer has come
    current,   // caught up after hello
    rejected,  // or an error
  };

  explicit Talk(std::uint64_t client) : client_(client) {}

  static std::string hello() { return R"({"type":"hello","after":0})"; }

  Heard hear(std::string_view message);

  bool has_question() const { return !question_.empty(); }

  const std::string& question() const { return question_; }

  // An answer to the open question, under a new request id.
  std::string answer();

  // The last answer once more, under its own id.
  const std::string& answer_again() const { return answer_; }

  const std::string& request() const { return request_; }

  const std::string& value() const { return value_; }  // raw JSON

  // Of the last `kept`.
  const std::string& kept_question() const { return kept_question_; }

  const std::string& kept_request() const { return kept_request_; }

  const std::string& kept_value() const { return kept_value_; }

  std::uint64_t kept_seq() const { return kept_seq_; }

 private:
  void take_question(std::string_view message);
  void take_kept(std::string_view message);

  std::uint64_t client_;
  std::uint64_t answers_ = 0;
  std::string question_;
  std::string kind_;
  std::string option_;
  std::string answer_;
  std::string request_;
  std::string value_;
  std::string kept_question_;
  std::string kept_request_;
  std::string kept_value_;
  std::uint64_t kept_seq_ = 0;
};

}  // namespace attune::bench
