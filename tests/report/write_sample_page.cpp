// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes the sample audit as a page: write_sample_page all|safe|not_yet|unknown FILE
#include <cstdio>
#include <fstream>
#include <string>

#include "report/formats.hpp"
#include "unit/report/sample_audit.hpp"

namespace {

report::Audit audit_named(const std::string& name) {
  if (name == "safe") return sample::audit_of(sample::safe_domain());
  if (name == "not_yet") return sample::audit_of(sample::not_yet_domain());
  if (name == "unknown") return sample::audit_of(sample::unknown_domain());
  return sample::audit();
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fputs("usage: write_sample_page all|safe|not_yet|unknown FILE\n", stderr);
    return 2;
  }
  std::ofstream file(words[2], std::ios::binary);
  file << report::html_of(audit_named(words[1]));
  file.close();
  if (file) return 0;
  std::fprintf(stderr, "write_sample_page: %s could not be written\n", words[2]);
  return 1;
}
