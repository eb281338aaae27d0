// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the server's messages must keep to, whatever they choose. Each is looked for in every
// conversation.
#include <algorithm>

#include <fmt/format.h>

#include "facts/numbers.hpp"
#include "facts/question.hpp"
#include "facts/topics.hpp"
#include "wire/tls_record.hpp"

namespace facts {
namespace {

using model::Answer;
using model::Doubt;
using model::Fact;

// ---- Hellos -------------------------------------------------------------------------------------

// RFC 8446 section 4.1.3.
Fact session_id_echoed(const Evidence& evidence) {
  const auto echoed = [](const Talk& talk) {
    return talk.tls() != nullptr ? talk.tls()->session_id_echoed() : std::nullopt;
  };
  Rule rule;
  rule.applies = [echoed](const Talk& talk) { return echoed(talk).has_value(); };
  rule.keeps = [echoed](const Talk& talk) { return *echoed(talk); };
  rule.words = [echoed](const Talk& talk) {
    return fmt::format("{}, {} session id", talk.seen(), *echoed(talk) ? "our" : "not our");
  };
  return only_with(version_fact(evidence, wire::kTls13), in_every_conversation(evidence, rule));
}

// renegotiation_info is offered by its signalling suite too (RFC 5746 section 3.3), and a cookie is
// nothing that is offered (RFC 8446 section 4.2.2).
bool may_answer_with(const Talk& talk, std::uint16_t extension, bool retry) {
  constexpr std::uint16_t kCookie = 44;
  if (talk.offered(extension)) return true;
  if (extension == wire::kRenegotiationInfo)
    return contains(talk.ours()->cipher_suites, wire::kEmptyRenegotiationScsv);
  return retry && extension == kCookie;
}

Numbers extensions_not_offered(const Talk& talk) {
  Numbers extra;
  const model::TlsLog& tls = *talk.tls();
  for (const auto* hello : {&tls.hello_retry_request, &tls.server_hello}) {
    if (!*hello) continue;
    const bool retry = hello == &tls.hello_retry_request;
    for (const wire::Extension& extension : (*hello)->extensions) {
      if (!may_answer_with(talk, extension.type, retry) && !contains(extra, extension.type))
        extra.push_back(extension.type);
    }
  }
  return extra;
}

// RFC 5246 section 7.4.1.4, RFC 8446 section 4.2.
Fact extensions_within_offer(const Evidence& evidence) {
  std::vector<std::string> extra;
  for (const Talk& talk : evidence.talks()) {
    if (talk.answer() == nullptr || talk.ours() == nullptr) continue;
    for (const std::uint16_t type : extensions_not_offered(talk)) {
      std::string text = std::to_string(type);
      if (std::find(extra.begin(), extra.end(), text) == extra.end())
        extra.push_back(std::move(text));
    }
  }
  Rule rule;
  rule.applies = [](const Talk& talk) {
    return talk.answer() != nullptr && talk.ours() != nullptr;
  };
  rule.keeps = [&extra](const Talk& talk) {
    return extra.empty() || extensions_not_offered(talk).empty();
  };
  rule.words = [&extra](const Talk& talk) {
    const Numbers own = extra.empty() ? Numbers{} : extensions_not_offered(talk);
    return own.empty() ? talk.seen()
                       : fmt::format("{}, extension {} was not offered", talk.seen(), own.front());
  };
  Fact fact = in_every_conversation(evidence, rule);
  fact.list = std::move(extra);
  return fact;
}

// ---- CertificateRequest -------------------------------------------------------------------------

const wire::CertificateRequest* request_of(const Talk& talk) {
  if (talk.tls() == nullptr || !talk.tls()->certificate_request) return nullptr;
  const wire::CertificateRequest& request = *talk.tls()->certificate_request;
  return request.malformed ? nullptr : &request;
}

bool is_broken_hash(std::uint16_t scheme) {
  constexpr unsigned kMd5 = 1;
  constexpr unsigned kSha1 = 2;
  const unsigned hash = scheme >> 8U;  // RFC 5246 section 7.4.1.4.1
  return hash == kMd5 || hash == kSha1;
}

// RFC 9155 section 3. Older versions have no list in it.
Fact certificate_request_without_sha1(const Evidence& evidence) {
  const auto broken = [](const Talk& talk) {
    std::vector<std::string> names;
    for (const std::uint16_t scheme : request_of(talk)->signature_algorithms) {
      if (is_broken_hash(scheme)) names.emplace_back(wire::signature_scheme_name(scheme));
    }
    return names;
  };
  const Talk* with_broken = nullptr;
  Rule rule;
  rule.applies = [](const Talk& talk) {
    return request_of(talk) != nullptr && talk.version() == wire::kTls12;
  };
  rule.keeps = [&](const Talk& talk) {
    const bool sound = broken(talk).empty();
    if (!sound && with_broken == nullptr) with_broken = &talk;
    return sound;
  };
  rule.words = [broken](const Talk& talk) {
    const auto names = broken(talk);
    return names.empty() ? std::string("CertificateRequest without SHA-1 and MD5")
                         : "CertificateRequest with " + names.front();
  };
  Fact fact = in_every_conversation(evidence, rule);
  if (with_broken != nullptr) fact.list = broken(*with_broken);
  if (fact.value == Answer::unknown && with_broken == nullptr)
    fact = unknown(Doubt::not_applicable);  // where it is requested, then in an older version
  return only_with(client_certificate_requested_fact(evidence), std::move(fact));
}

// A list of every authority that a system trusts makes the message larger than a record, and some
// clients take none that goes over several.
Fact client_ca_list_short(const Evidence& evidence) {
  std::size_t longest = 0;
  for (const Talk& talk : evidence.talks()) {
    if (request_of(talk) != nullptr) longest = std::max(longest, request_of(talk)->length);
  }
  Rule rule;
  rule.applies = [](const Talk& talk) { return request_of(talk) != nullptr; };
  rule.keeps = [](const Talk& talk) {
    return request_of(talk)->length <= wire::TlsRecordReader::kMaxPlaintext;
  };
  rule.words = [](const Talk& talk) {
    return fmt::format("CertificateRequest of {} octets", request_of(talk)->length);
  };
  Fact fact = in_every_conversation(evidence, rule);
  if (longest != 0) fact.number = longest;
  return only_with(client_certificate_requested_fact(evidence), std::move(fact));
}

}  // namespace

std::span<const NamedFact> server_message_facts() {
  static constexpr NamedFact kFacts[] = {
      {"session_id_echoed", session_id_echoed},
      {"extensions_within_offer", extensions_within_offer},
      {"certificate_request_without_sha1", certificate_request_without_sha1},
      {"client_ca_list_short", client_ca_list_short},
  };
  return kFacts;
}

}  // namespace facts
