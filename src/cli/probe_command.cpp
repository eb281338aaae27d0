// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include "base/text.hpp"
#include "cli/checks_text.hpp"
#include "cli/confirm_senders.hpp"
#include "cli/conversation_text.hpp"
#include "cli/endpoint_option.hpp"
#include "cli/facts_text.hpp"
#include "cli/options.hpp"
#include "cli/set_up.hpp"
#include "model/implicit_tls.hpp"
#include "model/probe_json.hpp"
#include "model/records_json.hpp"
#include "net/signal.hpp"
#include "outcome/merge.hpp"
#include "report/sender_matrix.hpp"
#include "scan/conversation.hpp"
#include "scan/visit.hpp"
#include "senders/confirmation.hpp"
#include "senders/verdicts.hpp"

namespace cli {
namespace {

using report::sender_matrix;

std::optional<model::Probe> chosen_probe(const ProbeOptions& options, ExitCode& code) {
  if (!options.probe_file.empty()) {
    const auto text = read_file(options.probe_file);
    code = text ? kBadInput : kNoInput;
    if (!text) {
      complain(options.probe_file + ": cannot be read");
      return std::nullopt;
    }
    auto probe = model::read_probe(*text, options.probe_file);
    if (probe) return std::move(*probe);
    complain(probe.error().message);
    return std::nullopt;
  }
  const auto probes = builtin_probes(code);
  if (!probes) return std::nullopt;
  if (const model::Probe* probe = find_probe(*probes, options.probe)) return *probe;
  std::string ids;
  for (const model::Probe& probe : *probes) ids += (ids.empty() ? "" : ", ") + probe.id;
  code = kUsage;
  complain(fmt::format("there is no probe \"{}\"; there are: {}", options.probe, ids));
  return std::nullopt;
}

// In its form for the endpoint; a file's probe is played as it stands. nullopt, and a message, when
// there is none.
std::optional<model::Probe> played_probe(const ProbeOptions& options, model::Probe probe,
                                         const model::Endpoint& endpoint) {
  if (!options.probe_file.empty()) return probe;
  auto form = model::form_for(endpoint, probe);
  if (!form) {
    complain(
        fmt::format("the probe \"{}\" has no form for port {}, where TLS comes first; --probe-file "
                    "plays any steps as they stand",
                    probe.id, endpoint.port));
  }
  return form;
}

// Empty: it may be contacted.
std::string refusal(const scan::Settings& settings, const base::IpAddress& address) {
  if (!settings.permits(address)) {
    return fmt::format("{} is private or reserved; --allow-private if you mean it",
                       address.to_string());
  }
  if (settings.client_name.empty() && !address.is_loopback())
    return "this machine has no fully-qualified name to say EHLO with; give one with --ehlo-name";
  return {};
}

// The plan, and on a terminal a line for each conversation as it ends: a visit can take minutes.
scan::VisitPlan shown(scan::VisitPlan plan) {
  if (isatty(STDERR_FILENO) == 0) return plan;
  plan.next = [next = std::move(plan.next),
               lines = std::make_shared<std::size_t>(0)](const model::EndpointRecord& visit) {
    for (; *lines < visit.conversations.size(); ++*lines)
      fmt::print(stderr, "{:3} {}\n", *lines + 1, conversation_line(visit.conversations[*lines]));
    return next(visit);
  };
  return plan;
}

// Plays the plan on the endpoint; SIGINT and SIGTERM end it.
model::EndpointRecord visit_endpoint(net::Loop& loop, const scan::Settings& settings,
                                     const scan::VisitPlan& plan,
                                     session::CertificateVerifier& verifier,
                                     const model::Endpoint& endpoint, const std::string& domain,
                                     bool& interrupted) {
  session::TlsContexts tls;
  scan::DirtyBudget dirty;
  model::EndpointRecord record;
  const scan::VisitContext context{loop, settings, plan, dirty, tls, verifier};
  scan::Visit visit(context, endpoint, domain, [&](model::EndpointRecord done) {
    record = std::move(done);
    loop.stop();
  });
  const auto interrupt = [&] {
    interrupted = true;
    visit.stop(true);
  };
  net::Signal on_interrupt(loop, SIGINT, interrupt);
  net::Signal on_terminate(loop, SIGTERM, interrupt);
  loop.run();
  return record;
}

struct Senders {
  std::vector<model::Sender> all;
  std::vector<model::Sender> confirmed;  // their own hello is sent, too
};

// What the tier asks, and behind that the hellos of the senders to be confirmed.
std::optional<plan::Planner> planner_of(const ProbeOptions& options, const Senders& senders,
                                        ExitCode& code) {
  plan::PlanOptions wanted{tier_of(options.tier), options.enumerate, options.common.authorized};
  if (!senders.confirmed.empty()) {
    const auto probes = builtin_probes(code);
    if (!probes) return std::nullopt;
    wanted.further = senders::own_hellos(*find_probe(*probes, "starttls"), senders.confirmed);
  }
  return make_planner(wanted, code);
}

std::optional<Senders> senders_of(const ProbeOptions& options, ExitCode& code) {
  auto all = all_senders(options.sender_files, code);
  if (!all) return std::nullopt;
  auto confirmed = senders_to_confirm(options, *all, code);
  if (!confirmed) return std::nullopt;
  return Senders{std::move(*all), std::move(*confirmed)};
}

// What a whole visit showed, what the checks make of it, what would become of mail, and whether
// that is so.
std::string visit_text(const model::EndpointRecord& visit, const Senders& senders) {
  const senders::Server server(visit.facts, visit.outcome);
  const std::string text = facts_text(visit) + "\n" + verdicts_text(*visit.verdicts) + "\n" +
                           sender_matrix("mail here, of a domain without policies,",
                                         senders::verdicts_of(server, senders.all), senders.all);
  if (senders.confirmed.empty()) return text;
  return text + "\n" + confirmations_text(senders::confirmations_of(visit, senders.confirmed));
}

}  // namespace

int probe_command(const ProbeOptions& options) {
  ExitCode code = kSuccess;
  const auto host = parse_host(options.host);
  if (!host)
    return fail(kUsage, options.host + ": HOST, HOST:PORT, ADDRESS or [ADDRESS]:PORT is wanted");
  if (options.enumerate && tier_of(options.tier) == model::Tier::survey)
    return fail(kUsage, "--enumerate goes with --tier standard or --tier audit");
  const auto chosen = chosen_probe(options, code);
  if (!chosen) return code;
  const auto senders = senders_of(options, code);
  if (!senders) return code;
  const auto planner = planner_of(options, *senders, code);
  if (!planner) return code;
  CommonOptions common = options.common;
  // Naming an address of this machine is permission enough to talk to it.
  const auto named = base::IpAddress::parse(host->host);
  if (common.allow_private.empty() && named && named->is_loopback())
    common.allow_private = named->to_string();
  const auto settings = make_settings(common, code);
  if (!settings) return code;
  const auto verifier = make_verifier(common, code);
  if (!verifier) return code;

  net::Loop loop;
  const std::uint16_t port = host->port != 0 ? host->port : settings->port;
  const auto endpoint = find_endpoint(loop, common, *host, port, code);
  if (!endpoint) return code;
  const auto probe = played_probe(options, *chosen, *endpoint);
  if (!probe) return kUsage;
  const std::string why_not = refusal(*settings, endpoint->ip);
  if (!why_not.empty()) return fail(kRefused, why_not);

  const bool whole_visit = !options.tier.empty();
  const scan::VisitPlan plan =
      whole_visit ? shown(judged(visit_plan(*planner))) : scan::VisitPlan::of(*probe);
  if (tier_of(options.tier) == model::Tier::audit && !common.authorized) {
    complain(
        "an audit pauses after every fourth failed handshake, 10 minutes at most; with "
        "--authorized, if the server is yours, it does not");
  }
  bool interrupted = false;
  model::EndpointRecord record =
      visit_endpoint(loop, *settings, plan, *verifier, *endpoint, options.domain, interrupted);
  if (!whole_visit) outcome::conclude(record);
  const std::string text = options.json ? model::endpoint_line(record, settings->run_id) + "\n"
                           : whole_visit
                               ? visit_text(record, *senders)
                               : conversation_text(*endpoint, *probe, record.conversations.front());
  code = ExitCode(print(text));
  return code == kSuccess && interrupted ? kInterrupted : code;
}

}  // namespace cli
