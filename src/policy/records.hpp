// SPDX-License-Identifier: GPL-3.0-or-later
//
// What else DNS and EHLO say about TLS: reports, REQUIRETLS, CAA. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact.hpp"
#include "policy/view.hpp"

namespace policy {

// RFC 8460 section 3.
enum class TlsrptState : std::uint8_t { none, invalid, valid, unknown };
std::string_view to_string(TlsrptState state);
struct TlsrptOfDomain {
  TlsrptState state = TlsrptState::none;
  std::string why{};
  std::vector<std::string> uris{};  // where reports go
};
TlsrptOfDomain tlsrpt_of(const View& view);

// RFC 8689: usable where every server lists it in its EHLO reply inside TLS, the MX answer is
// signed or an MTA-STS policy covers the host (section 4.2.1), and the certificate is proved by one
// of them.
struct RequireTlsOfDomain {
  model::Answer offered = model::Answer::unknown;  // by every server
  model::Answer usable = model::Answer::unknown;
  std::string why{};  // of a no or an unknown
};
struct DaneOfDomain;
struct MtaStsOfDomain;
RequireTlsOfDomain requiretls_of(const View& view, const DaneOfDomain& dane,
                                 const MtaStsOfDomain& mta_sts);

// RFC 8659. Information: who may issue certificates for an MX host.
struct CaaOfHost {
  std::string mx_host;
  model::Answer restricted = model::Answer::unknown;  // there are issue records
  std::string name{};                                 // where they stand
  std::vector<std::string> issuers{};                 // "letsencrypt.org"; none: nobody may
};
std::vector<CaaOfHost> caa_of(const View& view);

}  // namespace policy
