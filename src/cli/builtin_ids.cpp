// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/builtin_ids.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "checks/catalogue.hpp"
#include "cli/set_up.hpp"
#include "cli/value_names.hpp"
#include "outcome/codes.hpp"

namespace cli {
namespace {

// `group`, unless it was the last to be added, and then `id`.
void add_in_group(std::vector<std::string>& ids, std::string& last, std::string_view group,
                  std::string_view id) {
  if (group != last) ids.emplace_back(last = group);
  ids.emplace_back(id);
}

std::vector<std::string> explained() {
  std::vector<std::string> ids;
  std::string last;
  for (const outcome::Code& code : outcome::codes())
    add_in_group(ids, last, outcome::stage_of(code.code), code.code);
  for (const checks::Check& check : checks::catalogue())
    add_in_group(ids, last, checks::authority_of(check.id), check.id);
  return ids;
}

}  // namespace

std::optional<Catalogues> builtin_ids(ExitCode& code) {
  const auto probes = builtin_probes(code);
  const auto senders = all_senders({}, code);
  if (!probes || !senders) return std::nullopt;
  Catalogues ids;
  for (const model::Probe& probe : *probes) ids[kProbe].push_back(probe.id);
  for (const model::Sender& sender : *senders) ids[kSender].push_back(sender.id);
  ids[kSenders] = ids[kSender];
  ids[kCode] = explained();
  return ids;
}

}  // namespace cli
