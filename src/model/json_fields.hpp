// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the writers of lines share. For *_json.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "model/json_text.hpp"
#include "model/records.hpp"

namespace model {

// Text from outside: any octets, reversibly.
inline std::string outside(std::string_view bytes) { return base::escape(bytes); }

template <typename List>
JsonList outside_texts(const List& texts) {
  JsonList list;
  for (const auto& text : texts) list.push_back(outside(text));
  return list;
}

JsonObject transcript_json(const Conversation& conversation, std::uint16_t port);
JsonObject validation_json(const CertificateValidation& validation);
// By name, without those that nobody asked about.
JsonObject facts_json(const std::vector<Fact>& facts);
// Both keys of judged lines.
JsonObject verdict_counts_json(const RollUp& counts);
JsonList verdicts_json(const std::vector<Verdict>& verdicts);
// By sender. Endpoint ids stand as they are, in the form that lines have.
JsonList senders_json(const std::vector<SenderVerdict>& verdicts);
// zcrypto's `parsed` form of a certificate. `fingerprint`: SHA-256 of `der` in hex.
JsonObject certificate_json(std::string_view der, const std::string& fingerprint);

}  // namespace model
