// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/senders_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/core.h>

#include "report/text_columns.hpp"
#include "session/hello_client.hpp"
#include "wire/tls_messages.hpp"
#include "wire/tls_names.hpp"

namespace cli {
namespace {

using report::listed;
using report::paragraph;
using report::shown;
using report::wrapped;

using model::Acceptance;
using model::Delivery;
using model::Sender;
using model::Treatment;
using Names = std::string_view (*)(std::uint16_t);

constexpr std::string_view kLegend =
    "What becomes of mail to a domain without DANE and MTA-STS. tls_unauth: in TLS, to whoever\n"
    "answers. clear_same_session: in clear at once; clear_reconnect: in a second connection;\n"
    "clear_after_age: when it has waited for some minutes. next_mx: at the next address or host, "
    "or\n"
    "later. defer_until_expiry: later. bounce: returned at once.\n";

std::string_view yes_or_no(bool yes) { return yes ? "yes" : "no"; }

// ---- The table ----------------------------------------------------------------------------------

constexpr std::string_view kRow = "      {:<16}  {:<4}  {:<7}  {:<18}  {:<18}  {}\n";

std::string row_of(const Sender& sender) {
  const Treatment& treatment = sender.without_policy;
  return fmt::format("  {:<24}  {}\n", sender.id, wrapped(shown(sender.name), 28, 28)) +
         fmt::format(kRow, to_string(treatment.verifies), yes_or_no(sender.dane.has_value()),
                     yes_or_no(sender.mta_sts.has_value()), to_string(treatment.not_offered),
                     to_string(treatment.handshake_failure), to_string(sender.confidence()));
}

// Each once, in the order of the senders.
std::vector<std::string> software_of(const std::vector<Sender>& senders) {
  std::vector<std::string> all;
  for (const Sender& sender : senders) {
    if (std::find(all.begin(), all.end(), sender.software) == all.end())
      all.push_back(sender.software);
  }
  return all;
}

// ---- One sender ---------------------------------------------------------------------------------

std::string names_text(const std::vector<std::uint16_t>& values, Names name_of) {
  std::string text;
  for (const std::uint16_t value : values) {
    const std::string_view name = name_of(value);
    text += text.empty() ? "" : ", ";
    text += name == "unknown" ? fmt::format("0x{:04x}", value) : std::string(name);
  }
  return text.empty() ? "none" : text;
}

std::string extensions_text(const model::Step& hello) {
  std::string text;
  const auto add = [&text](bool sent, std::string_view name) {
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ", sent ? "" : "no ", name);
  };
  add(hello.tls.extended_master_secret, "extended_master_secret");
  add(hello.tls.session_ticket, "session_ticket");
  add(hello.form.renegotiation_info, "renegotiation_info");
  add(hello.form.status_request, "status_request");
  return text;
}

std::string_view named_by(model::ServerName name) {
  return name == model::ServerName::none ? "none" : "mx_host";
}

std::string hello_text(const model::Step& hello) {
  const session::ServerNames names{"mx.example.org", "example.org"};
  const auto message = wire::write_client_hello(session::make_client_hello(hello, names));
  const model::TlsOffer& tls = hello.tls;
  std::string text = paragraph("hello", fmt::format("{} octets, {}, server_name {}", message.size(),
                                                    names_text(tls.versions, wire::version_name),
                                                    named_by(tls.server_name)));
  text += paragraph("suites", fmt::format("{}: {}", tls.cipher_suites.size(),
                                          names_text(tls.cipher_suites, wire::cipher_suite_name)));
  text += paragraph("groups", names_text(tls.groups, wire::group_name));
  if (tls.offers(wire::kTls13)) {
    text += paragraph("shares", tls.key_shares ? names_text(*tls.key_shares, wire::group_name)
                                               : "the first group");
  }
  text += paragraph("signature",
                    names_text(hello.form.signature_algorithms, wire::signature_scheme_name));
  text += paragraph("ALPN", listed(tls.alpn_protocols));
  return text + paragraph("sends", extensions_text(hello));
}

std::string bits_text(std::string_view key, unsigned bits) {
  return bits == 0 ? fmt::format("{} of any size", key)
                   : fmt::format("{} of {} bits or more", key, bits);
}

std::string_view key_usage_text(model::KeyUsageRule rule) {
  switch (rule) {
    case model::KeyUsageRule::ignored:
      return "keyUsage is ignored";
    case model::KeyUsageRule::elliptic_keys:
      return "keyUsage must fit elliptic-curve keys up to TLS 1.2";
    case model::KeyUsageRule::always:
      return "keyUsage must fit";
    case model::KeyUsageRule::where_verified:
      return "keyUsage must fit where the chain is verified";
  }
  return "";
}

std::string acceptance_text(const Acceptance& accepts) {
  const auto word = [](bool required) { return required ? "required" : "optional"; };
  std::string text = fmt::format(
      "extended_master_secret {}, renegotiation_info {}; {}; {}, {}; where it verifies, {}, {}",
      word(accepts.extended_master_secret), word(accepts.renegotiation_info),
      key_usage_text(accepts.key_usage), bits_text("an RSA key", accepts.rsa_bits),
      bits_text("a DH prime", accepts.dh_bits), bits_text("RSA keys", accepts.verified_rsa_bits),
      accepts.sha1_certificates ? "SHA-1 too" : "no SHA-1");
  return text;
}

// Where the table below has a column of its own: what a sender does with a domain.
struct Column {
  std::string_view title;
  const Treatment* treatment;  // nullptr: there is no such thing
};
using Columns = std::array<Column, 4>;

Columns columns_of(const Sender& sender) {
  const auto part = [](const std::optional<Treatment>& treatment) {
    return treatment ? &*treatment : nullptr;
  };
  return {{{"without policy", &sender.without_policy},
           {"DANE", part(sender.dane)},
           {"MTA-STS", part(sender.mta_sts)},
           {"enforcing", part(sender.enforcing)}}};
}

std::string acceptances_text(const Sender& sender) {
  std::string text = paragraph("accepts", acceptance_text(sender.accepts));
  for (const Column& column : columns_of(sender)) {
    if (column.treatment == nullptr || !column.treatment->accepts) continue;
    text += paragraph(
        "", fmt::format("{}: {}", column.title, acceptance_text(*column.treatment->accepts)));
  }
  return text;
}

using Cell = std::string_view (*)(const Sender&, const Treatment&);
template <Delivery Treatment::*kMember>
std::string_view delivery_cell(const Sender&, const Treatment& treatment) {
  return to_string(treatment.*kMember);
}
std::string_view verifies_cell(const Sender&, const Treatment& treatment) {
  return to_string(treatment.verifies);
}
std::string_view server_name_cell(const Sender& sender, const Treatment& treatment) {
  return named_by(treatment.server_name.value_or(sender.hello.tls.server_name));
}

struct Row {
  std::string_view title;
  Cell cell;
};
constexpr std::array<Row, 9> kRows{{
    {"verifies", verifies_cell},
    {"server_name", server_name_cell},
    {"not_offered", delivery_cell<&Treatment::not_offered>},
    {"refused_4xx", delivery_cell<&Treatment::refused_4xx>},
    {"refused_5xx", delivery_cell<&Treatment::refused_5xx>},
    {"starttls_broken", delivery_cell<&Treatment::starttls_broken>},
    {"handshake_failure", delivery_cell<&Treatment::handshake_failure>},
    {"session_failure", delivery_cell<&Treatment::session_failure>},
    {"certificate_failure", delivery_cell<&Treatment::certificate_failure>},
}};

// Without the blanks behind the last cell.
std::string table_line(std::string_view title, const std::array<std::string_view, 4>& cells) {
  std::string line = fmt::format("  {:<19}", title);
  for (const std::string_view cell : cells) line += fmt::format("  {:<18}", cell);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string treatments_text(const Sender& sender) {
  const Columns columns = columns_of(sender);
  std::array<std::string_view, 4> cells{};
  for (std::size_t i = 0; i < columns.size(); ++i) cells[i] = columns[i].title;
  std::string text = table_line("", cells);
  for (const Row& row : kRows) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Treatment* treatment = columns[i].treatment;
      cells[i] = treatment == nullptr ? "-" : row.cell(sender, *treatment);
    }
    text += table_line(row.title, cells);
  }
  return text;
}

bool uses(const Sender& sender, Delivery delivery) {
  const auto columns = columns_of(sender);
  return std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
    const Treatment* treatment = column.treatment;
    return treatment != nullptr && std::any_of(kRows.begin(), kRows.end(), [&](const Row& row) {
             return row.cell(sender, *treatment) == to_string(delivery);
           });
  });
}

std::string queue_text(const Sender& sender) {
  const model::Queue& queue = sender.queue;
  std::string text = fmt::format("returned after {:g} hours", queue.lifetime_hours);
  if (uses(sender, Delivery::clear_after_age))
    text += fmt::format("; in clear after {:g} minutes", queue.clear_after_minutes);
  text += queue.most_addresses == 0
              ? "; every address in one attempt"
              : fmt::format("; {} addresses in one attempt", queue.most_addresses);
  if (queue.most_sessions != 0) text += fmt::format(", {} that greeted", queue.most_sessions);
  return text + fmt::format("; greeted with 5xx: {}", to_string(queue.greeting_5xx));
}

}  // namespace

std::string senders_text(const std::vector<Sender>& senders) {
  std::string text(kLegend);
  text += "\n" + fmt::format(kRow, "verifies", "DANE", "MTA-STS", "not offered",
                             "handshake failure", "confidence");
  for (const std::string& software : software_of(senders)) {
    text += fmt::format("\n{}\n", shown(software));
    for (const Sender& sender : senders) {
      if (sender.software == software) text += row_of(sender);
    }
  }
  return text;
}

std::string sender_text(const Sender& sender) {
  std::string text = fmt::format("{}   {}\n", sender.id, to_string(sender.confidence()));
  text += paragraph("is", shown(sender.name));
  text += paragraph("software", shown(sender.software));
  text += hello_text(sender.hello);
  text += acceptances_text(sender);
  text += paragraph("queue", queue_text(sender));
  text += "\n" + treatments_text(sender) + "\n";
  for (const model::Source& source : sender.sources) {
    text += paragraph("source", fmt::format("{}: {} [{}]", to_string(source.confidence),
                                            shown(source.says), shown(source.where)));
  }
  return text;
}

}  // namespace cli
