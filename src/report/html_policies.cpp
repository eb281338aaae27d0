// SPDX-License-Identifier: GPL-3.0-or-later
//
// What DNS, the policy host and EHLO say about TLS: REQUIRETLS, TLSRPT and CAA here, DANE and
// MTA-STS in files of their own.
#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

Markup tlsrpt_part(const policy::TlsrptOfDomain& tlsrpt, const std::string& id) {
  return section(id, 4, "Reports of senders (TLSRPT)",
                 fields({{"State", mark(word_of(tlsrpt.state))},
                         {"Why", text(tlsrpt.why)},
                         {"Reports go to", codes(tlsrpt.uris)}}));
}

Markup requiretls_part(const policy::RequireTlsOfDomain& requiretls, const std::string& id) {
  // That it is not offered breaks nothing.
  Word offered = word_of(requiretls.offered);
  Word usable = word_of(requiretls.usable);
  if (offered.tone == Tone::bad) offered.tone = Tone::plain;
  if (usable.tone == Tone::bad) usable.tone = Tone::plain;
  return section(id, 4, "REQUIRETLS",
                 fields({{"Offered by every server", mark(offered)},
                         {"Can be used", mark(usable)},
                         {"Why", text(requiretls.why)}}));
}

Row caa_row(const policy::CaaOfHost& caa) {
  Markup issuers;
  switch (caa.restricted) {
    case model::Answer::yes:
      issuers = caa.issuers.empty() ? Markup("nobody") : codes(caa.issuers);
      break;
    case model::Answer::no:
      issuers = "everybody";
      break;
    case model::Answer::unknown:
      issuers = "not known";
      break;
  }
  return {{{code(caa.mx_host), ""}, {issuers, ""}, {code(caa.name), ""}}, "", ""};
}

Markup caa_part(const std::vector<policy::CaaOfHost>& caa, const std::string& id) {
  if (caa.empty()) return {};
  Table table{id + "-table",
              "Who may issue certificates",
              {"MX host", "May issue certificates", "CAA records stand at"}};
  for (const policy::CaaOfHost& host : caa) table.rows.push_back(caa_row(host));
  return section(id, 4, "Issuers of certificates (CAA)", table_of(table));
}

}  // namespace

Markup policies_part(const Domain& domain, const std::string& id) {
  return section(id, 3, "Policies as they are",
                 dane_part(domain.dane, id + "-dane") + mta_sts_part(domain.mta_sts, id + "-sts") +
                     tlsrpt_part(domain.tlsrpt, id + "-tlsrpt") +
                     requiretls_part(domain.requiretls, id + "-requiretls") +
                     caa_part(domain.caa, id + "-caa"));
}

}  // namespace report::html
