// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "facts/evidence.hpp"

namespace facts {

enum class Groups : bool { compared, aside };

// Is what the server used in each of `others` on offer in this conversation's hello too: version,
// suite, group, signatures? If not, the hello may have been refused for want of that, and not for
// what was new in it. Conversations that were not answered are passed over.
bool offers_what_they_used(const Talk& talk, const std::vector<const Talk*>& others,
                           Groups groups = Groups::compared);

// The same with the base conversations.
bool offers_what_plain_used(const Evidence& evidence, const Talk& talk,
                            Groups groups = Groups::compared);

// Does the hello offer the signatures that the base conversations needed? The least of the above.
bool offers_signatures_of_plain(const Evidence& evidence, const Talk& talk);

}  // namespace facts
