// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/probes_text.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "model/catalogue_json.hpp"
#include "report/text_columns.hpp"

namespace cli {
namespace {

using report::wrapped;

constexpr std::string_view kLegend =
    "clean     leaves with QUIT where the server plays along\n"
    "dirty     sends no more than a ClientHello and leaves without QUIT: the server's\n"
    "          log has a failed handshake\n"
    "deviates  sends what a careful sender would not: only a comparison with the\n"
    "          plain probe, starttls, proves something\n";

constexpr std::string_view heading_of(model::Tier tier) {
  switch (tier) {
    case model::Tier::survey:
      return "survey: any visit may play it";
    case model::Tier::standard:
      return "standard: a visit of the tier standard or audit may play it";
    case model::Tier::audit:
      return "audit: only a visit of the tier audit may play it";
  }
  return "";
}

std::string probe_text(const model::Probe& probe) {
  constexpr std::size_t kIndent = 6;
  const std::string margin(kIndent, ' ');
  std::string text = fmt::format("  {:<24}  {}{}\n", probe.id, model::cost_of(probe),
                                 probe.deviates ? ", deviates" : "");
  text += margin + wrapped(probe.purpose, kIndent, kIndent) + "\n";
  if (!probe.source.empty()) text += margin + wrapped(probe.source, kIndent, kIndent) + "\n";
  return text;
}

}  // namespace

std::string probes_text(const std::vector<model::Probe>& probes) {
  std::string text(kLegend);
  for (const model::Tier tier : {model::Tier::survey, model::Tier::standard, model::Tier::audit}) {
    const auto of_tier = [tier](const model::Probe& probe) { return probe.tier == tier; };
    if (std::none_of(probes.begin(), probes.end(), of_tier)) continue;
    text += fmt::format("\n{}\n", heading_of(tier));
    for (const model::Probe& probe : probes) {
      if (of_tier(probe)) text += "\n" + probe_text(probe);
    }
  }
  return text;
}

}  // namespace cli
