// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON for a person to read, indented, written once a run: a tree. For *_json.cpp only. Lines are
// written with json_text.hpp.
#pragma once

#include <nlohmann/json.hpp>

#include "model/json_fields.hpp"

namespace model {

// Keys in the order written.
using Json = nlohmann::ordered_json;

template <typename List>
Json outside_list(const List& texts) {
  Json list = Json::array();
  for (const auto& text : texts) list.push_back(outside(text));
  return list;
}

template <typename List>
Json plain_list(const List& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(value);
  return list;
}

}  // namespace model
