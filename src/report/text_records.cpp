// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include "base/text.hpp"
#include "report/text_sections.hpp"

namespace report {
namespace {

constexpr std::size_t kIndent = 2;

// `live`: to be published as it stands; otherwise the line is a remark, so that copying it does
// nothing.
void add_zone_record(Page& page, const policy::ZoneRecord& record, bool live) {
  if (record.name.empty()) return;
  if (record.published) page.remark("published already");
  if (!record.note.empty()) page.remark(record.note);
  page.record((live ? "" : "; ") + zone_line(record));
}

void add_tlsa(Page& page, const policy::Suggestions& suggestions) {
  if (suggestions.tlsa.empty() && suggestions.tlsa_why_not.empty()) return;
  page.blank();
  if (suggestions.tlsa_why_not.empty()) {
    page.line(kIndent, "DANE: TLSA records of the keys that the servers have now.");
  } else {
    page.line(kIndent, "DANE: publish no TLSA records yet. " + suggestions.tlsa_why_not);
  }
  for (const policy::ZoneRecord& record : suggestions.tlsa)
    add_zone_record(page, record, suggestions.tlsa_why_not.empty());
}

void add_tlsa_to_remove(Page& page, const policy::Suggestions& suggestions) {
  if (suggestions.tlsa_to_remove.empty()) return;
  page.blank();
  page.line(kIndent, "DANE: take these out, unless they are of a key that is about to come.");
  for (const policy::ZoneRecord& record : suggestions.tlsa_to_remove)
    add_zone_record(page, {record.name, record.type, record.value, record.note, false}, false);
}

void add_policy_text(Page& page, const policy::Suggestions& suggestions) {
  if (suggestions.mta_sts_policy.empty()) return;
  page.blank();
  page.line(kIndent, fmt::format("MTA-STS: the policy, with mode {}, at the address that stands "
                                 "above it; lines may end with CRLF or LF.",
                                 suggestions.mta_sts_mode));
  if (!suggestions.mta_sts_why_not_enforce.empty())
    page.line(kIndent, "Why not enforce: " + suggestions.mta_sts_why_not_enforce);
  page.record(suggestions.mta_sts_url);
  for (std::string_view line : base::split(suggestions.mta_sts_policy, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) page.record(line);
  }
}

void add_one(Page& page, std::string_view what, const policy::ZoneRecord& record) {
  if (record.name.empty()) return;
  page.blank();
  page.line(kIndent, what);
  add_zone_record(page, record, true);
}

}  // namespace

void add_records(Page& page, const Domain& domain) {
  const policy::Suggestions& all = domain.suggestions;
  if (all.tlsa.empty() && all.tlsa_why_not.empty() && all.tlsa_to_remove.empty() &&
      all.mta_sts_policy.empty() && all.mta_sts_record.name.empty() &&
      all.tlsrpt_record.name.empty())
    return;
  page.heading("Records to publish");
  page.line(kIndent,
            "Lines that begin in the first column are to be copied as they stand: none of "
            "them is broken, however long it is.");
  add_tlsa(page, all);
  add_tlsa_to_remove(page, all);
  add_policy_text(page, all);
  add_one(page, "MTA-STS: the record, once the policy can be fetched.", all.mta_sts_record);
  add_one(page, "TLSRPT: where reports go to.", all.tlsrpt_record);
}

void add_watch(Page& page, const Domain& domain) {
  if (domain.watch.empty()) return;
  page.heading("What to watch");
  for (const Advice& advice : domain.watch)
    page.marked(kIndent, "-", Tone::plain,
                advice.when.empty() ? advice.what : advice.when + ": " + advice.what);
}

}  // namespace report
