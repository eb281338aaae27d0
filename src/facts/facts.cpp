// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/facts.hpp"

#include "facts/question.hpp"
#include "facts/topics.hpp"

namespace facts {
namespace {

// RFC 8314 section 3.3: on such a port nothing is said before TLS.
bool has_no_place(const NamedFact& entry, const model::Fact& fact, const Evidence& evidence) {
  return entry.before_tls && fact.value == model::Answer::unknown && !evidence.talks().empty() &&
         evidence.visit().endpoint.has_implicit_tls();
}

}  // namespace

std::vector<model::Fact> facts_of(const model::EndpointRecord& visit) {
  const Evidence evidence(visit);
  std::vector<model::Fact> facts;
  constexpr std::size_t kAbout = 120;  // as many as there are
  facts.reserve(kAbout);
  for (const auto topic :
       {smtp_facts, starttls_hygiene_facts, smtp_command_facts, smtp_reply_facts,
        ehlo_keyword_facts, version_facts, extension_facts, server_message_facts,
        key_exchange_facts, group_facts, server_name_facts, tolerance_facts, certificate_facts,
        certificate_form_facts, certificate_path_facts, certificate_digest_facts, key_usage_facts,
        identity_facts, enumeration_facts}) {
    for (const NamedFact& entry : topic()) {
      facts.push_back(entry.of(evidence));
      if (has_no_place(entry, facts.back(), evidence))
        facts.back() = unknown(model::Doubt::not_applicable);
      facts.back().name = entry.name;
    }
  }
  return facts;
}

}  // namespace facts
