// SPDX-License-Identifier: GPL-3.0-or-later
#include "waxseal_client.hpp"

#include <algorithm>
#include <memory>
#include <unordered_set>
#include <utility>

#include "base/digest.hpp"
#include "cli/line_file.hpp"
#include "cli/set_up.hpp"
#include "machine.hpp"
#include "model/records_json.hpp"
#include "net/loop.hpp"
#include "net/timer.hpp"
#include "scan/visit.hpp"

namespace bench {
namespace {

std::vector<model::Probe> all_probes() {
  cli::ExitCode code{};
  auto probes = cli::builtin_probes(code);
  if (!probes) give_up("the probes cannot be read");
  return std::move(*probes);
}

std::unique_ptr<session::CertificateVerifier> make_verifier(const std::string& roots) {
  auto verifier = session::CertificateVerifier::create(roots);
  if (!verifier) give_up(verifier.error().message);
  return std::move(*verifier);
}

scan::Settings make_settings() {
  scan::Settings settings;
  settings.run_id = "bench";
  settings.client_name = "scanner.bench.test";
  settings.spacing = base::Milliseconds(0);
  return settings;
}

// One conversation, a whole handshake, a chain without fault: else it is not the work that is
// meant.
bool is_as_it_should(const model::EndpointRecord& record) {
  if (record.conversations.size() != 1) return false;
  const model::Conversation& only = record.conversations.front();
  return only.transcript.end == model::End::completed && only.transcript.handshake_completed() &&
         only.validation && only.validation->faults.empty() && only.validation->matches_domain;
}

}  // namespace

struct WaxsealClient::Impl {
  net::Loop loop;
  scan::Settings settings = make_settings();
  std::vector<model::Probe> probes = all_probes();
  scan::VisitPlan plan = scan::VisitPlan::of(*cli::find_probe(probes, "starttls"));
  scan::DirtyBudget dirty;
  session::TlsContexts tls;
  std::unique_ptr<session::CertificateVerifier> verifier;
  cli::LineFile lines;
  std::unordered_set<std::string> certificates;
  model::RunCounts counts;

  // Of the load being played.
  const Load* load = nullptr;
  std::vector<std::unique_ptr<scan::Visit>> visits;
  std::size_t begun = 0;
  bool given_up = false;
  Tally tally;

  Impl(const std::string& roots, const std::string& lines_file)
      : verifier(make_verifier(roots)), lines(lines_file) {}

  void begin(std::size_t place);
  void visited(std::size_t place, const model::EndpointRecord& record);
  void count(const model::EndpointRecord& record);
  void write(const model::EndpointRecord& record);
  void hold();
};

void WaxsealClient::Impl::begin(std::size_t place) {
  if (given_up || begun == load->count) return;
  const model::Endpoint& endpoint = load->endpoints[begun++ % load->endpoints.size()];
  const scan::VisitContext context{loop, settings, plan, dirty, tls, *verifier};
  visits[place] = std::make_unique<scan::Visit>(
      context, endpoint, "",
      [this, place](const model::EndpointRecord& record) { visited(place, record); });
}

void WaxsealClient::Impl::visited(std::size_t place, const model::EndpointRecord& record) {
  write(record);
  count(record);
  visits[place].reset();
  begin(place);
}

void WaxsealClient::Impl::count(const model::EndpointRecord& record) {
  if (!given_up) {
    ++(is_as_it_should(record) ? tally.completed : tally.failed);
    return;
  }
  ++tally.held;
  if (record.conversations.front().transcript.handshake_completed()) ++tally.held_inside_tls;
}

// As Scanner does.
void WaxsealClient::Impl::write(const model::EndpointRecord& record) {
  for (const model::Conversation& conversation : record.conversations) {
    if (!conversation.transcript.tls) continue;
    for (const std::string& der : conversation.transcript.tls->certificates) {
      if (!certificates.insert(base::sha256(der)).second) continue;
      lines.write(
          model::certificate_line({der, model::endpoint_id(record.endpoint)}, settings.run_id));
    }
  }
  lines.write(model::endpoint_line(record, settings.run_id));
  counts.add(record);
}

void WaxsealClient::Impl::hold() {
  if (load->held) load->held();
  given_up = true;
  for (const auto& visit : visits) {
    if (visit) visit->stop(true);
  }
}

WaxsealClient::WaxsealClient(const std::string& roots, const std::string& lines_file)
    : impl_(std::make_unique<Impl>(roots, lines_file)) {
  if (impl_->lines.error() != 0) give_up(lines_file + ": cannot be written");
}

WaxsealClient::~WaxsealClient() = default;

Tally WaxsealClient::play(const Load& load) {
  impl_->load = &load;
  impl_->begun = 0;
  impl_->given_up = false;
  impl_->tally = {};
  impl_->visits.clear();
  impl_->visits.resize(std::min(load.in_flight, load.count));
  for (std::size_t place = 0; place < impl_->visits.size(); ++place) impl_->begin(place);
  net::Timer holder(impl_->loop, [this] { impl_->hold(); });
  if (load.hold_for) holder.start(*load.hold_for);
  impl_->loop.run();
  impl_->lines.flush();
  return impl_->tally;
}

}  // namespace bench
