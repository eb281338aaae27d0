// SPDX-License-Identifier: GPL-3.0-or-later
//
// Records and policy, ready to be copied and published.
#include <fmt/core.h>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"

namespace report::html {
namespace {

// A comment of a zone file ends with its line, and so must what stands in it.
std::string in_one_line(std::string words) {
  for (char& c : words)
    if (c == '\n' || c == '\r') c = ' ';
  return words;
}

std::string zone_text(const std::vector<policy::ZoneRecord>& records) {
  std::string all;
  for (const policy::ZoneRecord& record : records) {
    if (!all.empty()) all += "\n";
    if (!record.note.empty()) all += fmt::format("; {}\n", in_one_line(record.note));
    all += in_one_line(zone_line(record));
  }
  return all;
}

Markup published_note(bool published) {
  return note(published ? mark({Tone::good, "published already"})
                        : mark({Tone::plain, "not published yet"}));
}

// Those that are to be published apart from those that are there.
Markup tlsa(const policy::Suggestions& suggestions, const std::string& id) {
  std::vector<policy::ZoneRecord> there;
  std::vector<policy::ZoneRecord> wanted;
  for (const policy::ZoneRecord& record : suggestions.tlsa)
    (record.published ? there : wanted).push_back(record);
  Markup content;
  if (!suggestions.tlsa_why_not.empty())
    content += paragraph(mark({Tone::warn, "not yet"}) + " " + text(suggestions.tlsa_why_not));
  if (!wanted.empty())
    content += published_note(false) + copyable("the TLSA records", zone_text(wanted));
  if (!there.empty())
    content += published_note(true) + copyable("the TLSA records that are there", zone_text(there));
  if (!suggestions.tlsa_to_remove.empty())
    content += note(mark({Tone::warn, "to be removed"})) +
               copyable("the TLSA records to be removed", zone_text(suggestions.tlsa_to_remove));
  return content.empty() ? content : section(id, 4, "TLSA", content);
}

Markup mta_sts(const policy::Suggestions& suggestions, const std::string& id) {
  Markup content;
  if (!suggestions.mta_sts_why_not_enforce.empty())
    content += paragraph(mark({Tone::warn, "not enforce yet"}) + " " +
                         text(suggestions.mta_sts_why_not_enforce));
  if (!suggestions.mta_sts_record.name.empty())
    content += published_note(suggestions.mta_sts_record.published) +
               copyable("the record of MTA-STS", zone_text({suggestions.mta_sts_record}));
  if (!suggestions.mta_sts_policy.empty())
    content += note("The policy, at " + code(suggestions.mta_sts_url) +
                    ", with CRLF at the end of each line:") +
               copyable("the policy of MTA-STS", suggestions.mta_sts_policy);
  return content.empty() ? content : section(id, 4, "MTA-STS", content);
}

Markup tlsrpt(const policy::Suggestions& suggestions, const std::string& id) {
  if (suggestions.tlsrpt_record.name.empty()) return {};
  return section(id, 4, "TLSRPT",
                 published_note(suggestions.tlsrpt_record.published) +
                     copyable("the record of TLSRPT", zone_text({suggestions.tlsrpt_record})));
}

}  // namespace

Markup records_part(const Domain& domain, const std::string& id) {
  const policy::Suggestions& suggestions = domain.suggestions;
  const Markup content = tlsa(suggestions, id + "-tlsa") + mta_sts(suggestions, id + "-sts") +
                         tlsrpt(suggestions, id + "-tlsrpt");
  return content.empty() ? content : section(id, 3, "Records to publish", content);
}

}  // namespace report::html
