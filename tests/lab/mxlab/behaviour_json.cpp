// SPDX-License-Identifier: GPL-3.0-or-later
#include "behaviour_json.hpp"

#include <algorithm>
#include <string_view>

namespace mxlab {
namespace {

constexpr std::int64_t day_ms = 24L * 3600 * 1000;
constexpr std::int64_t many = 1000000;

using Lines = std::vector<std::string>;

Lines ehlo_lines(const Lines& capabilities) {
  Lines lines = {"{hostname}"};
  lines.insert(lines.end(), capabilities.begin(), capabilities.end());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].insert(0, i + 1 == lines.size() ? "250 " : "250-");
  }
  return lines;
}

// What a well-behaved server says. RCPT and its like are refused, and counted elsewhere.
void set_usual_replies(Dialogue& dialogue, const ReplyStyle& style) {
  const auto set = [&](Verb verb, const char* line, ReplyUse use = ReplyUse::ordinary) {
    dialogue.replies[index_of(verb)] = make_reply({line}, style, use);
  };
  set(Verb::helo, "250 {hostname}");
  set(Verb::noop, "250 2.0.0 Ok");
  set(Verb::rset, "250 2.0.0 Ok");
  set(Verb::help, "214 2.0.0 A test server: no mail is taken here");
  set(Verb::quit, "221 2.0.0 Bye", ReplyUse::farewell);
  set(Verb::mail, "250 2.1.0 Ok");
  set(Verb::rcpt, "554 5.7.1 No mail is taken here");
  set(Verb::data, "554 5.5.1 No valid recipients");
  set(Verb::bdat, "554 5.5.1 No valid recipients");
  set(Verb::auth, "503 5.5.1 Authentication not enabled");
  set(Verb::vrfy, "252 2.0.0 No");
  set(Verb::expn, "502 5.5.2 Command not recognized");
  set(Verb::other, "500 5.5.2 Command not recognized");
}

void refuse_all_but(Dialogue& dialogue, const ReplyStyle& style, const char* line,
                    const std::vector<Verb>& but) {
  for (std::size_t i = 0; i < verb_count; ++i) {
    if (std::find(but.begin(), but.end(), static_cast<Verb>(i)) == but.end()) {
      dialogue.replies[i] = make_reply({line}, style);
    }
  }
}

ReplyUse use_of(Verb verb) {
  if (verb == Verb::quit) return ReplyUse::farewell;
  return verb == Verb::starttls ? ReplyUse::starttls : ReplyUse::ordinary;
}

void read_reply_to(JsonObject& object, std::string_view key, Verb verb, const ReplyStyle& style,
                   Dialogue& dialogue) {
  if (const std::optional<JsonAt> found = object.find(key)) {
    dialogue.replies[index_of(verb)] = read_reply(*found, style, use_of(verb));
  }
}

// ehlo, helo, starttls, quit, and "commands" for every verb by its name.
void read_own_replies(JsonObject& object, const ReplyStyle& style, Dialogue& dialogue) {
  read_reply_to(object, "ehlo", Verb::ehlo, style, dialogue);
  read_reply_to(object, "helo", Verb::helo, style, dialogue);
  read_reply_to(object, "starttls", Verb::starttls, style, dialogue);
  read_reply_to(object, "quit", Verb::quit, style, dialogue);
  const std::optional<JsonAt> commands = object.find("commands");
  if (!commands) return;
  for (const auto& [name, value] : JsonObject(*commands).members()) {
    const std::optional<Verb> verb = verb_named(name);
    if (!verb) value.refuse("no such verb; write NOOP, MAIL, ... or OTHER for all unknown ones");
    dialogue.replies[index_of(*verb)] = read_reply(value, style, use_of(*verb));
  }
}

Dialogue read_clear(JsonObject& object, const ReplyStyle& style, bool has_tls,
                    const Lines& capabilities) {
  Dialogue clear;
  set_usual_replies(clear, style);
  const auto greeting = object.find("greeting");
  clear.greeting =
      greeting ? read_reply(*greeting, style) : make_reply({"220 {hostname} ESMTP mxlab"}, style);
  clear.replies[index_of(Verb::ehlo)] = make_reply(ehlo_lines(capabilities), style);
  clear.replies[index_of(Verb::starttls)] =
      make_reply({has_tls ? "220 2.0.0 Ready to start TLS" : "502 5.5.1 Not implemented"}, style,
                 ReplyUse::starttls);
  if (object.flag("tls_required", false)) {
    refuse_all_but(clear, style, "530 5.7.0 Must issue a STARTTLS command first",
                   {Verb::ehlo, Verb::helo, Verb::noop, Verb::starttls, Verb::quit});
  }
  const std::string_view said = clear.greeting.parts.empty()
                                    ? std::string_view{}
                                    : std::string_view(clear.greeting.parts.back().bytes);
  if (!said.empty() && (said.front() == '4' || said.front() == '5')) {
    // RFC 5321 section 3.1: after such a greeting only QUIT is in order.
    refuse_all_but(clear, style, "503 5.5.1 Bad sequence of commands", {Verb::quit});
  }
  read_own_replies(object, style, clear);
  const auto with_parameter = object.find("starttls_with_parameter");
  clear.starttls_with_parameter = with_parameter
                                      ? read_reply(*with_parameter, style, ReplyUse::starttls)
                                      : make_reply({"501 5.5.4 Syntax: STARTTLS"}, style);
  if (const auto before = object.find("starttls_before_ehlo")) {
    clear.starttls_before_ehlo = read_reply(*before, style, ReplyUse::starttls);
  }
  return clear;
}

Dialogue read_inside(const std::optional<JsonAt>& at, const ReplyStyle& style,
                     const Behaviour& behaviour, Lines capabilities, bool& close_notify) {
  Dialogue inside;
  set_usual_replies(inside, style);
  std::erase(capabilities, "STARTTLS");
  if (behaviour.implicit_tls) inside.greeting = behaviour.clear.greeting;
  inside.replies[index_of(Verb::starttls)] =
      make_reply({"554 5.5.1 Error: TLS already active"}, style);
  inside.starttls_with_parameter = inside.reply_to(Verb::starttls);
  inside.replies[index_of(Verb::ehlo)] = make_reply(ehlo_lines(capabilities), style);
  if (!at) return inside;
  JsonObject object(*at);
  object.text("purpose");
  if (object.find("capabilities")) {
    capabilities = object.texts("capabilities");
    inside.replies[index_of(Verb::ehlo)] = make_reply(ehlo_lines(capabilities), style);
  }
  if (const auto greeting = object.find("greeting")) {
    inside.greeting = read_reply(*greeting, style);
  }
  if (const auto all = object.find("all_commands")) {
    // RFC 3207 section 4.1: a server that dislikes the TLS answers 554 to all but QUIT.
    const Reply reply = read_reply(*all, style);
    for (std::size_t i = 0; i < verb_count; ++i) {
      if (static_cast<Verb>(i) != Verb::quit) inside.replies[i] = reply;
    }
  }
  read_own_replies(object, style, inside);
  close_notify = object.flag("close_notify", true);
  object.finish();
  return inside;
}

Limits read_limits(const std::optional<JsonAt>& at, const ReplyStyle& style) {
  Limits limits;
  limits.reply = make_reply({"421 4.7.0 {hostname} Error: too many connections"}, style);
  limits.refuse_first_reply =
      make_reply({"450 4.3.2 Service currently unavailable"}, style, ReplyUse::farewell);
  limits.starttls_reply = make_reply({"454 4.7.0 Error: too many new TLS sessions"}, style);
  if (!at) return limits;
  JsonObject object(*at);
  const auto count = [&](std::string_view key) {
    return static_cast<std::uint32_t>(object.number(key, 0, 0, many));
  };
  limits.max_connections_per_client = count("max_connections_per_client");
  limits.connections_per_minute = count("connections_per_minute");
  limits.refuse_first = count("refuse_first");
  limits.starttls_per_minute = count("starttls_per_minute");
  if (const auto found = object.find("reply")) {
    limits.reply = read_reply(*found, style, ReplyUse::farewell);
  }
  if (const auto found = object.find("refuse_first_reply")) {
    limits.refuse_first_reply = read_reply(*found, style, ReplyUse::farewell);
  }
  if (const auto found = object.find("starttls_reply")) {
    limits.starttls_reply = read_reply(*found, style);
  }
  object.finish();
  return limits;
}

void read_rules(JsonObject& object, const ReplyStyle& style, Behaviour& out) {
  out.pipelined = object.word<Pipelined>("pipelined", Pipelined::discard,
                                         {{"discard", Pipelined::discard},
                                          {"keep", Pipelined::keep},
                                          {"answer", Pipelined::answer},
                                          {"reject", Pipelined::reject},
                                          {"feed", Pipelined::feed}});
  out.pipelined_rejection =
      make_reply({"554 5.5.0 Error: SMTP protocol synchronization"}, style, ReplyUse::farewell);
  if (const auto early = object.find("early_talk")) {
    out.early_talk = read_reply(*early, style, ReplyUse::farewell);
  }
  out.too_many_errors = make_reply({"421 4.7.0 {hostname} Error: too many errors"}, style);
  out.line_too_long = make_reply({"500 5.5.2 Line too long"}, style, ReplyUse::farewell);
  out.idle = make_reply({"421 4.4.2 {hostname} Error: timeout exceeded"}, style);
  out.max_errors = static_cast<std::uint32_t>(object.number("max_errors", 0, 0, many));
  out.idle_timeout_ms =
      static_cast<std::uint32_t>(object.number("idle_timeout_ms", 300000, 1, day_ms));
  out.limits = read_limits(object.find("limits"), style);
}

ReplyStyle read_style(JsonObject& object) {
  ReplyStyle style;
  style.hostname = object.text("hostname", "mx.test");
  style.line_end = object.text("line_end", "\r\n");
  style.pace.delay_ms = static_cast<std::uint32_t>(object.number("reply_delay_ms", 0, 0, day_ms));
  style.pace.split = static_cast<std::uint32_t>(object.number("split", 0, 0, 1 << 20));
  style.pace.split_delay_ms =
      static_cast<std::uint32_t>(object.number("split_delay_ms", 0, 0, day_ms));
  return style;
}

// "tls" after a reply is a promise that only a behaviour with a "tls" section can keep.
void check_promises(const JsonAt& at, const Behaviour& behaviour) {
  if (behaviour.tls) return;
  if (behaviour.implicit_tls) at.refuse("implicit_tls needs a \"tls\" section");
  const Dialogue& clear = behaviour.clear;
  bool promised = clear.greeting.then == Then::tls ||
                  clear.starttls_with_parameter.then == Then::tls ||
                  (clear.starttls_before_ehlo && clear.starttls_before_ehlo->then == Then::tls);
  for (const Reply& reply : clear.replies) promised = promised || reply.then == Then::tls;
  if (promised) at.refuse("a reply leads to TLS, so a \"tls\" section is needed");
}

}  // namespace

Behaviour read_behaviour(const std::string& name, const JsonAt& at) {
  Behaviour out;
  out.name = name;
  JsonObject object(at);
  object.text("purpose");
  object.find("extends");  // resolved already; named here for the list of known keys
  const ReplyStyle style = read_style(object);
  if (const auto tls = object.find("tls")) out.tls = read_tls_profile(*tls, style);
  Lines capabilities = {"PIPELINING", "SIZE 10240000", "8BITMIME", "ENHANCEDSTATUSCODES"};
  if (out.tls) capabilities.insert(capabilities.begin() + 2, "STARTTLS");
  if (object.find("capabilities")) capabilities = object.texts("capabilities");
  out.implicit_tls = object.flag("implicit_tls", false);
  out.clear = read_clear(object, style, out.tls.has_value(), capabilities);
  out.inside_tls =
      read_inside(object.find("inside_tls"), style, out, capabilities, out.close_notify);
  read_rules(object, style, out);
  object.finish();
  check_promises(at, out);
  return out;
}

}  // namespace mxlab
