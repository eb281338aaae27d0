// SPDX-License-Identifier: GPL-3.0-or-later
//
// Probes for visits of a mail server without STARTTLS: one that ends clean, one that does not.
#pragma once

#include <memory>

#include <doctest/doctest.h>

#include "model/probe_json.hpp"
#include "support/conversation_driver.hpp"

namespace short_probes {

using ProbePtr = std::shared_ptr<const model::Probe>;

// Greeted, and gone without QUIT.
inline ProbePtr rude() {
  const auto probe = model::read_probe(R"({"id": "rude", "purpose": "Leaves without a word.",
    "tier": "audit", "steps": [{"reply": "greeting"}, {"close": "fin"}]})",
                                       "rude.json");
  REQUIRE_MESSAGE(probe.ok(), (probe.ok() ? "" : probe.error().message));
  return std::make_shared<const model::Probe>(*probe);
}

inline ProbePtr plain() {
  return std::make_shared<const model::Probe>(support::builtin_probe("starttls"));
}

}  // namespace short_probes
