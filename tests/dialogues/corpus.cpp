// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/core.h>

#include "outcome/codes.hpp"

namespace dialogues {
namespace {

// What no conversation in memory comes to; tests/unit/outcome has them.
const std::set<std::string_view> kElsewhere{"connect.skipped",        "connect.failed",
                                            "connect.local_failure",  "connect.port_25_blocked",
                                            "starttls.intermittent",  "handshake.intermittent",
                                            "handshake.client_alert", "post_tls.alert",
                                            "post_tls.broken",        "run.interrupted"};

bool is_elsewhere(const outcome::Code& code) {
  const std::string_view stage = outcome::stage_of(code.code);
  return stage == "dns" || stage == "certificate" || kElsewhere.count(code.code) == 1;
}

// The words of each "then: key = words" of a dialogue.
std::vector<std::string> values(const std::string& path, const std::string& key) {
  std::vector<std::string> found;
  const std::string prefix = "then: " + key + " = ";
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.compare(0, prefix.size(), prefix) == 0) found.push_back(line.substr(prefix.size()));
  }
  return found;
}

void add_words(const std::string& text, std::set<std::string>& words) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.insert(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

std::vector<std::string> gaps(const std::string& folder) {
  std::vector<std::string> missing;
  std::set<std::string> reached;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".dialogue") continue;
    const std::string path = entry.path().string();
    for (const std::string key : {"outcome", "stage", "measurability"}) {
      if (values(path, key).empty()) missing.push_back(fmt::format("{}: no then: {}", path, key));
    }
    for (const std::string key : {"outcome", "also"}) {
      for (const std::string& words : values(path, key)) add_words(words, reached);
    }
  }
  for (const outcome::Code& code : outcome::codes()) {
    if (!is_elsewhere(code) && reached.count(code.code) == 0)
      missing.push_back(fmt::format("no dialogue comes to {}", code.code));
  }
  return missing;
}

}  // namespace dialogues
