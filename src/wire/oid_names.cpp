// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/oid_names.hpp"

#include <algorithm>
#include <span>

namespace wire {
namespace {

struct OidName {
  std::string_view oid;
  std::string_view name;
  unsigned bits = 0;
};

constexpr OidName kSignatureAlgorithms[] = {
    {"1.2.840.113549.1.1.2", "MD2-RSA"},
    {"1.2.840.113549.1.1.4", "MD5-RSA"},
    {"1.2.840.113549.1.1.5", "SHA1-RSA"},
    {"1.2.840.113549.1.1.10", "RSA-PSS"},
    {"1.2.840.113549.1.1.11", "SHA256-RSA"},
    {"1.2.840.113549.1.1.12", "SHA384-RSA"},
    {"1.2.840.113549.1.1.13", "SHA512-RSA"},
    {"1.2.840.113549.1.1.14", "SHA224-RSA"},
    {"1.2.840.10040.4.3", "DSA-SHA1"},
    {"2.16.840.1.101.3.4.3.2", "DSA-SHA256"},
    {"1.2.840.10045.4.1", "ECDSA-SHA1"},
    {"1.2.840.10045.4.3.1", "ECDSA-SHA224"},
    {"1.2.840.10045.4.3.2", "ECDSA-SHA256"},
    {"1.2.840.10045.4.3.3", "ECDSA-SHA384"},
    {"1.2.840.10045.4.3.4", "ECDSA-SHA512"},
    {"1.3.101.112", "Ed25519"},
    {"1.3.101.113", "Ed448"},
};

constexpr OidName kKeyAlgorithms[] = {
    {"1.2.840.113549.1.1.1", "RSA"}, {"1.2.840.113549.1.1.10", "RSA-PSS"},
    {"1.2.840.10045.2.1", "ECDSA"},  {"1.2.840.10040.4.1", "DSA"},
    {"1.3.101.110", "X25519"},       {"1.3.101.111", "X448"},
    {"1.3.101.112", "Ed25519"},      {"1.3.101.113", "Ed448"},
};

constexpr OidName kCurves[] = {
    {"1.2.840.10045.3.1.1", "secp192r1", 192},
    {"1.2.840.10045.3.1.7", "secp256r1", 256},
    {"1.3.132.0.10", "secp256k1", 256},
    {"1.3.132.0.31", "secp192k1", 192},
    {"1.3.132.0.32", "secp224k1", 224},
    {"1.3.132.0.33", "secp224r1", 224},
    {"1.3.132.0.34", "secp384r1", 384},
    {"1.3.132.0.35", "secp521r1", 521},
    {"1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", 256},
    {"1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", 384},
    {"1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1", 512},
};

constexpr OidName kAttributes[] = {
    {"2.5.4.3", "CN"},
    {"2.5.4.4", "SN"},
    {"2.5.4.5", "serialNumber"},
    {"2.5.4.6", "C"},
    {"2.5.4.7", "L"},
    {"2.5.4.8", "ST"},
    {"2.5.4.9", "street"},
    {"2.5.4.10", "O"},
    {"2.5.4.11", "OU"},
    {"2.5.4.12", "title"},
    {"2.5.4.17", "postalCode"},
    {"2.5.4.42", "GN"},
    {"2.5.4.97", "organizationIdentifier"},
    {"0.9.2342.19200300.100.1.1", "UID"},
    {"0.9.2342.19200300.100.1.25", "DC"},
    {"1.2.840.113549.1.9.1", "emailAddress"},
};

constexpr OidName kExtendedKeyUsages[] = {
    {"2.5.29.37.0", "any"},
    {"1.3.6.1.5.5.7.3.1", "server_auth"},
    {"1.3.6.1.5.5.7.3.2", "client_auth"},
    {"1.3.6.1.5.5.7.3.3", "code_signing"},
    {"1.3.6.1.5.5.7.3.4", "email_protection"},
    {"1.3.6.1.5.5.7.3.5", "ipsec_end_system"},
    {"1.3.6.1.5.5.7.3.6", "ipsec_tunnel"},
    {"1.3.6.1.5.5.7.3.7", "ipsec_user"},
    {"1.3.6.1.5.5.7.3.8", "time_stamping"},
    {"1.3.6.1.5.5.7.3.9", "ocsp_signing"},
};

const OidName* find(std::span<const OidName> table, std::string_view oid) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [oid](const OidName& row) { return row.oid == oid; });
  return found == table.end() ? nullptr : &*found;
}

std::string_view name_in(std::span<const OidName> table, std::string_view oid) {
  const OidName* row = find(table, oid);
  return row != nullptr ? row->name : oid;
}

}  // namespace

std::string_view signature_algorithm_name(std::string_view oid) {
  return name_in(kSignatureAlgorithms, oid);
}
std::string_view key_algorithm_name(std::string_view oid) { return name_in(kKeyAlgorithms, oid); }
std::string_view curve_name(std::string_view oid) { return name_in(kCurves, oid); }
std::string_view attribute_name(std::string_view oid) { return name_in(kAttributes, oid); }
std::string_view extended_key_usage_name(std::string_view oid) {
  return name_in(kExtendedKeyUsages, oid);
}

unsigned curve_bits(std::string_view oid) {
  const OidName* row = find(kCurves, oid);
  return row != nullptr ? row->bits : 0;
}

}  // namespace wire
