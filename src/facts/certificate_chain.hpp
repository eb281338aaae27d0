// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "facts/evidence.hpp"
#include "model/fact.hpp"

namespace facts {

struct Chain {
  const Talk* talk;
  const std::vector<wire::CertificateFacts>& certificates;  // as presented; never empty
};

// What `judge` says of the endpoint's chain. Where the plain conversations showed several on which
// it differs, unknown(farm).
model::Fact of_chain(const Evidence& evidence,
                     const std::function<model::Fact(const Chain&)>& judge);

// From the server's own certificate by issuers' names as far as the presented ones lead.
std::vector<const wire::CertificateFacts*> path_of(
    const std::vector<wire::CertificateFacts>& certificates);

// Its issuer is itself, and no other of the same name was presented.
bool is_self_signed(const std::vector<wire::CertificateFacts>& certificates);

// Those of the path that must be sound for others to accept it: a root that was sent along is
// trusted for itself, or not (RFC 5280 section 6.1). The server's own is the first.
std::vector<const wire::CertificateFacts*> path_without_root(
    const std::vector<wire::CertificateFacts>& certificates);

bool is_any_malformed(const std::vector<wire::CertificateFacts>& certificates);

// Without case and with runs of spaces as one (RFC 5280 section 7.1), as far as a text shows it.
bool same_name(std::string_view a, std::string_view b);

}  // namespace facts
