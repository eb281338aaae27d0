// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/domain_text.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include "base/ip_address.hpp"
#include "base/text.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "scan/mx_resolution.hpp"

namespace support {
namespace {

constexpr unsigned kCname = 5;
constexpr std::size_t kMaxAliases = 8;

unsigned type_of(std::string_view word) {
  constexpr std::pair<std::string_view, unsigned> kTypes[] = {
      {"A", 1},     {"CNAME", kCname}, {"MX", 15},  {"TXT", 16},
      {"AAAA", 28}, {"TLSA", 52},      {"CAA", 257}};
  for (const auto& [name, type] : kTypes) {
    if (name == word) return type;
  }
  throw std::runtime_error("no type of records: " + std::string(word));
}

unsigned number(std::string_view text, unsigned base = 10) {
  unsigned value = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), value, static_cast<int>(base));
  if (text.empty() || read.ptr != text.data() + text.size())
    throw std::runtime_error("no number: " + std::string(text));
  return value;
}

// Takes the first word, and the blanks behind it, off the text.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text = base::trim(text.substr(word.size()));
  return word;
}

std::string wire_name(std::string_view name) { return wire_of(name == "." ? "" : name); }

std::string address(std::string_view text) {
  const auto parsed = base::IpAddress::parse(text);
  if (!parsed) throw std::runtime_error("no address: " + std::string(text));
  const auto* octets = reinterpret_cast<const char*>(parsed->octets().data());
  return {octets, parsed->is_ipv4() ? std::size_t{4} : std::size_t{16}};
}

std::string strings(std::string_view text) {
  std::string data;
  do {
    const std::string_view string = text.substr(0, 255);
    data += static_cast<char>(string.size());
    data += string;
    text.remove_prefix(string.size());
  } while (!text.empty());
  return data;
}

std::string tlsa(std::string_view text) {
  std::string data;
  for (int i = 0; i < 3; ++i) data += static_cast<char>(number(take_word(text)));
  if (const std::size_t star = text.find('*'); star != std::string_view::npos) {
    const auto octet = static_cast<char>(number(text.substr(0, star), 16));
    return data + std::string(number(text.substr(star + 1)), octet);
  }
  for (std::size_t i = 0; i < text.size(); i += 2)
    data += static_cast<char>(number(text.substr(i, 2), 16));
  return data;
}

std::string caa(std::string_view text) {
  std::string data(1, static_cast<char>(number(take_word(text))));
  const std::string_view tag = take_word(text);
  data += static_cast<char>(tag.size());
  data += tag;
  return data + std::string(text);
}

std::string data_of(std::string_view type, std::string_view text) {
  if (type == "A" || type == "AAAA") return address(text);
  if (type == "CNAME") return wire_name(text);
  if (type == "TXT") return strings(text);
  if (type == "TLSA") return tlsa(text);
  if (type == "CAA") return caa(text);
  const unsigned preference = number(take_word(text));
  const std::array<char, 2> octets{static_cast<char>(preference >> 8),
                                   static_cast<char>(preference & 0xff)};
  return std::string(octets.data(), octets.size()) + wire_name(text);
}

std::string dotted(std::string_view wire) {
  std::string name;
  while (!wire.empty() && wire.front() != '\0') {
    const auto size = static_cast<unsigned char>(wire.front());
    name += (name.empty() ? "" : ".") + std::string(wire.substr(1, size));
    wire.remove_prefix(1U + size);
  }
  return name;
}

bool is_at_or_below(std::string_view name, std::string_view zone) {
  return name == zone || (name.size() > zone.size() && name.ends_with(zone) &&
                          name[name.size() - zone.size() - 1] == '.');
}

// How a lookup may end, and with which response code that is said; TIMEOUT is silence.
constexpr unsigned kSilence = 99;
unsigned code_of(std::string_view status) {
  constexpr std::pair<std::string_view, unsigned> kCodes[] = {
      {"SERVFAIL", 2}, {"REFUSED", 5}, {"NOTIMP", 4}, {"TIMEOUT", kSilence}};
  for (const auto& [name, code] : kCodes) {
    if (name == status) return code;
  }
  throw std::runtime_error("no such end of a lookup: " + std::string(status));
}

}  // namespace

DomainText::DomainText(std::string_view text) {
  std::size_t at = 0;
  for (const std::string_view line : base::split(text, '\n')) {
    ++at;
    try {
      const std::string_view trimmed = base::trim(line);
      if (!trimmed.empty() && trimmed.front() != '#') read_line(trimmed);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error("line " + std::to_string(at) + ": " + error.what());
    }
  }
  if (domain_.empty()) throw std::runtime_error("no line \"domain: NAME\"");
}

void DomainText::read_line(std::string_view line) {
  const std::string_view first = take_word(line);
  if (first == "domain:") {
    domain_ = line;
  } else if (domain_.empty()) {
    throw std::runtime_error("the domain comes first: \"domain: NAME\"");
  } else if (read_policy(first, line)) {
    return;
  } else if (first == "insecure") {
    insecure_.emplace(line);
  } else if (first == "status") {
    const std::string name(take_word(line));
    const unsigned type = type_of(take_word(line));
    statuses_[{name, type}] = code_of(line);
  } else if (first == "MX") {
    add(domain_, first, line);
  } else {
    const std::string_view type = take_word(line);
    add(first, type, line);
  }
}

// The line is about the MTA-STS policy.
bool DomainText::read_policy(std::string_view first, std::string_view rest) {
  if (first == "policy:") {
    const std::string end(take_word(rest));
    const auto known = model::policy_end_of(end);
    if (!known) throw std::runtime_error("no such end of a fetch: " + end);
    policy_.end = *known;
    policy_.host = "mta-sts." + domain_;
    if (!rest.empty()) policy_.http_status = static_cast<int>(number(take_word(rest)));
    policy_.location = rest;
    if (*known == model::PolicyEnd::fetched) {
      policy_.http_status = 200;
      policy_.content_type = "text/plain";
    }
    if (policy_.http_status != 0) policy_.validation = model::CertificateValidation{{}, true};
  } else if (first == "policy-type:") {
    policy_.content_type = rest;
  } else if (first == "policy-certificate:") {
    model::CertificateValidation validation{{}, true};
    while (!rest.empty()) {
      const std::string fault(take_word(rest));
      if (fault == "host_mismatch") {
        validation.matches_domain = false;
      } else {
        validation.faults.push_back(fault);
      }
    }
    policy_.validation = std::move(validation);
  } else if (first == "|") {
    policy_.body += std::string(rest) + "\r\n";
  } else {
    return false;
  }
  return true;
}

void DomainText::add(std::string_view name, std::string_view type, std::string_view data) {
  records_[std::string(name)].push_back({type_of(type), data_of(type, data)});
}

bool DomainText::exists(std::string_view name) const {
  for (const auto& [owner, records] : records_) {
    if (is_at_or_below(owner, name)) return true;
  }
  return false;
}

bool DomainText::is_insecure(std::string_view name) const {
  for (const std::string& zone : insecure_) {
    if (is_at_or_below(name, zone)) return true;
  }
  return false;
}

const DomainText::Record* DomainText::alias_of(const std::string& name) const {
  const auto found = records_.find(name);
  if (found == records_.end()) return nullptr;
  for (const Record& record : found->second) {
    if (record.type == kCname) return &record;
  }
  return nullptr;
}

std::vector<std::string> DomainText::answer(const FakeQuery& query) const {
  if (const auto status = statuses_.find({query.name, query.type}); status != statuses_.end()) {
    if (status->second == kSilence) return {};
    return FakeReply(query, status->second);
  }
  std::vector<std::pair<std::string, Record>> found;
  std::string name = query.name;
  bool insecure = is_insecure(name);
  while (const Record* alias = found.size() < kMaxAliases ? alias_of(name) : nullptr) {
    found.emplace_back(name, *alias);
    name = dotted(alias->data);
    insecure = insecure || is_insecure(name);
  }
  if (const auto owner = records_.find(name); owner != records_.end()) {
    for (const Record& record : owner->second) {
      if (record.type == query.type && record.type != kCname) found.emplace_back(name, record);
    }
  }
  FakeReply reply(query, exists(name) ? 0 : 3);
  for (const auto& [owner, record] : found) reply.record(owner, record.type, record.data);
  if (!insecure) reply.authenticated();
  return reply;
}

model::DomainRecord domain_of(std::string_view text) {
  const DomainText zone(text);
  const FakeDns dns([&zone](const FakeQuery& query) { return zone.answer(query); });
  net::Loop loop;
  net::ResolverOptions options;
  options.nameservers = {dns.address()};
  options.tries = 1;
  options.timeout = base::Milliseconds(2'000);
  auto resolver = net::Resolver::create(loop, options);
  if (!resolver) throw std::runtime_error(resolver.error().message);
  scan::Settings settings;
  settings.policy_records = true;
  model::DomainRecord record;
  const scan::MxResolution resolution(loop, **resolver, settings, {zone.domain(), zone.domain(), 1},
                                      [&](scan::ResolvedDomain resolved) {
                                        record = std::move(resolved.record);
                                        loop.stop();
                                      });
  loop.run();
  if (zone.policy().end != model::PolicyEnd::not_asked) record.mta_sts_policy = zone.policy();
  return record;
}

}  // namespace support
