// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "json_object.hpp"

namespace mxlab {

enum class Issuer { ca, intermediate, self, stranger };
enum class ChainShape { full, leaf, reversed, with_root, unrelated };

// A certificate as the table wants it.
struct CertificateSpec {
  std::vector<std::string> names;  // DNS names or addresses, for subjectAltName
  std::string common_name;         // empty: the first name
  bool alternative_names = true;   // false: the common name is all there is
  std::string key = "ec-p256";
  Issuer issuer = Issuer::ca;
  ChainShape chain = ChainShape::full;
  int first_day = -1;  // of validity, counted from now
  int last_day = 365;
  std::vector<std::string> key_usage;           // empty: no such extension
  std::vector<std::string> extended_key_usage;  // the same
  std::string digest = "sha256";
  bool ca = false;
  std::vector<std::pair<std::string, std::string>> extensions;  // in OpenSSL's words
  std::string fingerprint;  // the JSON itself: a changed wish makes a new certificate
};

CertificateSpec read_certificate(const JsonAt& at);

}  // namespace mxlab
