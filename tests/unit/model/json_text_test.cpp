// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_text.hpp"

#include <array>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace {

using model::JsonList;
using model::JsonObject;
using Document = nlohmann::ordered_json;

template <typename Value>
std::string written(const Value& value) {
  return JsonObject().add("x", value).take_text();
}
template <typename Value>
std::string by_the_library(const Value& value) {
  return Document{{"x", value}}.dump();
}

TEST_CASE("text is escaped as the JSON library does it, each character alone and inside") {
  for (int c = 0; c < 128; ++c) {
    const std::string alone(1, static_cast<char>(c));
    const std::string inside = "a" + alone + alone + "\xC3\xA9 b";
    CHECK(written(alone) == by_the_library(alone));
    CHECK(written(inside) == by_the_library(inside));
  }
  CHECK(written("") == R"({"x":""})");
  CHECK(written(std::string_view("\xE2\x82\xAC")) == "{\"x\":\"\xE2\x82\xAC\"}");
}

TEST_CASE("numbers are those of the JSON library, at the ends of their ranges") {
  CHECK(written(std::numeric_limits<std::int64_t>::min()) == R"({"x":-9223372036854775808})");
  CHECK(written(std::numeric_limits<std::uint64_t>::max()) == R"({"x":18446744073709551615})");
  CHECK(written(std::uint8_t{255}) == R"({"x":255})");
  CHECK(written(0) == R"({"x":0})");
  CHECK(written(true) == R"({"x":true})");
  CHECK(written(false) == R"({"x":false})");
  for (const double number : {0.0, 1.0, -2.5, 0.1, 1.0 / 3, 8.0, 1e-3, 123456.75, 1e14}) {
    CAPTURE(number);
    CHECK(written(number) == by_the_library(number));
  }
  CHECK(written(std::numeric_limits<double>::infinity()) == R"({"x":null})");
}

TEST_CASE("members and entries keep their order, and empty ones stay valid JSON") {
  CHECK(JsonObject().take_text() == "{}");
  CHECK(JsonObject().empty());
  CHECK(written(JsonObject()) == R"({"x":{}})");
  CHECK(written(JsonList()) == R"({"x":[]})");
  CHECK(written(std::vector<std::string>{}) == R"({"x":[]})");
  CHECK(written(std::array<std::uint16_t, 3>{3, 1, 2}) == R"({"x":[3,1,2]})");
  CHECK(written(std::vector<std::string>{"b", "\"", ""}) == R"({"x":["b","\"",""]})");
  JsonList list;
  list.push_back(1);
  list.push_back("two");
  list.push_back(JsonObject().add("three", 3).add("a", JsonList()));
  list.push_back(JsonList());
  JsonObject object;
  object.add("z", list).add("a", JsonObject().add("b", false));
  CHECK_FALSE(object.empty());
  CHECK(std::move(object).take_text() ==
        R"({"z":[1,"two",{"three":3,"a":[]},[]],"a":{"b":false}})");
}

}  // namespace
