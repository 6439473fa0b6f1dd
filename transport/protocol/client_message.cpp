#include "transport/protocol/client_message.h"

#include "engine/base/overloaded.h"
#include "engine/base/text.h"

#include "transport/protocol/limits.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace attune::protocol {
namespace {

using nlohmann::json;

// A member's value as far as any message can use it.
struct Null {};

struct Unusable {};  // an object, an array of other things than strings, a number beyond doubles

using Member = std::variant<std::monostate, Null, Unusable, engine::RawValue>;

// The members that some message has. Everything else in the text is read past.
struct Members {
  Member type;
  Member request;
  Member question;
  Member value;
  Member after;
  Member stage;
  Member language;

  Member* find(std::string_view name) {
    constexpr std::pair<std::string_view, Member Members::*> known[] = {
        {"type", &Members::type},
        {"request", &Members::request},
        {"question", &Members::question},
        {"value", &Members::value},
        {"after", &Members::after},
        {"stage", &Members::stage},
        {"language", &Members::language},
    };
    for (const auto& [word, member] : known) {
      if (word == name) {
        return &(this->*member);
      }
    }
    return nullptr;
  }
};

// Fills Members from a stream of JSON events, without a tree: a hostile text costs no more than its
// own length. (The callbacks' names and signatures are nlohmann's.)
class Reader : public nlohmann::json_sax<json> {
 public:
  Members members;
  bool is_object = false;
  bool too_big_a_number = false;

  bool null() override { return put(Null{}); }

  bool boolean(bool value) override { return put(engine::RawValue{value}); }

  bool number_integer(number_integer_t value) override {
    return put(engine::RawValue{static_cast<double>(value)});
  }

  bool number_unsigned(number_unsigned_t value) override {
    return put(engine::RawValue{static_cast<double>(value)});
  }

  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return put(engine::RawValue{value});
  }

  bool string(string_t& value) override {
    if (depth_ == 2 && items_ && open_ != nullptr) {
      if (items_->size() == limits::items_max) {
        *open_ = Unusable{};
        items_.reset();
        return true;
      }
      items_->push_back(std::move(value));
      return true;
    }
    return put(engine::RawValue{std::move(value)});
  }

  bool binary(binary_t& /*value*/) override { return false; }

  bool start_object(std::size_t /*elements*/) override {
    is_object = is_object || depth_ == 0;
    return put(Unusable{}) && ++depth_ <= limits::json_depth_max;
  }

  bool end_object() override {
    --depth_;
    return true;
  }

  bool start_array(std::size_t /*elements*/) override {
    put(Unusable{});
    if (depth_ == 1 && open_ != nullptr) {
      items_.emplace();
    }
    return ++depth_ <= limits::json_depth_max;
  }

  bool end_array() override {
    --depth_;
    if (depth_ == 1 && items_ && open_ != nullptr) {
      *open_ = engine::RawValue{std::move(*items_)};
      items_.reset();
    }
    return true;
  }

  bool key(string_t& name) override {
    if (depth_ == 1) {
      open_ = members.find(name);
    }
    return true;
  }

  bool parse_error(std::size_t /*at*/, const std::string& /*last*/, const json::exception& error)
      override {
    constexpr int number_overflow = 406;  // nlohmann's number of that error
    too_big_a_number = error.id == number_overflow;
    return false;
  }

 private:
  // A value that stands at the object's first level is a member; in an array it spoils the array.
  bool put(Member value) {
    if (depth_ == 1 && open_ != nullptr) {
      *open_ = std::move(value);
    } else if (depth_ == 2 && items_ && open_ != nullptr) {
      *open_ = Unusable{};
      items_.reset();
    }
    return true;
  }

  Member* open_ = nullptr;  // the member whose value comes next
  std::optional<std::vector<std::string>> items_;
  std::size_t depth_ = 0;
};

const std::string* as_text(const Member& member) {
  const auto* value = std::get_if<engine::RawValue>(&member);
  return value == nullptr ? nullptr : std::get_if<std::string>(value);
}

// A client's id, or empty when it has none that can be kept and given back.
std::string request_of(const Members& members) {
  const std::string* request = as_text(members.request);
  if (request == nullptr || engine::characters(*request) > limits::request_characters_max) {
    return {};
  }
  return *request;
}

bool absent(const Member& member) {
  return std::holds_alternative<std::monostate>(member) || std::holds_alternative<Null>(member);
}

engine::Seq question_of(const Member& member) {
  const std::string* id = as_text(member);
  return id == nullptr ? 0 : read_question_id(*id);
}

ClientMessage no_request() {
  return NotUnderstood{
      .request = {},
      .code = "bad_message",
      .message = "A message like this needs a request: a string of its own, up to 64 characters."
  };
}

std::expected<ClientMessage, BadMessage> read_hello(const Members& members) {
  if (absent(members.after)) {
    return Hello{};
  }
  constexpr double seq_max = 9007199254740992.0;  // 2^53: all that a JavaScript number can count
  const auto* value = std::get_if<engine::RawValue>(&members.after);
  const auto* after = value == nullptr ? nullptr : std::get_if<double>(value);
  const bool counts =
      after != nullptr && *after >= 0 && *after <= seq_max && std::trunc(*after) == *after;
  if (!counts) {
    return std::unexpected{BadMessage{"In a hello, after is the last seq seen, or 0."}};
  }
  return Hello{.after = static_cast<engine::Seq>(*after)};
}

ClientMessage read_answer(Members& members, std::string request) {
  auto* value = std::get_if<engine::RawValue>(&members.value);
  if (value == nullptr) {
    return NotUnderstood{
        .request = std::move(request),
        .code = "wrong_kind",
        .message = "That answer does not fit the question."
    };
  }
  service::AnswerQuestion answer{
      .question = question_of(members.question), .value = std::move(*value)
  };
  return service::Request{.id = std::move(request), .what = std::move(answer)};
}

ClientMessage read_back(const Members& members, std::string request) {
  service::GoBack back;
  if (!absent(members.question)) {
    back.question = question_of(members.question);
  }
  return service::Request{.id = std::move(request), .what = back};
}

ClientMessage read_begin(const Members& members, std::string request) {
  const std::string* stage = as_text(members.stage);
  if (stage == nullptr || stage->empty() || stage->size() > limits::stage_characters_max) {
    return NotUnderstood{
        .request = std::move(request),
        .code = "stage_not_open",
        .message = "There is no such stage to begin."
    };
  }
  return service::Request{.id = std::move(request), .what = service::BeginStage{*stage}};
}

ClientMessage read_language(const Members& members, std::string request) {
  const std::string* language = as_text(members.language);
  if (language == nullptr || language->empty() ||
      language->size() > limits::language_characters_max) {
    return NotUnderstood{
        .request = std::move(request),
        .code = "unknown_language",
        .message = "This course is not written in that language."
    };
  }
  return service::Request{.id = std::move(request), .what = service::ChooseLanguage{*language}};
}

// All types but hello carry a request.
ClientMessage read_request(Members& members, std::string_view type) {
  std::string request = request_of(members);
  const bool known = type == "answer" || type == "skip" || type == "back" || type == "help" ||
                     type == "continue" || type == "begin" || type == "language";
  if (!known) {
    return NotUnderstood{
        .request = std::move(request),
        .code = "unknown_type",
        .message = "This server does not know that kind of message."
    };
  }
  if (request.empty()) {
    return no_request();
  }
  if (type == "answer") {
    return read_answer(members, std::move(request));
  }
  if (type == "back") {
    return read_back(members, std::move(request));
  }
  if (type == "begin") {
    return read_begin(members, std::move(request));
  }
  if (type == "language") {
    return read_language(members, std::move(request));
  }
  service::Request read{.id = std::move(request), .what = service::AskForHelp{}};
  if (type == "skip") {
    read.what = service::SkipQuestion{question_of(members.question)};
  } else if (type == "continue") {
    read.what = service::ContinueOn{};
  }
  return read;
}

}  // namespace

std::expected<ClientMessage, BadMessage> read_client_message(std::string_view bytes) {
  Reader reader;
  const bool read = json::sax_parse(bytes.begin(), bytes.end(), &reader);
  if (!read && reader.is_object && reader.too_big_a_number) {
    return NotUnderstood{
        .request = request_of(reader.members),
        .code = "out_of_range",
        .message = "That number is too large."
    };
  }
  if (!read) {
    return std::unexpected{BadMessage{"A message must be JSON."}};
  }
  if (!reader.is_object) {
    return std::unexpected{BadMessage{"A message must be a JSON object."}};
  }
  const std::string* type = as_text(reader.members.type);
  if (type == nullptr) {
    return read_request(reader.members, "");
  }
  if (*type == "hello") {
    return read_hello(reader.members);
  }
  return read_request(reader.members, *type);
}

engine::Seq read_question_id(std::string_view id) {
  engine::Seq seq = 0;
  if (id.size() < 2 || id.front() != 'q' || id[1] == '0') {
    return 0;  // ids are compared as text by clients: "q07" is not "q7"
  }
  const char* end = id.data() + id.size();
  const auto [stopped, error] = std::from_chars(id.data() + 1, end, seq);
  return error == std::errc{} && stopped == end ? seq : 0;
}

std::string question_id(engine::Seq asked) {
  return "q" + std::to_string(asked);
}

}  // namespace attune::protocol
