// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the writers of documents share. For the files that may use nlohmann only.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "report/audit.hpp"
#include "report/printable.hpp"

namespace report {

// Keys in the order written.
using Json = nlohmann::ordered_json;

// Nothing for an empty text: a key that is absent has nothing to say.
inline void add_text(Json& json, const char* key, std::string_view text) {
  if (!text.empty()) json[key] = well_formed(text);
}

inline Json texts(const std::vector<std::string>& words) {
  Json list = Json::array();
  for (const std::string& word : words) list.push_back(well_formed(word));
  return list;
}

// Each made into JSON by `make`.
template <typename List, typename Make>
Json list_of(const List& list, Make make) {
  Json json = Json::array();
  for (const auto& entry : list) json.push_back(make(entry));
  return json;
}

// A document of two blanks' indent and a final line end. Never fails: all text is well formed.
inline std::string document_text(const Json& json) { return json.dump(2) + "\n"; }

// The policies' part of a domain.
Json dane_json(const policy::DaneOfDomain& dane);
Json mta_sts_json(const policy::MtaStsOfDomain& mta_sts);
Json tlsrpt_json(const policy::TlsrptOfDomain& tlsrpt);
Json requiretls_json(const policy::RequireTlsOfDomain& requiretls);
Json caa_json(const policy::CaaOfHost& caa);
Json suggestions_json(const policy::Suggestions& suggestions);

}  // namespace report
