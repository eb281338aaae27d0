// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/records.hpp"

namespace model {

// One line each, without the line end. Always valid UTF-8 JSON, whatever a server sent: octets that
// are none are escaped as base::escape() does.
std::string domain_line(const DomainRecord& record, const std::string& run_id);
std::string endpoint_line(const EndpointRecord& record, const std::string& run_id);
std::string verdicts_line(const JudgedLine& judged);
std::string certificate_line(const CertificateRecord& record, const std::string& run_id);
// The whole metadata file, indented for people.
std::string run_document(const RunRecord& record);

}  // namespace model
