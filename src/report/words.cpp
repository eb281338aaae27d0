// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace report {
namespace {

using model::Delivery;

struct DeliveryWord {
  Delivery delivery;
  Word word;
  std::string_view letter;
};
// The worst first.
constexpr std::array<DeliveryWord, model::kDeliveries> kDeliveries{{
    {Delivery::bounce, {Tone::bad, "bounced"}, "B"},
    {Delivery::defer_until_expiry, {Tone::bad, "deferred"}, "D"},
    {Delivery::next_mx, {Tone::warn, "next MX"}, "N"},
    {Delivery::clear_same_session, {Tone::warn, "clear text"}, "C"},
    {Delivery::clear_reconnect, {Tone::warn, "clear text"}, "C"},
    {Delivery::clear_after_age, {Tone::warn, "clear later"}, "c"},
    {Delivery::unknown, {Tone::doubt, "not known"}, "?"},
    {Delivery::tls_unauth, {Tone::good, "TLS"}, "T"},
    {Delivery::tls_auth, {Tone::good, "TLS, proved"}, "P"},
}};

}  // namespace

std::string_view to_string(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "good";
    case Tone::warn:
      return "warn";
    case Tone::bad:
      return "bad";
    case Tone::doubt:
      return "doubt";
    case Tone::plain:
      return "plain";
  }
  return "";
}

Word verdict_of(Readiness readiness) {
  switch (readiness) {
    case Readiness::safe:
      return {Tone::good, "Safe to enforce TLS"};
    case Readiness::not_yet:
      return {Tone::bad, "Not yet safe to enforce TLS"};
    case Readiness::unknown:
      return {Tone::doubt, "Could not tell"};
  }
  return {};
}

Word word_of(const Enforcement& way) {
  if (!way.possible) return {Tone::plain, "not possible"};
  switch (way.readiness) {
    case Readiness::safe:
      return {Tone::good, "safe"};
    case Readiness::not_yet:
      return {Tone::bad, "loses mail"};
    case Readiness::unknown:
      return {Tone::doubt, "not known"};
  }
  return {};
}

Word word_of(Severity severity) {
  switch (severity) {
    case Severity::fail:
      return {Tone::bad, "fail"};
    case Severity::warn:
      return {Tone::warn, "warning"};
    case Severity::doubt:
      return {Tone::doubt, "not known"};
    case Severity::info:
      return {Tone::plain, "note"};
  }
  return {};
}

Word health_of(const Server& server) {
  switch (server.worst) {
    case Severity::fail:
      return {Tone::bad, "must change"};
    case Severity::warn:
      return {Tone::good, "works"};
    case Severity::doubt:
      return {Tone::doubt, "not known"};
    case Severity::info:
      return {Tone::good, "in order"};
  }
  return {};
}

Word health_of(const Host& host) {
  if (host.servers.empty()) return {Tone::doubt, "no server"};
  const auto worst = std::min_element(
      host.servers.begin(), host.servers.end(),
      [](const Server& one, const Server& other) { return one.worst < other.worst; });
  return health_of(*worst);
}

Word word_of(Delivery delivery) { return kDeliveries.at(rank(delivery)).word; }

std::string_view letter_of(Delivery delivery) { return kDeliveries.at(rank(delivery)).letter; }

std::size_t rank(Delivery delivery) {
  const auto found =
      std::find_if(kDeliveries.begin(), kDeliveries.end(),
                   [delivery](const DeliveryWord& some) { return some.delivery == delivery; });
  return static_cast<std::size_t>(found - kDeliveries.begin());
}

Word word_of(model::Answer answer) {
  switch (answer) {
    case model::Answer::yes:
      return {Tone::good, "yes"};
    case model::Answer::no:
      return {Tone::bad, "no"};
    case model::Answer::unknown:
      return {Tone::doubt, "not known"};
  }
  return {};
}

std::string left_out(const Server& server) {
  const std::string& why = server.cut_short;
  if (why.empty() || why == "no_tls") return {};
  std::string words = why;
  if (why == "connections") words = fmt::format("{} connections are the limit", kMostConnections);
  if (why == "dirty_closes")
    words = "more failed handshakes in its log were to be avoided (--authorized asks the rest)";
  if (why == "server_stopped_answering") words = "it stopped answering";
  return "not everything was asked: " + words;
}

std::string counted(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string age_text(std::uint64_t seconds) {
  constexpr std::uint64_t kDay = 86'400;
  std::string exactly = counted(seconds, "second");
  if (seconds == 0 || seconds % kDay != 0) return exactly;
  return fmt::format("{} ({})", exactly, counted(seconds / kDay, "day"));
}

std::string date(base::WallTime time) { return base::rfc3339(time).substr(0, 10); }

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string some_of(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < most; ++i)
    text += (text.empty() ? "" : ", ") + words[i];
  if (words.size() > most) text += fmt::format(" and {} more", words.size() - most);
  return text;
}

std::string zone_line(const policy::ZoneRecord& record) {
  return fmt::format("{} IN {} {}", record.name, record.type, record.value);
}

}  // namespace report
