// SPDX-License-Identifier: GPL-3.0-or-later
//
// What becomes of a message of each kind of sender, as it is and if one thing were otherwise.
#include <algorithm>

#include "report/html_parts.hpp"
#include "report/html_sections.hpp"
#include "report/html_signs.hpp"
#include "report/sender_matrix.hpp"

namespace report::html {
namespace {

const std::vector<std::string>& columns() {
  static const std::vector<std::string> all{
      "Sender",        "As it is",    "MTA-STS enforced",   "TLSA published",
      "TLS mandatory", "TLS 1.2 off", "Certificate expired"};
  return all;
}

Markup name_of(const SenderRow& row) {
  Markup name = text(row.name.empty() ? row.verdict.sender : row.name);
  if (!row.name.empty()) name += " " + code(row.verdict.sender);
  if (row.assumed) name += " " + element("span", {{"class", "assumed"}}, "partly assumed");
  return name;
}

// Where everybody's message goes; empty: to several servers, or none is said.
std::string_view only_endpoint(const std::vector<SenderRow>& senders) {
  const std::string& first = senders.front().verdict.endpoint_id;
  const bool same = std::all_of(senders.begin(), senders.end(), [&first](const SenderRow& sender) {
    return sender.verdict.endpoint_id == first;
  });
  return same ? std::string_view(first) : std::string_view();
}

Markup as_it_is(const model::SenderVerdict& verdict, std::string_view everybodys_endpoint) {
  Markup all = mark({word_of(verdict.delivery).tone, delivery_text(verdict)});
  if (!verdict.reason.empty()) all += element("p", text(verdict.reason));
  Markup more;
  if (!verdict.property.empty()) more += code(verdict.property);
  if (!verdict.endpoint_id.empty() && verdict.endpoint_id != everybodys_endpoint)
    more += (more.empty() ? Markup("at ") : Markup(", at ")) + code(verdict.endpoint_id);
  if (!verdict.tlsrpt_result.empty())
    more += (more.empty() ? Markup("reported as ") : Markup(", reported as ")) +
            code(verdict.tlsrpt_result);
  return more.empty() ? all : all + element("p", {{"class", "note"}}, more);
}

Row row_of(const SenderRow& sender, std::string_view everybodys_endpoint) {
  const model::SenderVerdict& verdict = sender.verdict;
  Row row;
  row.cells = {{name_of(sender), sender.name.empty() ? verdict.sender : sender.name},
               {as_it_is(verdict, everybodys_endpoint), std::to_string(rank(verdict.delivery))}};
  for (const model::Delivery delivery : verdict.what_if) {
    const Word word = word_of(delivery);
    const bool same = delivery == verdict.delivery;
    row.cells.push_back({same ? element("span", {{"class", "same"}}, text(word.says)) : mark(word),
                         std::to_string(rank(delivery))});
  }
  return row;
}

Markup legend() {
  return fields(
      {{"TLS, proved", "delivered in TLS to a server that is proved to be the right one"},
       {"TLS", "delivered in TLS to whoever answered"},
       {"clear text", "delivered unencrypted, at once or (clear later) after some minutes"},
       {"next MX", "not delivered here; the next server is tried"},
       {"deferred", "kept and tried again, returned when the sender's queue gives up"},
       {"bounced", "returned at once"},
       {"not known", "something that it depends on could not be measured"}});
}

Markup explanation() {
  return note(
             "A word without a sign: no change against how it is. The columns on the right answer "
             "what would become of the message if you published an MTA-STS policy with mode "
             "enforce, if you published TLSA records that fit, if the sender's administrator made "
             "TLS mandatory, if you switched off TLS 1.2 and older, or if your certificate had run "
             "out.") +
         element("div", {{"class", "legend"}}, legend());
}

}  // namespace

Markup senders_part(const Domain& domain, const std::string& id) {
  if (domain.senders.empty()) return {};
  std::vector<const SenderRow*> senders;
  for (const SenderRow& sender : domain.senders) senders.push_back(&sender);
  std::stable_sort(senders.begin(), senders.end(),
                   [](const SenderRow* one, const SenderRow* other) {
                     return rank(one->verdict.delivery) < rank(other->verdict.delivery);
                   });
  const std::string_view endpoint = only_endpoint(domain.senders);
  Table table{id + "-table", "What becomes of mail to " + text(domain.domain), columns()};
  table.sortable = true;
  table.look = "matrix";
  for (const SenderRow* sender : senders) table.rows.push_back(row_of(*sender, endpoint));
  return section(id, 3, "What becomes of mail, sender by sender",
                 (endpoint.empty() ? Markup() : paragraph("All at " + code(endpoint) + ".")) +
                     filter_for(table, "senders", {}) + table_of(table) + explanation());
}

}  // namespace report::html
