// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace lab {

// What tests/lab/scan_lab left behind, read once.
struct Results {
  std::vector<std::string> lines;
  std::vector<nlohmann::json> records;
  nlohmann::json run;
  nlohmann::json mxlab;                   // the misbehaving server's own counters
  std::vector<std::string> policy_lines;  // of domains that were asked for their TLS policies
  std::vector<std::string> audit_lines;   // of an audit of the servers as Debian has them
  std::vector<std::string> judged_lines;  // what `waxseal judge` made of all of these

  [[nodiscard]] std::vector<const nlohmann::json*> of_type(const std::string& type) const;
  // The endpoint line of this id; ends the test when there is none.
  [[nodiscard]] const nlohmann::json& endpoint(const std::string& id) const;
  [[nodiscard]] const nlohmann::json& domain(const std::string& name) const;
};
const Results& results();

// expected/<name>.txt: first word -> the rest of the line.
std::map<std::string, std::string> expected(const std::string& name);

// The same words, made from a line.
std::string in_words(const nlohmann::json& record);

// What a domain line says of TLS policies: the TLSA records of each exchange, the policies' TXT
// records, and the facts that are no.
std::string policies_in_words(const nlohmann::json& domain);

// Real mail servers need root; without it their rows are not there.
bool has_real_servers();

}  // namespace lab
