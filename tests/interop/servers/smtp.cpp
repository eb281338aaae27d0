// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace interop {
namespace {

// "FROM:<a@b> SIZE=1" -> "a@b"; what has no brackets is taken up to the first blank.
std::string address_in(std::string_view argument) {
  const std::size_t colon = argument.find(':');
  std::string_view path = base::trim(argument.substr(colon == argument.npos ? 0 : colon + 1));
  path = path.substr(0, path.find(' '));
  if (path.size() >= 2 && path.front() == '<') path = path.substr(1, path.find('>') - 1);
  return std::string(path);
}

std::string upper(std::string_view text) {
  std::string all = base::to_lower(text);
  for (char& letter : all) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return all;
}

template <typename List>
bool has_room(const List& list) {
  return list.size() < Notes::kMostEntries;
}

}  // namespace

Smtp::Smtp(const Row& row, Notes& notes) : row_(row), notes_(notes) {
  const std::string_view greeting = row.stage->greeting;
  rejects_all_ = greeting != "220";
  if (greeting == "220") {
    reply("220 " + row.host + " ESMTP");
  } else if (!greeting.empty()) {
    reply(greeting);
  }
  if (greeting.empty() || greeting.starts_with("421")) close("closed");
}

void Smtp::received(std::string_view text) {
  input_ += text;
  while (!closes_ && !wants_tls_) {
    const std::size_t end = input_.find('\n');
    if (std::min(end, input_.size()) > kLongestLine) {
      reply("500 5.5.2 Line too long");
      return close("closed");
    }
    if (end == std::string::npos) return;
    std::string one = input_.substr(0, end);
    input_.erase(0, end + 1);
    if (one.ends_with('\r')) one.pop_back();
    line(one);
  }
  input_.clear();
}

std::string Smtp::take_output() { return std::exchange(output_, {}); }

void Smtp::inside_tls() {
  wants_tls_ = false;
  inside_ = true;
  greeted_ = false;
  drop_transaction();
}

void Smtp::line(std::string_view line) {
  if (in_data_) return message_line(line);
  const std::size_t blank = std::min(line.find(' '), line.size());
  const std::string verb = upper(line.substr(0, blank));
  if (has_room(notes_.commands)) notes_.commands.push_back((inside_ ? "tls:" : "") + verb);
  command(verb, base::trim(line.substr(blank)));
}

void Smtp::command(const std::string& verb, std::string_view argument) {
  if (verb == "QUIT") {
    reply("221 2.0.0 Bye");
    return close("quit");
  }
  if (rejects_all_) return reply("503 5.5.1 Bad sequence of commands");
  if (verb == "EHLO") return hello(true, argument);
  if (verb == "HELO") return hello(false, argument);
  if (verb == "STARTTLS") return start_tls();
  if (verb == "MAIL") return mail(argument);
  if (verb == "RCPT") return recipient(argument);
  if (verb == "DATA") return data();
  if (verb == "NOOP") return reply("250 2.0.0 OK");
  if (verb == "RSET") {
    drop_transaction();
    return reply("250 2.0.0 OK");
  }
  reply("502 5.5.1 Command not implemented");
}

void Smtp::hello(bool extended, std::string_view name) {
  if (extended && !row_.stage->knows_ehlo) return reply("502 5.5.1 Command not implemented");
  greeted_ = true;
  drop_transaction();
  notes_.ehlo = std::string(name);
  if (!extended) return reply("250 " + row_.host);
  reply("250-" + row_.host);
  reply("250-PIPELINING");
  reply("250-SIZE " + std::to_string(kLongestMessage));
  if (!inside_ && row_.stage->offers_tls) reply("250-STARTTLS");
  reply("250-ENHANCEDSTATUSCODES");
  reply("250 8BITMIME");
}

void Smtp::start_tls() {
  if (inside_) return reply("503 5.5.1 TLS already active");
  if (!greeted_) return reply("503 5.5.1 EHLO first");
  const std::string_view answer = row_.stage->starttls;
  wants_tls_ = answer.starts_with("220");
  notes_.starttls = wants_tls_ ? "accepted" : (answer.empty() ? "closed" : "refused");
  if (answer.empty()) return close("closed");
  reply(answer);
}

void Smtp::mail(std::string_view argument) {
  if (row_.stage->demands_tls && !inside_)
    return reply("530 5.7.0 Must issue a STARTTLS command first");
  if (!greeted_ || has_sender_) return reply("503 5.5.1 Bad sequence of commands");
  has_sender_ = true;
  transaction_ = {.from = address_in(argument), .to = {}, .inside_tls = inside_, .accepted = false};
  reply("250 2.1.0 OK");
}

void Smtp::recipient(std::string_view argument) {
  if (!has_sender_) return reply("503 5.5.1 Bad sequence of commands");
  if (!has_room(transaction_.to)) return reply("452 4.5.3 Too many recipients");
  transaction_.to.push_back(address_in(argument));
  reply("250 2.1.5 OK");
}

void Smtp::data() {
  if (transaction_.to.empty()) return reply("503 5.5.1 Bad sequence of commands");
  in_data_ = true;
  message_octets_ = 0;
  reply("354 End with <CRLF>.<CRLF>");
}

void Smtp::message_line(std::string_view line) {
  if (line != ".") {
    message_octets_ += line.size() + 2;
    return;
  }
  transaction_.accepted = message_octets_ <= kLongestMessage;
  reply(transaction_.accepted ? "250 2.0.0 Taken" : "552 5.3.4 Message too big");
  drop_transaction();
}

// Over, whatever came of it.
void Smtp::drop_transaction() {
  if (has_sender_ && has_room(notes_.transactions)) notes_.transactions.push_back(transaction_);
  transaction_ = {};
  has_sender_ = in_data_ = false;
}

void Smtp::reply(std::string_view text) {
  output_ += text;
  output_ += "\r\n";
}

void Smtp::close(std::string_view why) {
  closes_ = true;
  if (notes_.end.empty()) notes_.end = why;
}

}  // namespace interop
