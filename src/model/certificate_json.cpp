// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "base/digest.hpp"
#include "model/json_fields.hpp"
#include "wire/certificate.hpp"
#include "wire/oid_names.hpp"

namespace model {
namespace {

constexpr std::pair<wire::KeyUsage, std::string_view> kKeyUsages[] = {
    {wire::KeyUsage::digital_signature, "digital_signature"},
    {wire::KeyUsage::content_commitment, "content_commitment"},
    {wire::KeyUsage::key_encipherment, "key_encipherment"},
    {wire::KeyUsage::data_encipherment, "data_encipherment"},
    {wire::KeyUsage::key_agreement, "key_agreement"},
    {wire::KeyUsage::certificate_sign, "certificate_sign"},
    {wire::KeyUsage::crl_sign, "crl_sign"},
    {wire::KeyUsage::encipher_only, "encipher_only"},
    {wire::KeyUsage::decipher_only, "decipher_only"},
};

JsonObject name_json(std::string_view name) { return JsonObject().add("name", name); }

JsonObject key_json(const wire::CertificateFacts& facts) {
  const wire::PublicKey& key = facts.public_key;
  JsonObject json;
  json.add("key_algorithm", name_json(key.algorithm))
      .add("fingerprint_sha256", base::hex(base::sha256(facts.subject_public_key_info)));
  if (key.algorithm == "RSA" || key.algorithm == "RSA-PSS") {
    json.add("rsa_public_key", JsonObject().add("length", key.bits).add("exponent", key.exponent));
  } else if (key.algorithm == "ECDSA") {
    json.add("ecdsa_public_key", JsonObject().add("curve", key.curve).add("length", key.bits));
  }
  return json;
}

JsonObject key_usage_json(const wire::CertificateFacts& facts) {
  JsonObject usage;
  for (const auto& [bit, name] : kKeyUsages) usage.add(name, facts.allows(bit));
  return std::move(usage).add("value", *facts.key_usage);
}

JsonObject basic_constraints_json(const wire::BasicConstraints& constraints) {
  JsonObject json;
  json.add("is_ca", constraints.is_ca);
  if (constraints.path_length) json.add("max_path_len", *constraints.path_length);
  return json;
}

JsonObject extensions_json(const wire::CertificateFacts& facts) {
  JsonObject json;
  if (facts.key_usage) json.add("key_usage", key_usage_json(facts));
  if (facts.extended_key_usage) {
    JsonList usages;
    for (const std::string& oid : *facts.extended_key_usage)
      usages.push_back(wire::extended_key_usage_name(oid));
    json.add("extended_key_usage", usages);
  }
  if (facts.basic_constraints)
    json.add("basic_constraints", basic_constraints_json(*facts.basic_constraints));
  if (!facts.dns_names.empty() || !facts.ip_addresses.empty()) {
    JsonList addresses;
    for (const base::IpAddress& address : facts.ip_addresses)
      addresses.push_back(address.to_string());
    json.add("subject_alt_name", JsonObject()
                                     .add("dns_names", outside_texts(facts.dns_names))
                                     .add("ip_addresses", addresses));
  }
  return json;
}

JsonObject validity_json(const wire::CertificateFacts& facts) {
  JsonObject json;
  if (facts.not_before) json.add("start", base::rfc3339(*facts.not_before));
  if (facts.not_after) json.add("end", base::rfc3339(*facts.not_after));
  if (facts.not_before && facts.not_after) {
    using std::chrono::seconds;
    json.add("length",
             std::chrono::duration_cast<seconds>(*facts.not_after - *facts.not_before).count());
  }
  return json;
}

}  // namespace

JsonObject certificate_json(std::string_view der, const std::string& fingerprint) {
  const wire::CertificateFacts facts = wire::read_certificate(der);
  JsonObject json;
  json.add("version", facts.version)
      .add("serial_number", facts.serial_number)
      .add("signature_algorithm", name_json(facts.signature_algorithm))
      .add("issuer_dn", outside(facts.issuer_dn))
      .add("subject_dn", outside(facts.subject_dn))
      .add("common_names", outside_texts(facts.common_names))
      .add("validity", validity_json(facts))
      .add("subject_key_info", key_json(facts))
      .add("extensions", extensions_json(facts))
      .add("names", outside_texts(facts.dns_names))
      .add("self_issued", facts.self_issued)
      .add("malformed", facts.malformed)
      .add("fingerprint_sha256", fingerprint);
  return json;
}

}  // namespace model
