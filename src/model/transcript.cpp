// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transcript.hpp"

#include <algorithm>
#include <array>

namespace model {
namespace {

template <typename T>
struct Word {
  T value;
  std::string_view name;
};

constexpr std::array kEnds{
    Word<End>{End::completed, "completed"},
    Word<End>{End::refused, "refused"},
    Word<End>{End::unreachable, "unreachable"},
    Word<End>{End::connect_timeout, "connect_timeout"},
    Word<End>{End::connect_failed, "connect_failed"},
    Word<End>{End::timeout, "timeout"},
    Word<End>{End::peer_closed, "peer_closed"},
    Word<End>{End::peer_reset, "peer_reset"},
    Word<End>{End::not_offered, "not_offered"},
    Word<End>{End::not_positive, "not_positive"},
    Word<End>{End::unexpected_reply, "unexpected_reply"},
    Word<End>{End::local_failure, "local_failure"},
    Word<End>{End::not_smtp, "not_smtp"},
    Word<End>{End::reply_too_long, "reply_too_long"},
    Word<End>{End::not_silent, "not_silent"},
    Word<End>{End::handshake_failed, "handshake_failed"},
    Word<End>{End::not_tls, "not_tls"},
    Word<End>{End::tls_broken, "tls_broken"},
    Word<End>{End::cancelled, "cancelled"},
};

constexpr std::array kStrayKinds{
    Word<Stray::Kind>{Stray::Kind::partial_reply, "partial_reply"},
    Word<Stray::Kind>{Stray::Kind::after_reply, "after_reply"},
    Word<Stray::Kind>{Stray::Kind::cleartext_after_220, "cleartext_after_220"},
    Word<Stray::Kind>{Stray::Kind::in_silence, "in_silence"},
};

template <typename Table, typename T>
std::string_view name_of(const Table& table, T value) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [value](const auto& word) { return word.value == value; });
  return found == table.end() ? std::string_view() : found->name;
}

template <typename T, typename Table>
std::optional<T> value_of(const Table& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [name](const auto& word) { return word.name == name; });
  if (found == table.end()) return std::nullopt;
  return found->value;
}

}  // namespace

std::string_view to_string(End end) { return name_of(kEnds, end); }
std::optional<End> end_of(std::string_view name) { return value_of<End>(kEnds, name); }
std::string_view to_string(Stray::Kind kind) { return name_of(kStrayKinds, kind); }
std::optional<Stray::Kind> stray_kind_of(std::string_view name) {
  return value_of<Stray::Kind>(kStrayKinds, name);
}

const wire::SmtpReply* Transcript::reply(std::string_view step) const {
  for (const Event& event : events) {
    if (event.step != step) continue;
    if (const auto* replied = std::get_if<Replied>(&event.what)) return &replied->reply;
  }
  return nullptr;
}

const wire::SmtpReply* Transcript::first_ehlo_reply() const {
  const wire::SmtpReply* first = reply("ehlo-reply");
  return first != nullptr ? first : reply("ehlo-again-reply");
}

bool Transcript::began_with_tls() const {
  return tls.has_value() && std::none_of(events.begin(), events.end(), [](const Event& event) {
           return !event.inside_tls && (std::holds_alternative<Sent>(event.what) ||
                                        std::holds_alternative<Replied>(event.what));
         });
}

std::optional<bool> TlsLog::session_id_echoed() const {
  std::optional<bool> echoed;
  for (const auto* hello : {&hello_retry_request, &server_hello}) {
    if (!client_hello || !*hello || (*hello)->version() < wire::kTls13) continue;
    echoed = echoed.value_or(true) && (*hello)->session_id == client_hello->session_id;
  }
  return echoed;
}

std::string_view zgrab_status(const Transcript& transcript) {
  const bool in_tls = transcript.ended_inside_tls();
  switch (transcript.end) {
    case End::completed:
    case End::not_offered:
      return "success";
    case End::refused:
      return "connection-refused";
    case End::unreachable:
    case End::connect_timeout:
    case End::connect_failed:
      return "connection-timeout";
    case End::timeout:
      return "io-timeout";
    case End::peer_closed:
    case End::peer_reset:
      if (transcript.stage == Stage::handshake) return "handshake-error";
      return in_tls ? "post-tls-application-error" : "connection-closed";
    case End::not_positive:
      return in_tls ? "post-tls-application-error" : "application-error";
    case End::not_smtp:
    case End::unexpected_reply:
    case End::reply_too_long:
    case End::not_silent:
      return in_tls ? "post-tls-application-error" : "protocol-error";
    case End::handshake_failed:
    case End::not_tls:
      return "handshake-error";
    case End::tls_broken:
      return "post-tls-application-error";
    case End::local_failure:
    case End::cancelled:
      return "unknown-error";
  }
  return "unknown-error";
}

}  // namespace model
