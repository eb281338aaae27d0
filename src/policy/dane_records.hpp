// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "policy/chains.hpp"
#include "policy/dane.hpp"

namespace policy {

// What each of a host's TLSA records is worth where a server showed these chains; none: its
// certificates are not known.
std::vector<RecordAtServer> records_at(const std::vector<model::TlsaRecord>& records,
                                       const std::vector<ShownChain>& chains);

// Names that a certificate under DANE-TA may have besides the host's: the domain and its alias,
// where the MX answer is signed (RFC 7672 section 3.2.2).
std::vector<std::string> next_hops_of(const model::DomainRecord& domain);

// "3 1 1 9f86d081..."
std::string in_words(const model::TlsaRecord& record, std::size_t octets = 4);

}  // namespace policy
