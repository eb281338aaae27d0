// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/control_set.hpp"

#include <algorithm>
#include <utility>

#include "cli/set_up.hpp"
#include "model/implicit_tls.hpp"
#include "scan/visit.hpp"
#include "session/tls_client.hpp"

namespace cli {
namespace {

bool answers(net::Loop& loop, const scan::Settings& settings,
             session::CertificateVerifier& verifier, const scan::VisitPlan& plan,
             const model::Endpoint& control) {
  session::TlsContexts tls;
  scan::DirtyBudget dirty;
  model::EndpointRecord record;
  const scan::VisitContext context{loop, settings, plan, dirty, tls, verifier};
  const scan::Visit visit(context, control, "", [&](model::EndpointRecord done) {
    record = std::move(done);
    loop.stop();
  });
  loop.run();
  // A refusal may be a firewall's of our own.
  return record.conversations.front().transcript.connected_after.has_value();
}

}  // namespace

bool any_control_answers(net::Loop& loop, const scan::Settings& settings,
                         session::CertificateVerifier& verifier,
                         const std::vector<model::Endpoint>& controls) {
  ExitCode code = kSuccess;
  const auto probes = builtin_probes(code);
  const model::Probe& plain = *find_probe(*probes, "starttls");
  return std::any_of(controls.begin(), controls.end(), [&](const model::Endpoint& control) {
    const scan::VisitPlan plan = scan::VisitPlan::of(*model::form_for(control, plain));
    return answers(loop, settings, verifier, plan, control);
  });
}

}  // namespace cli
