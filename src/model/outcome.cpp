// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/outcome.hpp"

namespace model {

std::string_view to_string(Measurability measurability) {
  switch (measurability) {
    case Measurability::measured:
      return "measured";
    case Measurability::transient:
      return "transient";
    case Measurability::blocked:
      return "blocked";
    case Measurability::vantage:
      return "vantage";
    case Measurability::skipped:
      return "skipped";
  }
  return "skipped";
}

std::string_view to_string(Attribution attribution) {
  switch (attribution) {
    case Attribution::server:
      return "server";
    case Attribution::path:
      return "path";
    case Attribution::dns:
      return "dns";
    case Attribution::policy_host:
      return "policy_host";
    case Attribution::client:
      return "client";
    case Attribution::unknown:
      return "unknown";
  }
  return "unknown";
}

std::optional<Measurability> measurability_of(std::string_view word) {
  for (const Measurability measurability :
       {Measurability::measured, Measurability::transient, Measurability::blocked,
        Measurability::vantage, Measurability::skipped}) {
    if (word == to_string(measurability)) return measurability;
  }
  return std::nullopt;
}

std::optional<Attribution> attribution_of(std::string_view word) {
  for (const Attribution attribution :
       {Attribution::server, Attribution::path, Attribution::dns, Attribution::policy_host,
        Attribution::client, Attribution::unknown}) {
    if (word == to_string(attribution)) return attribution;
  }
  return std::nullopt;
}

}  // namespace model
