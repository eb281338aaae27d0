// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/audit_progress.hpp"

#include <utility>

#include <fmt/core.h>

#include "report/text_columns.hpp"

namespace cli {
namespace {

using report::kColumns;
using report::shown;

constexpr base::Milliseconds kTick{1'000};
// More lines would scroll away what stands above them.
constexpr std::size_t kMostDrawn = 20;

double seconds(base::Milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

std::string hosts_text(const model::DomainRecord& domain) {
  std::size_t addresses = 0;
  for (const model::Exchange& exchange : domain.exchanges)
    addresses += exchange.endpoint_ids.size();
  const std::size_t hosts = domain.exchanges.size();
  if (hosts == 0) return fmt::format("no mail server ({})", domain.mx_status);
  return fmt::format("{} mail server{}, {} address{}", hosts, hosts == 1 ? "" : "s", addresses,
                     addresses == 1 ? "" : "es");
}

std::string end_of(const model::EndpointRecord& record) {
  if (!record.skipped.empty()) return "not contacted: " + record.skipped;
  const std::string outcome = record.outcome ? record.outcome->code : "no conversation";
  return fmt::format("{} after {} conversation{}, {:.0f} s", outcome, record.conversations.size(),
                     record.conversations.size() == 1 ? "" : "s", seconds(record.duration));
}

}  // namespace

AuditProgress::AuditProgress(net::Loop& loop, Kind kind, base::Milliseconds connect_limit,
                             Sink sink)
    : loop_(loop),
      kind_(kind),
      connect_limit_(connect_limit),
      sink_(std::move(sink)),
      ticker_(loop, [this] {
        draw();
        ticker_.start_at(loop_.now() + kTick);
      }) {
  if (kind_ == Kind::terminal) ticker_.start_at(loop_.now() + kTick);
}

void AuditProgress::resolved(const model::DomainRecord& domain) {
  say(fmt::format("{}: {}", shown(domain.domain), hosts_text(domain)));
}

AuditProgress::Server& AuditProgress::server(const model::Endpoint& endpoint) {
  return servers_[model::endpoint_id(endpoint)];
}

void AuditProgress::visit_began(const model::Endpoint& endpoint) {
  const std::string id = model::endpoint_id(endpoint);
  order_.push_back(id);
  servers_[id] = {id, loop_.now(), 0, {}, false};
  if (kind_ == Kind::lines) say(fmt::format("{}: connecting", shown(id)));
  draw();
}

void AuditProgress::conversation_ended(const model::Endpoint& endpoint,
                                       const model::Transcript& transcript) {
  Server& at = server(endpoint);
  ++at.conversations;
  at.last = transcript.probe;
  if (transcript.end == model::End::connect_timeout) {
    at.last = fmt::format("no answer within {:.0f} s", seconds(connect_limit_));
    if (kind_ == Kind::lines) say(fmt::format("{}: {}", shown(at.name), at.last));
  }
  draw();
}

void AuditProgress::visit_ended(const model::EndpointRecord& record) {
  Server& at = server(record.endpoint);
  at.name = model::endpoint_id(record.endpoint);
  at.done = true;
  say(fmt::format("{}: {}", shown(at.name), end_of(record)));
}

// Above what is drawn.
void AuditProgress::say(const std::string& line) {
  if (kind_ == Kind::quiet) return;
  erase();
  sink_(line + "\n");
  draw();
}

std::string AuditProgress::line_of(const Server& server) const {
  const double elapsed =
      seconds(std::chrono::duration_cast<base::Milliseconds>(loop_.now() - server.began));
  const std::string state =
      server.conversations == 0
          ? fmt::format("connecting, {:.0f} s of at most {:.0f}", elapsed, seconds(connect_limit_))
          : fmt::format("{} conversation{}, {:.0f} s: {}", server.conversations,
                        server.conversations == 1 ? "" : "s", elapsed, shown(server.last));
  std::string line = fmt::format("  {}  {}", shown(server.name), state);
  if (line.size() > kColumns - 1) line.resize(kColumns - 1);
  return line;
}

void AuditProgress::draw() {
  if (kind_ != Kind::terminal) return;
  erase();
  std::string text;
  for (const std::string& id : order_) {
    const Server& at = servers_.at(id);
    if (at.done || drawn_ == kMostDrawn) continue;
    text += line_of(at) + "\n";
    ++drawn_;
  }
  if (!text.empty()) sink_(text);
}

void AuditProgress::erase() {
  if (drawn_ == 0) return;
  sink_(fmt::format("\x1b[{}A\x1b[0J", drawn_));
  drawn_ = 0;
}

void AuditProgress::end() {
  erase();
  ticker_.stop();
  kind_ = Kind::quiet;
}

}  // namespace cli
