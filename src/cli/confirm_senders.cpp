// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/confirm_senders.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/set_up.hpp"
#include "report/text_columns.hpp"

namespace cli {
namespace {

using report::shown;
using report::wrapped;

using model::Sender;
using senders::Agreement;
using senders::Confirmation;
using Confirmations = std::vector<const Confirmation*>;

constexpr std::string_view kAll = "all";

std::optional<std::vector<Sender>> refuse(ExitCode& code, std::string_view message) {
  code = kUsage;
  complain(message);
  return std::nullopt;
}

std::string indented(std::size_t indent, const std::string& text) {
  return std::string(indent, ' ') + wrapped(text, indent, indent + 2) + "\n";
}

bool is_alike(const Confirmation& one, const Confirmation& other) {
  return one.predicted == other.predicted && one.observed == other.observed;
}

// Of this agreement, those together that were predicted and observed alike.
std::vector<Confirmations> groups_of(const std::vector<Confirmation>& confirmations,
                                     Agreement agreement) {
  std::vector<Confirmations> groups;
  for (const Confirmation& one : confirmations) {
    if (one.agreement != agreement) continue;
    const auto group =
        std::find_if(groups.begin(), groups.end(),
                     [&one](const Confirmations& some) { return is_alike(one, *some.front()); });
    if (group == groups.end()) {
      groups.push_back({&one});
    } else {
      group->push_back(&one);
    }
  }
  return groups;
}

std::string ids_of(const Confirmations& group) {
  std::string ids;
  for (const Confirmation* one : group) ids += (ids.empty() ? "" : ", ") + one->sender;
  return ids;
}

std::string section(std::string_view title, const std::vector<Confirmations>& groups) {
  if (groups.empty()) return {};
  std::string text = fmt::format("\n  {}\n", title);
  for (const Confirmations& group : groups) {
    text += indented(4, shown(ids_of(group)));
    const Confirmation& any = *group.front();
    if (any.agreement == Agreement::not_played) continue;
    text += indented(6, "predicted: " + shown(any.predicted));
    text += indented(6, "observed: " + shown(any.observed));
  }
  return text;
}

// "Of 28 kinds of sender 25 were answered as predicted, 1 otherwise; ..."
std::string counts_text(const std::vector<Confirmation>& confirmations) {
  const auto count = [&confirmations](Agreement agreement) {
    return std::count_if(
        confirmations.begin(), confirmations.end(),
        [agreement](const Confirmation& one) { return one.agreement == agreement; });
  };
  const auto agreeing = count(Agreement::agrees);
  std::string text =
      fmt::format("Of {} kind{} of sender, each with its own hello, {} {} answered as predicted",
                  confirmations.size(), confirmations.size() == 1 ? "" : "s", agreeing,
                  agreeing == 1 ? "was" : "were");
  text += fmt::format(", {} otherwise", count(Agreement::disagrees));
  const auto add = [&text](std::ptrdiff_t number, std::string_view what) {
    if (number > 0) text += fmt::format("; for {} {}", number, what);
  };
  add(count(Agreement::open), "it is not known");
  add(count(Agreement::not_played), "no hello was sent");
  return wrapped(text + ".", 0, 0) + "\n";
}

}  // namespace

std::optional<std::vector<Sender>> senders_to_confirm(const ProbeOptions& options,
                                                      const std::vector<Sender>& all,
                                                      ExitCode& code) {
  std::vector<Sender> chosen;
  if (options.confirm_senders.empty()) return chosen;
  if (tier_of(options.tier) != model::Tier::audit)
    return refuse(code, "--confirm-senders goes with --tier audit");
  const auto ids = base::split(options.confirm_senders, ',');
  const bool everyone = options.confirm_senders == kAll;
  for (const std::string_view id : ids) {
    if (everyone || model::find_sender(all, id) != nullptr) continue;
    return refuse(code, fmt::format("--confirm-senders: there is no sender \"{}\"; waxseal senders "
                                    "lists all",
                                    id));
  }
  std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), [&](const Sender& sender) {
    return everyone || std::find(ids.begin(), ids.end(), sender.id) != ids.end();
  });
  if (chosen.size() > kMostConfirmedUnasked && !options.common.authorized) {
    return refuse(code, fmt::format("--confirm-senders: {} senders are as many failed handshakes "
                                    "in the server's log; name at most {}, as in "
                                    "--confirm-senders={}, or say --authorized if the server is "
                                    "yours",
                                    chosen.size(), kMostConfirmedUnasked, chosen.front().id));
  }
  return chosen;
}

std::string confirmations_text(const std::vector<Confirmation>& confirmations) {
  std::string text = counts_text(confirmations);
  text += section("otherwise than predicted: the facts, the sender's file or the rules are wrong",
                  groups_of(confirmations, Agreement::disagrees));
  text += section("not known", groups_of(confirmations, Agreement::open));
  text += section("no hello was sent: the visit was over before",
                  groups_of(confirmations, Agreement::not_played));
  return text;
}

}  // namespace cli
