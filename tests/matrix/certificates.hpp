// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "support/tls_peer.hpp"
#include "table.hpp"

namespace matrix {

// The host that is visited, and the mail domain that led there.
inline constexpr const char* kMxHost = "mx.test";
inline constexpr const char* kDomain = "example.test";

struct Certificates {
  std::vector<support::Identity> identities;  // one for each type of key, the first the main one
  std::string trusted_root_pem;               // of the one who judges them
};

// By the keys key, ku, eku, name, dates, sign, chain and odd (README.md); `host` is the name where
// none is said. All are made under the same authorities.
Certificates make_certificates(Settings& settings, const std::string& host = kMxHost);

// For another host than the one that is visited, with a key of the same kind.
support::Identity identity_of_another_host();

}  // namespace matrix
