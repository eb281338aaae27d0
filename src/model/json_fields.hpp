// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the writers of JSON share. For *_json.cpp only.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/time.hpp"
#include "model/records.hpp"

namespace model {

// Keys in the order written: a line reads like its schema.
using Json = nlohmann::ordered_json;

// Text from outside: any octets, reversibly.
inline std::string outside(std::string_view bytes) { return base::escape(bytes); }

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

Json transcript_json(const Conversation& conversation, std::uint16_t port);
// By name, without those that nobody asked about.
Json facts_json(const std::vector<Fact>& facts);
// zcrypto's `parsed` form of a certificate.
Json certificate_json(std::string_view der);
// The fields that open every line.
Json line_head(std::string_view type, const std::string& run_id);

}  // namespace model
