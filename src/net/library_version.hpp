// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace net {

std::string cares_version();  // "1.34.5"

}  // namespace net
