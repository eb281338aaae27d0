// SPDX-License-Identifier: GPL-3.0-or-later
//
// The facts by topic, one file each. A fact is a name and a function of the evidence; the name is
// put into its result by facts_of().
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "facts/evidence.hpp"
#include "model/fact.hpp"
#include "wire/tls_messages.hpp"

namespace facts {

inline constexpr bool kBeforeTls = true;

struct NamedFact {
  std::string_view name;
  model::Fact (*of)(const Evidence& evidence);
  // About STARTTLS, or about words in clear: not_applicable where TLS comes first, unless the
  // server has shown or denied it all the same.
  bool before_tls = false;
};

std::span<const NamedFact> smtp_facts();
std::span<const NamedFact> starttls_hygiene_facts();
std::span<const NamedFact> smtp_command_facts();
std::span<const NamedFact> smtp_reply_facts();
std::span<const NamedFact> ehlo_keyword_facts();
std::span<const NamedFact> version_facts();
std::span<const NamedFact> extension_facts();
std::span<const NamedFact> server_message_facts();
std::span<const NamedFact> key_exchange_facts();
std::span<const NamedFact> group_facts();
std::span<const NamedFact> server_name_facts();
std::span<const NamedFact> tolerance_facts();
std::span<const NamedFact> certificate_facts();
std::span<const NamedFact> certificate_form_facts();
std::span<const NamedFact> certificate_path_facts();
std::span<const NamedFact> certificate_digest_facts();
std::span<const NamedFact> key_usage_facts();
std::span<const NamedFact> identity_facts();
std::span<const NamedFact> enumeration_facts();

// What other topics build on. A reference is to what `evidence` keeps.
model::Fact starttls_offered_fact(const Evidence& evidence);
model::Fact command_injection_fact(const Evidence& evidence);
model::Fact ssl2_fact(const Evidence& evidence);
const model::Fact& version_fact(const Evidence& evidence, std::uint16_t version);
model::Fact static_rsa_fact(const Evidence& evidence);
const model::Fact& client_certificate_requested_fact(const Evidence& evidence);
// For questions about TLS 1.2 and older: not_applicable on a server of TLS 1.3 alone; as doubtful
// as TLS 1.2 where nothing older than TLS 1.3 was seen.
model::Fact in_old_tls(const Evidence& evidence, model::Fact fact);
// Its probe offers what ordinary senders offer: the choice of suite and key exchange is the
// server's.
bool leaves_the_choice(const Talk& talk);
// May a server that was sent this hello choose what it chose, as far as the version goes?
bool permits_version(const wire::ClientHello& hello, const wire::ServerHello& answer);
// Every cipher suite of a version, and every group or curve: `yes` where the list is whole.
const model::Fact& cipher_suite_list_fact(const Evidence& evidence, std::uint16_t version);
const model::Fact& group_list_fact(const Evidence& evidence, std::uint16_t version);
// A question that nobody asked by itself is answered by a list that is whole and lacks it.
model::Fact or_by_list(model::Fact fact, const model::Fact& list,
                       const std::function<bool(std::string_view)>& is_meant);
// The group or curve of the key exchange; 0: none, or not seen.
std::uint16_t group_used(const Talk& talk);

}  // namespace facts
