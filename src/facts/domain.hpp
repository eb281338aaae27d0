// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/fact.hpp"
#include "model/records.hpp"

namespace facts {

// What DNS shows about a mail domain and its MX hosts: every fact there is, in a fixed order, those
// that nothing was asked about as unknown(not_asked). What a name server did not answer, or could
// not, is unknown(not_measured). `probe` is empty. Pure; `domain.facts` is not looked at.
//
// Whether something is signed is the AD flag's word and worth what the resolver and the path to it
// are worth: behind a resolver that does not validate nothing is.
std::vector<model::Fact> facts_of(const model::DomainRecord& domain);

}  // namespace facts
