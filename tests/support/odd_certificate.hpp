// SPDX-License-Identifier: GPL-3.0-or-later
//
// How make_certificate makes an Oddity.
#pragma once

#include "support/certificate_maker.hpp"
#include "support/openssl_handles.hpp"

namespace support::openssl {

// Throw std::runtime_error when OpenSSL cannot make it.
KeyPtr make_odd(KeyPtr key, Oddity oddity);
// Before the signature and behind it.
void make_odd(X509* certificate, Oddity oddity);
void make_odd_when_signed(X509* certificate, Oddity oddity);

}  // namespace support::openssl
