// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of the text about a domain, in their order. Each writes its heading and what stands
// below it, or nothing where there is nothing to say.
#pragma once

#include "report/text_page.hpp"

namespace report {

void add_enforcement(Page& page, const Domain& domain);
void add_servers(Page& page, const Domain& domain);
// What stands in the way, numbered, at length.
void add_blocking_findings(Page& page, const Domain& domain);
void add_senders(Page& page, const Domain& domain);
// The rest, numbered on, one or two lines each.
void add_further_findings(Page& page, const Domain& domain);
void add_policies(Page& page, const Domain& domain);
// Their lines are to be copied: they are not wrapped.
void add_records(Page& page, const Domain& domain);
void add_watch(Page& page, const Domain& domain);

}  // namespace report
