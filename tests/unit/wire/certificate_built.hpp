// SPDX-License-Identifier: GPL-3.0-or-later
//
// Certificates put together field by field, for what no tool will write.
#pragma once

#include <string>

#include "unit/wire/recorded.hpp"
#include "wire/der.hpp"

namespace built {

using recorded::der;
using recorded::unhex;

inline std::string sequence(const std::string& content) { return der(wire::kDerSequence, content); }
inline std::string oid(const std::string& digits) { return der(wire::kDerOid, unhex(digits)); }
inline std::string utc(const std::string& time) { return der(wire::kDerUtcTime, time); }
inline std::string general(const std::string& time) { return der(wire::kDerGeneralizedTime, time); }
inline std::string bit_string(const std::string& octets) {
  return der(wire::kDerBitString, std::string(1, '\0') + octets);
}

// A relative distinguished name: the OID of 2.5.4.<last>.
inline std::string attribute(unsigned last, unsigned tag, const std::string& value) {
  return der(wire::kDerSet,
             sequence(der(wire::kDerOid, "\x55\x04" + recorded::u8(last)) + der(tag, value)));
}

inline std::string extension(const std::string& oid_digits, const std::string& value) {
  return sequence(oid(oid_digits) + der(wire::kDerOctetString, value));
}

// Each field as DER; the defaults make a certificate that is well-formed.
struct Certificate {
  std::string version = der(0xa0, der(wire::kDerInteger, "\x02"));
  std::string serial = der(wire::kDerInteger, "\x07");
  std::string issuer = sequence(attribute(3, wire::kDerUtf8String, "issuer"));
  std::string not_before = utc("260101000000Z");
  std::string not_after = utc("270101000000Z");
  std::string subject = sequence(attribute(3, wire::kDerUtf8String, "mx.example.org"));
  std::string public_key = sequence(sequence(oid("2b6570")) + bit_string(std::string(32, 'k')));
  std::string extensions;                                  // one behind the other; empty: none
  std::string algorithm = sequence(oid("2b6570"));         // of the signature
  std::string signed_algorithm = sequence(oid("2b6570"));  // the same in what is signed

  [[nodiscard]] std::string to_der() const {
    std::string tbs = version + serial + signed_algorithm + issuer +
                      sequence(not_before + not_after) + subject + public_key;
    if (!extensions.empty()) tbs += der(0xa3, sequence(extensions));
    return sequence(sequence(tbs) + algorithm + bit_string(std::string(64, 's')));
  }
};

}  // namespace built
