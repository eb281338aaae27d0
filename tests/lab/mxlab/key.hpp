// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "openssl_ptr.hpp"

namespace mxlab {

// "rsa-2048", "ec-p256", "ed25519", ...
KeyPtr make_key(const std::string& type);

// The key kept in this file if it is of that type, else a new one, kept there.
// An empty file name keeps nothing. Large RSA keys take seconds to make, hence the cache.
KeyPtr kept_key(const std::string& file, const std::string& type);

// Written beside and renamed, so that a second lab never reads half a file.
void write_file(const std::string& file, const std::string& content, bool secret);

std::string pem_of(EVP_PKEY& key);
KeyPtr read_key(const std::string& file);  // nullptr: no such file

}  // namespace mxlab
