// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of the page about a domain, in their order. `id`: of the domain on the page ("d1"),
// with which every id in a part begins.
#pragma once

#include <string>

#include "report/audit.hpp"
#include "report/html_markup.hpp"

namespace report::html {

Markup domain_part(const Domain& domain, const std::string& id);

Markup enforcement_part(const Domain& domain, const std::string& id);
// The tree from the domain to its addresses: drawn, and as a list with all that is known of each.
Markup servers_part(const Domain& domain, const std::string& id);
Markup picture_of(const Domain& domain, const std::string& id);
Markup changes_part(const Domain& domain, const std::string& id);
Markup senders_part(const Domain& domain, const std::string& id);
Markup findings_part(const Domain& domain, const std::string& id);
Markup policies_part(const Domain& domain, const std::string& id);
Markup dane_part(const policy::DaneOfDomain& dane, const std::string& id);
Markup mta_sts_part(const policy::MtaStsOfDomain& mta_sts, const std::string& id);
Markup records_part(const Domain& domain, const std::string& id);
Markup watch_part(const Domain& domain, const std::string& id);

}  // namespace report::html
