// SPDX-License-Identifier: GPL-3.0-or-later
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

Json key_json(const wire::CertificateFacts& facts) {
  const wire::PublicKey& key = facts.public_key;
  Json json{{"key_algorithm", {{"name", key.algorithm}}},
            {"fingerprint_sha256", base::hex(base::sha256(facts.subject_public_key_info))}};
  if (key.algorithm == "RSA" || key.algorithm == "RSA-PSS") {
    json["rsa_public_key"] = {{"length", key.bits}, {"exponent", key.exponent}};
  } else if (key.algorithm == "ECDSA") {
    json["ecdsa_public_key"] = {{"curve", key.curve}, {"length", key.bits}};
  }
  return json;
}

Json extensions_json(const wire::CertificateFacts& facts) {
  Json json = Json::object();
  if (facts.key_usage) {
    Json usage = Json::object();
    for (const auto& [bit, name] : kKeyUsages) usage[std::string(name)] = facts.allows(bit);
    usage["value"] = *facts.key_usage;
    json["key_usage"] = usage;
  }
  if (facts.extended_key_usage) {
    Json usages = Json::array();
    for (const std::string& oid : *facts.extended_key_usage) {
      usages.push_back(wire::extended_key_usage_name(oid));
    }
    json["extended_key_usage"] = usages;
  }
  if (facts.basic_constraints) {
    json["basic_constraints"]["is_ca"] = facts.basic_constraints->is_ca;
    if (facts.basic_constraints->path_length) {
      json["basic_constraints"]["max_path_len"] = *facts.basic_constraints->path_length;
    }
  }
  Json addresses = Json::array();
  for (const base::IpAddress& address : facts.ip_addresses)
    addresses.push_back(address.to_string());
  if (!facts.dns_names.empty() || !addresses.empty()) {
    json["subject_alt_name"] = {{"dns_names", outside_list(facts.dns_names)},
                                {"ip_addresses", addresses}};
  }
  return json;
}

}  // namespace

Json certificate_json(std::string_view der) {
  const wire::CertificateFacts facts = wire::read_certificate(der);
  Json json{{"version", facts.version},
            {"serial_number", facts.serial_number},
            {"signature_algorithm", {{"name", facts.signature_algorithm}}},
            {"issuer_dn", outside(facts.issuer_dn)},
            {"subject_dn", outside(facts.subject_dn)},
            {"common_names", outside_list(facts.common_names)}};
  Json validity = Json::object();
  if (facts.not_before) validity["start"] = base::rfc3339(*facts.not_before);
  if (facts.not_after) validity["end"] = base::rfc3339(*facts.not_after);
  if (facts.not_before && facts.not_after) {
    using std::chrono::seconds;
    validity["length"] =
        std::chrono::duration_cast<seconds>(*facts.not_after - *facts.not_before).count();
  }
  json["validity"] = validity;
  json["subject_key_info"] = key_json(facts);
  json["extensions"] = extensions_json(facts);
  json["names"] = outside_list(facts.dns_names);
  json["self_issued"] = facts.self_issued;
  json["malformed"] = facts.malformed;
  json["fingerprint_sha256"] = base::hex(base::sha256(der));
  return json;
}

}  // namespace model
