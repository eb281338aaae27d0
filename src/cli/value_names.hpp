// SPDX-License-Identifier: GPL-3.0-or-later
//
// What stands for an option's value in help and manual. These names also say which values there
// are, so that a shell can complete them; any other name is words of the user's own.
#pragma once

namespace cli {

inline constexpr const char* kFile = "FILE";        // a file's name
inline constexpr const char* kProbe = "PROBE";      // id of a built-in probe
inline constexpr const char* kSender = "SENDER";    // id of a built-in sender
inline constexpr const char* kSenders = "SENDERS";  // such ids, comma-separated
inline constexpr const char* kCode = "CODE";        // an outcome's code or a check's id

}  // namespace cli
