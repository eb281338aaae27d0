// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/certificate.hpp"

#include "base/text.hpp"
#include "fuzz/octets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view der = octets(data, size);
  const wire::CertificateFacts facts = wire::read_certificate(der);
  require(facts.version >= 0 && facts.version <= 3);
  require(facts.dns_names.size() + facts.ip_addresses.size() <= 8192);
  require(facts.public_key.bits <= size * 8);
  require(facts.serial_octets <= size && facts.extension_count <= size);
  require(facts.repeated_extension.empty() || facts.extension_count > 1);
  if (facts.not_before) require(base::rfc3339(*facts.not_before).size() == 24);
  if (facts.not_after) require(base::rfc3339(*facts.not_after).size() == 24);
  if (!facts.malformed) {
    require(facts.version >= 1 && facts.not_before && facts.not_after);
    require(!facts.subject_public_key_info.empty());
    require(wire::read_certificate(der.substr(0, size - 1)).malformed);
  }
  static_cast<void>(wire::certificate_matches(facts, "mx.example.org"));
  for (const auto& name : facts.dns_names) {
    require(base::unescape(base::escape(name)) == name);
    // A name stands for itself, unless a final dot tells it from every host.
    if (!name.empty() && name.back() != '.') require(wire::dns_name_matches(name, name));
  }
  return 0;
}
