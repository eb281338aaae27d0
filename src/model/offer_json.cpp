// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/offer_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>

#include "base/text.hpp"

namespace model {
namespace {

constexpr long kTlsLimit = 30'000;  // milliseconds, where the probe says nothing
constexpr long kMostMilliseconds = 600'000;
constexpr long kMostOctets = 16'000;  // of a hello, so that it fits one record
constexpr std::size_t kMostEntries = 150;

using Numbers = std::vector<std::uint16_t>;

// "0xC02F".
std::optional<std::uint16_t> number_of(std::string_view text) {
  if (text.size() < 3 || text.size() > 6 || text.substr(0, 2) != "0x") return std::nullopt;
  std::uint16_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, value, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

// One word of a list: all that it stands for; empty for a word that stands for nothing.
using Lookup = Numbers (*)(std::string_view word);

template <std::optional<std::uint16_t> (*kNumberOf)(std::string_view)>
Numbers by_name(std::string_view word) {
  const auto number = kNumberOf(word);
  return number ? Numbers{*number} : Numbers{};
}

Numbers versions_of(std::string_view word) {
  const auto version = wire::version_of(word);
  return version && *version >= wire::kSsl30 ? Numbers{*version} : Numbers{};
}

Numbers suites_of(std::string_view word) {
  const Numbers suites = wire::cipher_suites_in(word);
  return suites.empty() ? by_name<wire::cipher_suite_of>(word) : suites;
}

// A list of names; also of numbers ("0x7f7e"), and of "GREASE", which stands for one of RFC 8701's
// values, another one for each time that it is said. `kind` is one of them in words.
void read_numbers(ObjectReader& object, const std::string& key, std::string_view kind,
                  Lookup lookup, Numbers& values) {
  const nlohmann::json* list = object.optional_array(key);
  if (list == nullptr) return;
  values.clear();
  unsigned greased = 0;
  for (const nlohmann::json& entry : *list) {
    const std::string word = entry.is_string() ? entry.get<std::string>() : std::string();
    Numbers meant = lookup(word);
    if (const auto number = number_of(word)) meant = {*number};
    if (word == "GREASE") meant = {wire::grease(greased++)};
    if (meant.empty()) {
      return object.fail(key, fmt::format("\"{}\" holds \"{}\", which is not {}, nor a number such "
                                          "as \"0x7f7e\", nor \"GREASE\"",
                                          key, word, kind));
    }
    for (const std::uint16_t value : meant) {
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
  }
  if (values.size() > kMostEntries)
    object.fail(key, fmt::format("\"{}\" wants at most {} entries", key, kMostEntries));
}

void read_octet_counts(ObjectReader& object, const std::string& key,
                       std::vector<std::size_t>& counts) {
  const nlohmann::json* list = object.optional_array(key);
  if (list == nullptr) return;
  for (const nlohmann::json& entry : *list) {
    if (!entry.is_number_integer() || entry.get<long>() < 1 || entry.get<long>() > kMostOctets ||
        counts.size() >= kMostEntries) {
      return object.fail(key, fmt::format("\"{}\" wants at most {} numbers of octets, 1 to {}", key,
                                          kMostEntries, kMostOctets));
    }
    counts.push_back(entry.get<std::size_t>());
  }
}

void read_versions(ObjectReader& object, TlsOffer& tls) {
  read_numbers(object, "versions", "a version (SSLv3, TLSv1.0, TLSv1.1, TLSv1.2 or TLSv1.3)",
               versions_of, tls.versions);
  if (tls.versions.empty()) object.fail("versions", "\"versions\" wants at least one version");
}

std::uint16_t read_version(ObjectReader& object, const std::string& key) {
  const std::string name = object.string(key, "");
  if (name.empty()) return 0;
  const auto version = wire::version_of(name);
  const auto number = number_of(name);
  if (!version && !number)
    object.fail(key, fmt::format("\"{}\" is a version such as \"TLSv1.0\", or \"0x0301\"", key));
  return version.value_or(number.value_or(0));
}

// "mx_host", "domain", "none", or a name, which has a dot and so is none of these words.
void read_server_name(ObjectReader& object, TlsOffer& tls) {
  const std::string name = object.string("server_name", "mx_host");
  if (name == "mx_host") {
    tls.server_name = ServerName::mx_host;
  } else if (name == "domain") {
    tls.server_name = ServerName::domain;
  } else if (name == "none") {
    tls.server_name = ServerName::none;
  } else if (name.find('.') != std::string::npos && name.size() <= 253) {
    tls.server_name = ServerName::literal;
    tls.literal_name = name;
  } else {
    object.fail("server_name",
                "\"server_name\" is \"mx_host\", \"domain\", \"none\" or a name with a dot");
  }
}

void read_alpn(ObjectReader& object, TlsOffer& tls) {
  const nlohmann::json* list = object.optional_array("alpn_protocols");
  if (list == nullptr) return;
  for (const nlohmann::json& entry : *list) {
    const std::string name = entry.is_string() ? entry.get<std::string>() : std::string();
    if (name.empty() || name.size() > 255 || tls.alpn_protocols.size() >= 16) {
      return object.fail("alpn_protocols",
                         "\"alpn_protocols\" wants at most 16 names of 1 to 255 characters");
    }
    tls.alpn_protocols.push_back(name);
  }
}

void read_compression(ObjectReader& object, HelloForm& form) {
  const nlohmann::json* list = object.optional_array("compression_methods");
  if (list == nullptr) return;
  form.compression_methods.clear();
  for (const nlohmann::json& entry : *list) {
    const std::string name = entry.is_string() ? entry.get<std::string>() : std::string();
    if ((name != "null" && name != "deflate") || form.compression_methods.size() >= 16) {
      return object.fail("compression_methods",
                         "\"compression_methods\" wants \"null\" and \"deflate\" (RFC 3749)");
    }
    form.compression_methods += name == "deflate" ? '\1' : '\0';
  }
}

void read_flight(ObjectReader& object, Step& step) {
  constexpr long kPause = 300;  // what a slow path does; longer ones run into servers' own limits
  read_octet_counts(object, "records", step.flight.records);
  read_octet_counts(object, "segments", step.flight.segments);
  step.flight.segment_pause =
      Milliseconds(object.integer("segment_pause_ms", kPause, 1, kMostMilliseconds));
  step.within = Milliseconds(object.integer("within_ms", kTlsLimit, 1, kMostMilliseconds));
}

// What both engines can be told.
void read_offer(ObjectReader& object, ObjectReader& extensions, TlsOffer& tls) {
  read_versions(object, tls);
  read_numbers(object, "cipher_suites",
               "a cipher suite (IANA's name) or a class of them (sound, common, static-rsa, ...)",
               suites_of, tls.cipher_suites);
  if (tls.cipher_suites.empty())
    object.fail("cipher_suites", "\"cipher_suites\" wants at least one");
  read_numbers(object, "groups", "a group (IANA's name)", by_name<wire::group_of>, tls.groups);
  read_server_name(object, tls);
  read_alpn(object, tls);
  tls.extended_master_secret = extensions.boolean("extended_master_secret", true);
  tls.session_ticket = extensions.boolean("session_ticket", true);
  tls.session_ticket_octets =
      static_cast<std::size_t>(object.integer("session_ticket_octets", 0, 0, kMostOctets));
}

// SSL 3.0 has no extensions (RFC 6101 section 5.6.1.2), and a server of its time may break on them.
void leave_out_extensions(Step& step) {
  step.tls.groups.clear();
  step.tls.server_name = ServerName::none;
  step.tls.extended_master_secret = false;
  step.tls.session_ticket = false;
  step.tls.alpn_protocols.clear();
  step.form.signature_algorithms.clear();
  step.form.renegotiation_info = false;
  step.form.status_request = false;
  step.form.unknown_extensions.clear();
  step.form.pad_to = 0;
}

void check_suite_count(ObjectReader& object, const Step& step) {
  if (step.tls.cipher_suites.size() > wire::kMostCipherSuites) {
    object.fail("cipher_suites",
                fmt::format("a hello offers at most {} cipher suites: some servers ignore or "
                            "refuse more",
                            wire::kMostCipherSuites));
  }
}

}  // namespace

void read_hello(ObjectReader& object, Step& step) {
  HelloForm& form = step.form;
  ObjectReader extensions = object.object("extensions");
  read_offer(object, extensions, step.tls);
  form.renegotiation_info = extensions.boolean("renegotiation_info", true);
  form.status_request = extensions.boolean("status_request", false);
  Numbers shares;
  const bool shares_given = object.has("key_shares");
  read_numbers(object, "key_shares", "a group (IANA's name)", by_name<wire::group_of>, shares);
  if (shares_given) step.tls.key_shares = shares;
  read_numbers(object, "signature_algorithms", "a signature scheme (IANA's name)",
               by_name<wire::signature_scheme_of>, form.signature_algorithms);
  read_numbers(object, "unknown_extensions", "an unknown extension", by_name<number_of>,
               form.unknown_extensions);
  form.record_version = read_version(object, "record_version");
  form.legacy_version = read_version(object, "legacy_version");
  read_compression(object, form);
  form.pad_to = static_cast<std::size_t>(object.integer("pad_to", 0, 0, kMostOctets));
  read_flight(object, step);
  check_suite_count(object, step);
  const bool ssl3_only = step.tls.versions.size() == 1 && step.tls.versions[0] == wire::kSsl30;
  if (ssl3_only) leave_out_extensions(step);
  if (const auto problem = extensions.problem()) object.adopt(*problem);
}

void read_handshake(ObjectReader& object, Step& step) {
  constexpr std::array<std::uint16_t, 10> kLibraryGroups{23,  24,  25,  29,  30,
                                                         256, 257, 258, 259, 260};
  ObjectReader extensions = object.object("extensions");
  read_offer(object, extensions, step.tls);
  Numbers& versions = step.tls.versions;
  std::sort(versions.rbegin(), versions.rend());
  const bool range = !versions.empty() && versions.front() <= wire::kTls13 &&
                     versions.back() >= wire::kSsl30 &&
                     versions.front() - versions.back() + 1 == static_cast<int>(versions.size());
  if (!range)
    object.fail("versions",
                "a handshake offers a range of versions, SSLv3 to TLSv1.3, without a "
                "gap; a hello can offer anything");
  for (const std::uint16_t group : step.tls.groups) {
    if (std::find(kLibraryGroups.begin(), kLibraryGroups.end(), group) == kLibraryGroups.end())
      object.fail("groups", fmt::format("a handshake cannot be made with the group {}; a hello can "
                                        "offer it",
                                        wire::group_name(group)));
  }
  read_flight(object, step);
  if (const auto problem = extensions.problem()) object.adopt(*problem);
}

}  // namespace model
