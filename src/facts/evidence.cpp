// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/evidence.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "wire/tls_names.hpp"

namespace facts {
namespace {

constexpr std::uint8_t kCloseNotify = 0;
constexpr std::uint8_t kUserCanceled = 90;

// The first word: in a greeting and in an EHLO reply the server's name (RFC 5321 sections 4.2 and
// 4.1.1.1). Empty unless the reply is positive: a server that turns us away writes other things.
std::string host_name(const wire::SmtpReply* reply) {
  if (reply == nullptr || !reply->is_positive() || reply->lines.empty()) return {};
  const std::string_view line = base::trim(reply->lines.front());
  return base::to_lower(line.substr(0, line.find_first_of(" \t")));
}

std::optional<std::uint8_t> server_alert(const model::TlsLog& tls, bool fatal) {
  for (const model::SeenAlert& seen : tls.alerts) {
    const bool farewell =
        seen.alert.description == kCloseNotify || seen.alert.description == kUserCanceled;
    const bool is_fatal =
        !farewell && seen.alert.level == static_cast<std::uint8_t>(wire::AlertLevel::fatal);
    if (seen.from_server && is_fatal == fatal) return seen.alert.description;
  }
  return std::nullopt;
}

Outcome outcome_of(const model::Transcript& transcript) {
  const auto& tls = transcript.tls;
  if (!tls || !tls->client_hello) return Outcome::unmeasured;
  if (tls->completed || tls->server_hello || tls->hello_retry_request) return Outcome::answered;
  if (transcript.stage != model::Stage::handshake) return Outcome::unmeasured;
  switch (transcript.end) {
    case model::End::cancelled:
    case model::End::local_failure:
    case model::End::not_tls:  // clear text: it may be a word about us, as 421 is
      return Outcome::unmeasured;
    default:
      break;
  }
  if (server_alert(*tls, true)) return Outcome::refused;
  switch (transcript.end) {
    case model::End::peer_closed:
    case model::End::peer_reset:
    case model::End::timeout:
      return Outcome::dropped;
    case model::End::handshake_failed:
      // A close_notify or a warning behind which the library gave up. Without either the library
      // objected to something that was not TLS.
      return server_alert(*tls, false) ? Outcome::dropped : Outcome::unmeasured;
    default:
      return Outcome::unmeasured;
  }
}

std::string answer_text(const Talk& talk) {
  const wire::ServerHello& answer = *talk.answer();
  if (!answer.is_hello_retry_request())
    return fmt::format("ServerHello {}", wire::version_name(answer.version()));
  if (!answer.key_share_group) return "HelloRetryRequest";
  return fmt::format("HelloRetryRequest {}", wire::group_name(*answer.key_share_group));
}

}  // namespace

std::string alert_text(std::uint8_t description) {
  return fmt::format("alert {}({})", wire::alert_name(description), description);
}

std::string end_text(const model::Transcript& transcript) {
  switch (transcript.end) {
    case model::End::peer_closed:
      return "connection closed";
    case model::End::peer_reset:
      return "connection reset";
    case model::End::timeout:
      return "no answer";
    default:
      return fmt::format("{} at {}", model::to_string(transcript.end),
                         model::to_string(transcript.stage));
  }
}

// ---- Talk --------------------------------------------------------------------------------------

Talk::Talk(const model::Conversation& conversation, std::size_t index)
    : conversation_(&conversation), index_(index), outcome_(outcome_of(conversation.transcript)) {}

bool Talk::failed() const { return outcome_ == Outcome::refused || outcome_ == Outcome::dropped; }

// A hello ends at ServerHelloDone, or where encryption begins.
bool Talk::flight_complete() const {
  return completed() || (answered() && transcript().end == model::End::completed);
}

const model::TlsLog* Talk::tls() const { return transcript().tls ? &*transcript().tls : nullptr; }

const wire::ClientHello* Talk::ours() const {
  return tls() != nullptr && tls()->client_hello ? &*tls()->client_hello : nullptr;
}

const wire::ServerHello* Talk::answer() const {
  return tls() == nullptr ? nullptr : tls()->answer();
}

const wire::ServerHello* Talk::old_answer() const {
  const wire::ServerHello* hello = answer();
  if (hello == nullptr || hello->malformed || hello->is_hello_retry_request()) return nullptr;
  return hello->version() >= wire::kSsl30 && hello->version() <= wire::kTls12 ? hello : nullptr;
}

const wire::ServerHello* Talk::old_tls_answer() const {
  return version() >= wire::kTls10 ? old_answer() : nullptr;
}

std::uint16_t Talk::version() const { return answer() == nullptr ? 0 : answer()->version(); }

bool Talk::offered(std::uint16_t extension) const {
  return ours() != nullptr && ours()->has(extension);
}

std::optional<std::uint8_t> Talk::fatal_alert() const {
  return tls() == nullptr ? std::nullopt : server_alert(*tls(), true);
}

bool Talk::presented_certificate() const {
  return tls() != nullptr && !tls()->certificates.empty();
}

std::string Talk::seen() const {
  if (answer() != nullptr) return answer_text(*this);
  if (outcome_ == Outcome::refused) return alert_text(*fatal_alert());
  const auto warning = tls() == nullptr ? std::nullopt : server_alert(*tls(), false);
  return outcome_ == Outcome::dropped && warning ? alert_text(*warning) : end_text(transcript());
}

const std::vector<wire::CertificateFacts>& Talk::certificates() const {
  if (same_certificates_ != nullptr) return same_certificates_->certificates();
  if (certificates_.empty() && presented_certificate()) {
    for (const std::string& der : tls()->certificates)
      certificates_.push_back(wire::read_certificate(der));
  }
  return certificates_;
}

const wire::CertificateFacts& leaf_of(const Talk& talk) { return talk.certificates().front(); }

// ---- Evidence ----------------------------------------------------------------------------------

Evidence::Evidence(const model::EndpointRecord& visit) : visit_(visit) {
  talks_.reserve(visit.conversations.size());
  for (const model::Conversation& conversation : visit.conversations)
    talks_.emplace_back(conversation, talks_.size());
  plain_completes_ = std::any_of(talks_.begin(), talks_.end(), [](const Talk& talk) {
    return talk.is(kPlain) && talk.completed();
  });
  sort_by_probe();
  share_certificates();
  find_controls();
  compare_names();
  compare_certificates();
  chains_ = find_chains();
}

void Evidence::sort_by_probe() {
  for (const Talk& talk : talks_) {
    const auto known = std::find_if(plays_.begin(), plays_.end(),
                                    [&talk](const Plays& plays) { return talk.is(plays.probe); });
    Plays& plays = known == plays_.end() ? plays_.emplace_back(Plays{talk.probe(), {}}) : *known;
    plays.talks.push_back(&talk);
  }
}

void Evidence::share_certificates() {
  constexpr std::size_t kMostCompared = 8;  // a server may show another chain every time
  Talks distinct;
  for (Talk& talk : talks_) {
    if (!talk.presented_certificate()) continue;
    const auto same = std::find_if(distinct.begin(), distinct.end(), [&talk](const Talk* other) {
      return other->tls()->certificates == talk.tls()->certificates;
    });
    if (same != distinct.end()) {
      talk.share_certificates(**same);
    } else if (distinct.size() < kMostCompared) {
      distinct.push_back(&talk);
    }
  }
}

void Evidence::find_controls() {
  for (const Talk& talk : talks_) {
    if (!is_base(talk) || !talk.answered()) continue;
    if (first_control_ == nullptr) first_control_ = &talk;
    last_control_ = &talk;
  }
}

const model::Fact& Evidence::once(Find find, std::uint16_t argument) const {
  const auto known = std::find_if(found_.begin(), found_.end(), [=](const Found& found) {
    return found.find == find && found.argument == argument;
  });
  if (known != found_.end()) return known->fact;
  model::Fact fact = find(*this, argument);  // which may ask for others
  return found_.emplace_back(Found{find, argument, std::move(fact)}).fact;
}

void Evidence::compare_names() {
  for (const std::string_view step : {"greeting", "ehlo-reply"}) {
    const bool greeting = step == "greeting";
    std::string first;
    std::size_t named = 0;
    for (const Talk& talk : talks_) {
      const model::Transcript& transcript = talk.transcript();
      const std::string name =
          host_name(greeting ? transcript.reply(step) : transcript.first_ehlo_reply());
      if (name.empty()) continue;
      ++named;
      if (first.empty()) first = name;
      if (name != first && farm_seen_.empty())
        farm_seen_ = fmt::format("{} {}, {}", step, first, name);
    }
    identified_ = std::max(identified_, named);
  }
}

void Evidence::compare_certificates() {
  const std::string* first = nullptr;
  for (const Talk* talk : plays_of(kPlain)) {
    if (!talk->presented_certificate()) continue;
    const std::string& leaf = talk->tls()->certificates.front();
    if (first == nullptr) first = &leaf;
    if (leaf != *first && farm_seen_.empty()) farm_seen_ = "different certificates";
  }
}

const Evidence::Talks& Evidence::plays_of(std::string_view probe) const {
  static const Talks kNone;
  const auto found = std::find_if(plays_.begin(), plays_.end(),
                                  [probe](const Plays& plays) { return plays.probe == probe; });
  return found == plays_.end() ? kNone : found->talks;
}

bool Evidence::is_base(const Talk& talk) const {
  return talk.is(kPlain) || (talk.is(kLegacy) && !plain_completes_);
}

bool Evidence::is_controlled(const Talk& talk) const {
  return first_control_ != nullptr && first_control_->index() < talk.index() &&
         last_control_->index() > talk.index();
}

Evidence::Talks Evidence::find_chains() const {
  Talks chains;
  for (const Talk* talk : plays_of(kPlain)) {
    if (!talk->presented_certificate()) continue;
    const bool known = std::any_of(chains.begin(), chains.end(), [talk](const Talk* other) {
      return other->tls()->certificates == talk->tls()->certificates;
    });
    if (!known) chains.push_back(talk);
  }
  if (!chains.empty()) return chains;
  // Without server_name, or under another, a server may show a certificate that is for nobody.
  const Talk* best = nullptr;
  for (const Talk& talk : talks_) {
    if (is_base(talk) && talk.presented_certificate()) return {&talk};
  }
  for (const Talk& talk : talks_) {
    if (!talk.presented_certificate()) continue;
    const bool named =
        talk.ours() != nullptr &&
        base::equals_ignoring_case(talk.ours()->server_name, visit_.endpoint.mx_host);
    if (named) return {&talk};
    if (best == nullptr) best = &talk;
  }
  if (best != nullptr) chains.push_back(best);
  return chains;
}

}  // namespace facts
