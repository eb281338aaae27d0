// SPDX-License-Identifier: GPL-3.0-or-later
#include "waxseal_client.hpp"

#include <algorithm>
#include <memory>
#include <unordered_set>
#include <utility>

#include "machine.hpp"
#include "model/records_json.hpp"
#include "net/loop.hpp"
#include "net/timer.hpp"
#include "scan/result_file.hpp"
#include "scan/visit.hpp"

namespace bench {
namespace {

std::unique_ptr<session::CertificateVerifier> make_verifier(const std::string& roots) {
  auto verifier = session::CertificateVerifier::create(roots);
  if (!verifier) give_up(verifier.error().message);
  return std::move(*verifier);
}

scan::Settings make_settings() {
  scan::Settings settings;
  settings.run_id = "bench";
  settings.client_name = "scanner.bench.test";
  settings.rates = {};
  return settings;
}

}  // namespace

struct WaxsealClient::Impl {
  net::Loop loop;
  scan::Settings settings = make_settings();
  Errand errand;
  scan::VisitPlan plan = scan::VisitPlan::of(errand.probe);
  scan::DirtyBudget dirty;
  session::TlsContexts tls;
  std::unique_ptr<session::CertificateVerifier> verifier;
  scan::VisitContext context{loop, settings, plan, dirty, tls, *verifier};
  std::unique_ptr<scan::ResultFile> lines;
  std::unordered_set<std::string> certificates;
  model::RunCounts counts;

  // Of the load being played.
  const Load* load = nullptr;
  std::vector<std::unique_ptr<scan::Visit>> visits;
  std::size_t begun = 0;
  bool given_up = false;
  Tally tally;

  Impl(const std::string& roots, const std::string& lines_file, Errand what)
      : errand(std::move(what)), verifier(make_verifier(roots)) {
    if (lines_file.empty()) return;
    auto file = scan::ResultFile::open(lines_file);
    if (!file) give_up(file.error().message);
    lines = std::move(*file);
  }

  void begin(std::size_t place);
  void visited(std::size_t place, const model::EndpointRecord& record);
  void count(const model::EndpointRecord& record);
  void write(const model::EndpointRecord& record);
  void hold();
};

void WaxsealClient::Impl::begin(std::size_t place) {
  if (given_up || begun == load->count) return;
  const model::Endpoint& endpoint = load->endpoints[begun++ % load->endpoints.size()];
  visits[place] = std::make_unique<scan::Visit>(
      context, endpoint, "",
      [this, place](const model::EndpointRecord& record) { visited(place, record); });
}

void WaxsealClient::Impl::visited(std::size_t place, const model::EndpointRecord& record) {
  if (lines) write(record);
  count(record);
  visits[place].reset();
  begin(place);
}

void WaxsealClient::Impl::count(const model::EndpointRecord& record) {
  if (!given_up) {
    ++(errand.went_well(record) ? tally.completed : tally.failed);
    return;
  }
  ++tally.held;
  if (record.conversations.front().transcript.handshake_completed()) ++tally.held_inside_tls;
}

// As Scanner does.
void WaxsealClient::Impl::write(const model::EndpointRecord& record) {
  for (const model::Conversation& conversation : record.conversations) {
    if (!conversation.transcript.tls) continue;
    const auto& chain = conversation.transcript.tls->certificates;
    for (std::size_t place = 0; place < chain.size(); ++place) {
      if (!certificates.insert(conversation.fingerprint(place)).second) continue;
      lines->write(model::certificate_line({chain[place], model::endpoint_id(record.endpoint)},
                                           settings.run_id));
    }
  }
  lines->write(model::endpoint_line(record, settings.run_id));
  counts.add(record);
}

void WaxsealClient::Impl::hold() {
  if (load->held) load->held();
  given_up = true;
  for (const auto& visit : visits) {
    if (visit) visit->stop(true);
  }
}

WaxsealClient::WaxsealClient(const std::string& roots, const std::string& lines_file, Errand errand)
    : impl_(std::make_unique<Impl>(roots, lines_file, std::move(errand))) {}

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
  if (impl_->lines) impl_->lines->flush(impl_->loop.now());
  return impl_->tally;
}

}  // namespace bench
