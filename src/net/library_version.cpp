// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/library_version.hpp"

#include <ares.h>

namespace net {

std::string cares_version() { return ares_version(nullptr); }

}  // namespace net
