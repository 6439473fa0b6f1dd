#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace attune::protocol {

// Writes JSON text by hand: a turn is a handful of small, flat messages, and building a tree for
// each costs more than the turn itself. Texts must be valid UTF-8; all that reach us have been
// checked.
class JsonWriter {
 public:
  JsonWriter() { out_.reserve(usual_size); }

  JsonWriter& open_object() { return open('{'); }

  JsonWriter& close_object() { return close('}'); }

  JsonWriter& open_array() { return open('['); }

  JsonWriter& close_array() { return close(']'); }

  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& boolean(bool value);
  JsonWriter& integer(std::uint64_t value);
  // Whole numbers without a fraction; a number that JSON cannot say (infinity) as null.
  JsonWriter& number(double value);
  JsonWriter& null();

  // A member of an object.
  JsonWriter& field(std::string_view name, std::string_view value) { return key(name).text(value); }

  JsonWriter& field(std::string_view name, const char* value) { return key(name).text(value); }

  template <std::same_as<bool> B>
  JsonWriter& field(std::string_view name, B value) {
    return key(name).boolean(value);
  }

  template <std::unsigned_integral I>
    requires(!std::same_as<I, bool>)
  JsonWriter& field(std::string_view name, I value) {
    return key(name).integer(value);
  }

  JsonWriter& field(std::string_view name, double value) { return key(name).number(value); }

  // A member that is left out when it has nothing to say.
  JsonWriter& field_if(std::string_view name, std::string_view value) {
    return value.empty() ? *this : field(name, value);
  }

  std::string take() && { return std::move(out_); }

 private:
  static constexpr std::size_t usual_size = 384;  // most messages grow no further

  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string out_;
  bool comma_ = false;  // something stands before in this object or array
};

}  // namespace attune::protocol
