// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "certificate_spec.hpp"

namespace mxlab {
namespace {

const std::vector<std::string> key_types = {"rsa-512",  "rsa-768",  "rsa-1024", "rsa-2048",
                                            "rsa-3072", "rsa-4096", "rsa-8192", "ec-p256",
                                            "ec-p384",  "ec-p521",  "ed25519",  "ed448"};
const std::vector<std::string> digests = {"sha256", "sha384", "sha512", "sha1", "md5"};

void one_of(JsonObject& object, std::string_view key, std::string& value,
            const std::vector<std::string>& allowed) {
  const std::optional<JsonAt> found = object.find(key);
  if (!found) return;
  value = found->text();
  if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
    found->refuse("\"" + value + "\" is not known; write " + either(allowed));
  }
}

void read_days(JsonObject& object, CertificateSpec& spec) {
  const std::optional<JsonAt> found = object.find("days");
  if (!found) return;
  const std::vector<JsonAt> days = found->items();
  if (days.size() != 2) found->refuse("[first, last] is wanted here, in days from now");
  spec.first_day = static_cast<int>(days[0].number(-36500, 36500));
  spec.last_day = static_cast<int>(days[1].number(-36500, 36500));
}

}  // namespace

CertificateSpec read_certificate(const JsonAt& at) {
  CertificateSpec spec;
  JsonObject object(at);
  object.text("purpose");
  spec.names = object.texts("names");
  spec.common_name = object.text("common_name");
  if (spec.names.empty() && spec.common_name.empty()) {
    at.refuse("a certificate needs \"names\" or \"common_name\"");
  }
  if (spec.common_name.empty()) spec.common_name = spec.names.front();
  spec.alternative_names = object.flag("alternative_names", true);
  one_of(object, "key", spec.key, key_types);
  one_of(object, "digest", spec.digest, digests);
  spec.issuer = object.word<Issuer>("issuer", Issuer::ca,
                                    {{"ca", Issuer::ca},
                                     {"intermediate", Issuer::intermediate},
                                     {"self", Issuer::self},
                                     {"stranger", Issuer::stranger}});
  spec.chain = object.word<ChainShape>("chain", ChainShape::full,
                                       {{"full", ChainShape::full},
                                        {"leaf", ChainShape::leaf},
                                        {"reversed", ChainShape::reversed},
                                        {"with-root", ChainShape::with_root},
                                        {"unrelated", ChainShape::unrelated}});
  read_days(object, spec);
  spec.key_usage = object.texts("key_usage");
  spec.extended_key_usage = object.find("extended_key_usage")
                                ? object.texts("extended_key_usage")
                                : std::vector<std::string>{"serverAuth"};
  spec.ca = object.flag("ca", false);
  if (const std::optional<JsonAt> extensions = object.find("extensions")) {
    for (const auto& [name, value] : JsonObject(*extensions).members()) {
      spec.extensions.emplace_back(name, value.text());
    }
  }
  object.finish();
  spec.fingerprint = (*at).dump();
  return spec;
}

}  // namespace mxlab
