// SPDX-License-Identifier: GPL-3.0-or-later
#include "senders/certificate_worth.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "senders/handshake.hpp"
#include "senders/server_key.hpp"
#include "senders/wish.hpp"

namespace senders {
namespace {

using model::Verification;

constexpr FactName kTrusted = "certificate_trusted";
constexpr FactName kInDates = "certificate_in_dates";
constexpr FactName kNamesHost = "certificate_names_mx_host";

// Without a DNS name some senders take the common name, which is not in the facts.
bool has_only_common_name(const Server& server) { return server.no("certificate_has_dns_names"); }
Hurdle by_common_name(std::string_view fact) {
  return Hurdle::open(fact,
                      "the certificate has no DNS name, and some senders take its common name");
}

Hurdle names_host(const Server& server) {
  if (server.no(kNamesHost) && has_only_common_name(server)) return by_common_name(kNamesHost);
  return wants_yes(server, kNamesHost, "the certificate does not name the MX host");
}

// A DNS name of the certificate is the domain, or a name below it.
Hurdle names_domain(const Server& server, std::string_view domain) {
  constexpr FactName kNamesDomain = "certificate_names_domain";
  const Fact& fact = server.fact(kNamesDomain);
  if (domain.empty() || fact.value == Answer::unknown)
    return Hurdle::open(kNamesDomain, "whether the certificate names the domain is not known");
  const auto& names = fact.list;
  const bool named = std::any_of(names.begin(), names.end(), [domain](std::string_view name) {
    if (name.size() < domain.size()) return false;
    const std::string_view end = name.substr(name.size() - domain.size());
    const bool below = name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.';
    return below && base::equals_ignoring_case(end, domain);
  });
  if (named) return Hurdle::none();
  if (has_only_common_name(server)) return by_common_name(kNamesDomain);
  return Hurdle::fails(kNamesDomain,
                       "the certificate names neither the domain nor a host below it");
}

// A path of the certificate to a root that this run trusts, which the sender may see otherwise.
Hurdle path(const Server& server, const model::Acceptance& accepts) {
  Hurdle in_dates = wants_yes(server, kInDates, "the certificate is out of its dates");
  Hurdle trusted = wants_yes(server, kTrusted, "the certificate has no path to a trusted root");
  Hurdle strong = accepts.sha1_certificates
                      ? Hurdle::none()
                      : wants_yes(server, "certificate_signature_sound",
                                  "it takes no certificates signed with SHA-1");
  Hurdle purpose = accepts.extended_key_usage ? wants_yes(server, "extended_key_usage_fits",
                                                          "the certificate is not for servers")
                                              : Hurdle::none();
  return first_of({std::move(in_dates), std::move(trusted), std::move(strong), std::move(purpose),
                   key_length(server, accepts.verified_rsa_bits)});
}

// What is presented to a sender who names no server.
Hurdle same_without_name(const Server& server, const model::Sender& sender,
                         const model::Treatment& treatment) {
  constexpr FactName kDepends = "certificate_depends_on_sni";
  const Fact& depends = server.fact(kDepends);
  const bool differs =
      depends.value == model::Answer::yes ||
      (depends.value == model::Answer::unknown && depends.doubt != model::Doubt::not_applicable);
  if (names_server(sender, treatment) || !differs) return Hurdle::none();
  return Hurdle::open(kDepends, "it names no server (SNI), and may be shown another certificate");
}

}  // namespace

Hurdle certificate_worth(const Server& server, const model::Sender& sender,
                         const model::Treatment& treatment, const Hurdle& dane,
                         std::string_view domain) {
  const model::Acceptance& accepts = acceptance_of(sender, treatment);
  const Hurdle same = same_without_name(server, sender, treatment);
  switch (treatment.verifies) {
    case Verification::nothing:
      return Hurdle::none();
    case Verification::dane:
      return first_of({same, dane});
    case Verification::domain_and_chain:
      return first_of({same, path(server, accepts), names_domain(server, domain)});
    default:
      return first_of({same, path(server, accepts), names_host(server)});
  }
}

std::string_view tlsrpt_of_certificate(const Hurdle& failed) {
  if (failed.property == kInDates) return "certificate-expired";
  if (failed.property == kNamesHost || failed.property == "certificate_names_domain")
    return "certificate-host-mismatch";
  if (failed.property.starts_with("tlsa_") || failed.property == "certificate_digests")
    return "tlsa-invalid";
  return "certificate-not-trusted";
}

}  // namespace senders
