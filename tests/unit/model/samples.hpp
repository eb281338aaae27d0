// SPDX-License-Identifier: GPL-3.0-or-later
//
// Records to write lines from: each bare (nothing that can be absent is there) and full (all of it
// is).
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/records.hpp"

namespace samples {

inline const std::string kRunId = "20261121T093000Z-0a1b2c3d";

// Octets that a server can send and that JSON, UTF-8 or a careless writer stumbles over.
std::vector<std::string> hostile_texts();

wire::SmtpReply reply(int code, std::string raw);

model::Transcript bare_transcript();
model::Transcript full_transcript();
model::TlsLog full_tls();

model::EndpointRecord skipped_endpoint();
model::EndpointRecord bare_endpoint();  // visited, and nothing came of it
model::EndpointRecord full_endpoint();

model::DomainRecord bare_domain();
model::DomainRecord full_domain();

// A verdict of every kind, with all that can stand in one.
std::vector<model::Verdict> verdicts();
// One with all that can stand in one, and one with nothing that can be absent.
std::vector<model::SenderVerdict> sender_verdicts();
model::JudgedLine judged_endpoint();
model::JudgedLine judged_domain();

model::RunRecord bare_run();
model::RunRecord full_run();

// ---- Certificates, DER --------------------------------------------------------------------------

std::string der(unsigned tag, const std::string& content);

struct CertificateParts {
  std::string common_name = "mx.example.org";
  std::string not_before = "20260101000000Z";  // GeneralizedTime
  std::string not_after = "20270101000000Z";
  std::string public_key_info;  // DER; empty: an RSA key
  std::string extensions;       // DER, one behind the other; empty: none
};
std::string certificate(const CertificateParts& parts);
std::string rsa_key_info(const std::string& modulus, const std::string& exponent);
std::string ec_key_info();
std::string all_extensions(const std::string& dns_name);

// ---- Lines --------------------------------------------------------------------------------------

nlohmann::json parsed(const std::string& line);
// It obeys its schema, unknown fields refused.
void check_valid(const std::string& line);
// What stands there before base::escape(); fails the test when nothing escaped does.
std::string unescaped_at(const nlohmann::json& document, const std::string& pointer);
// A published schema as it is, not the strict form.
nlohmann::json schema(const std::string& kind);

}  // namespace samples
