// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether the certificates that a mail server showed are those that its TLSA records speak of, as a
// sender that follows RFC 7672 would find. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "model/records.hpp"

namespace facts {

enum class Dane : std::uint8_t {
  none,      // DANE is none of this host's: no records, or not signed (RFC 7672 section 2.2.2)
  unusable,  // signed records, and not one that can be used: TLS is wanted, and no proof (the same,
             // section 2.2)
  lookup_failed,  // a sender keeps away from this host (the same, section 2.1.2)
  matches,
  fails,
  unknown,
};
std::string_view to_string(Dane dane);

struct DaneMatch {
  Dane dane = Dane::unknown;
  std::string why;  // a clause without a full stop; empty where it matches
  // The first fact that stands in the way, or is not known; a literal. Empty: it is about DNS.
  std::string_view property{};
};

// Usages 2 and 3 with selectors, matching types and data that RFC 6698 section 2.1 has (RFC 7672
// section 3.1).
bool is_usable(const model::TlsaRecord& record);

// What DNS alone decides: never matches or fails. nullopt: there are usable records.
std::optional<DaneMatch> dane_by_dns(const model::TlsaLookup& tlsa);

// `endpoint`: facts of one of the host's addresses. certificate_digests is read there, and for
// DANE-TA(2) certificate_names_mx_host, certificate_in_dates, certificate_trusted,
// certificate_chain_in_order, certificate_issuers_are_cas and certificate_path_length_fits.
// `next_hops`: where the MX lookup was secure, the domain and its alias; else empty (RFC 7672
// section 3.2.2).
//
// Of several digests with one usage and selector the strongest alone counts, and matching type 0
// always (RFC 7671 section 9).
// DANE-EE(3): the server's own certificate; names and dates do not matter (RFC 7671 section 5.1).
// DANE-TA(2): an issuer that was presented; then names, dates and the chain up to it matter (RFC
// 7671 section 5.2, RFC 7672 section 3.2.2). The signatures of a chain to a root that is not ours
// are not verified: that its names are in order is taken for it. What senders disagree on is
// unknown: the server's own certificate as trust anchor, and one that stands whole in DNS and was
// not sent. Several chains: what holds of all, else unknown.
DaneMatch dane_match(const model::TlsaLookup& tlsa, const std::vector<std::string>& next_hops,
                     const std::vector<model::Fact>& endpoint);

}  // namespace facts
