// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/policy_records.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"

namespace wire {
namespace {

constexpr std::string_view kMtaSts = "v=STSv1";
constexpr std::string_view kTlsrpt = "v=TLSRPTv1";
constexpr std::size_t kMaxFields = 64;
constexpr std::size_t kMaxUris = 64;

bool is_record(std::string_view record, std::string_view version) {
  if (record.substr(0, version.size()) != version) return false;  // %s: case counts (RFC 7405)
  const std::string_view rest = base::trim(record.substr(version.size()));
  return rest.empty() || rest.front() == ';';
}

// sts-ext-name, tlsrpt-ext-name
bool is_field_name(std::string_view name) {
  return !name.empty() && name.size() <= 32 && base::is_alphanumeric(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return base::is_alphanumeric(c) || c == '_' || c == '-' || c == '.';
         });
}

// sts-ext-value, tlsrpt-ext-value: no "=", no ";", no blank, no control character.
bool is_field_value(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != '=' && c != ';';
  });
}

// 1*32(ALPHA / DIGIT)
bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 32 && std::all_of(id.begin(), id.end(), base::is_alphanumeric);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  return '"' + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "...\"" : "\"");
}

// One after the other what stands between the semicolons behind the version, blanks around it taken
// away; `field` is told name and value. Says itself what is wrong with a field's form.
template <typename Field>
void for_each_field(std::string_view record, std::string_view version,
                    std::vector<std::string>& flaws, const Field& field) {
  if (!is_record(record, version)) {
    flaws.emplace_back("does not begin with " + std::string(version) + ";");
    return;
  }
  std::string_view rest = record.substr(version.size());
  std::size_t fields = 0;
  while (!rest.empty()) {
    // The first is what stands before the first semicolon: nothing but blanks.
    const std::size_t begin = rest.find(';');
    if (begin == std::string_view::npos) break;
    rest.remove_prefix(begin + 1);
    const std::string_view text = rest.substr(0, rest.find(';'));
    const std::string_view trimmed = base::trim(text);
    const bool is_last = text.size() == rest.size();
    if (trimmed.empty() && is_last) break;  // the last delimiter may stand at the end
    if (++fields > kMaxFields) {
      flaws.emplace_back("more than 64 fields");
      return;
    }
    const std::size_t equals = trimmed.find('=');
    if (trimmed.empty()) {
      flaws.emplace_back("an empty field");
    } else if (equals == std::string_view::npos || !is_field_name(trimmed.substr(0, equals))) {
      flaws.emplace_back("not a field: " + quoted(trimmed));
    } else {
      field(trimmed.substr(0, equals), trimmed.substr(equals + 1));
    }
  }
}

void check_extension(std::string_view name, std::string_view value,
                     std::vector<std::string>& flaws) {
  if (!is_field_value(value))
    flaws.emplace_back("the value of " + std::string(name) + " cannot be: " + quoted(value));
}

// RFC 3986, as far as RFC 8460 section 3 needs it: a scheme, something behind it, only characters
// that a URI has, of which "!", "," and ";" must stand encoded. Empty: nothing is wrong.
std::string uri_flaw(std::string_view uri) {
  const auto may_stand = [](char c) {
    constexpr std::string_view kMarks = "-._~:/?#[]@$&'()*+=%";
    return base::is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
  };
  const std::string scheme = uri_scheme(uri);
  if (scheme.empty()) return "not a URI: " + quoted(uri);
  if (uri.size() == scheme.size() + 1) return "nothing behind " + quoted(uri);
  if (!std::all_of(uri.begin(), uri.end(), may_stand)) return "not a URI: " + quoted(uri);
  return {};
}

}  // namespace

bool is_mta_sts_record(std::string_view record) { return is_record(record, kMtaSts); }
bool is_tlsrpt_record(std::string_view record) { return is_record(record, kTlsrpt); }

MtaStsRecord read_mta_sts_record(std::string_view record) {
  MtaStsRecord read;
  bool has_id = false;
  const auto field = [&](std::string_view name, std::string_view value) {
    if (name != "id") return check_extension(name, value, read.flaws);
    if (!is_id(value)) {
      read.flaws.emplace_back("the id is not 1 to 32 letters and digits: " + quoted(value));
    }
    if (!has_id) read.id = value;
    has_id = true;
  };
  for_each_field(record, kMtaSts, read.flaws, field);
  if (!has_id && is_mta_sts_record(record)) read.flaws.emplace_back("no id");
  return read;
}

TlsrptRecord read_tlsrpt_record(std::string_view record) {
  TlsrptRecord read;
  bool has_rua = false;
  const auto field = [&](std::string_view name, std::string_view value) {
    if (name != "rua") return check_extension(name, value, read.flaws);
    has_rua = true;
    for (const std::string_view part : base::split(value, ',')) {
      const std::string_view uri = base::trim(part);
      if (read.uris.size() == kMaxUris) {
        read.flaws.emplace_back("more than 64 URIs");
        return;
      }
      if (std::string flaw = uri_flaw(uri); !flaw.empty()) read.flaws.push_back(std::move(flaw));
      read.uris.push_back(uri);
    }
  };
  for_each_field(record, kTlsrpt, read.flaws, field);
  if (!has_rua && is_tlsrpt_record(record)) read.flaws.emplace_back("no rua");
  return read;
}

std::string uri_scheme(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string scheme = base::to_lower(uri.substr(0, colon));
  const bool begins = scheme.front() >= 'a' && scheme.front() <= 'z';
  const bool is_one = begins && std::all_of(scheme.begin(), scheme.end(), [](char c) {
                        return base::is_alphanumeric(c) || c == '+' || c == '-' || c == '.';
                      });
  return is_one ? scheme : std::string();
}

std::string tlsa_flaw(std::uint8_t usage, std::uint8_t selector, std::uint8_t matching_type,
                      std::string_view data) {
  if (usage > 3) return "unknown usage " + std::to_string(usage);
  if (selector > 1) return "unknown selector " + std::to_string(selector);
  if (matching_type > 2) return "unknown matching type " + std::to_string(matching_type);
  if (matching_type == 0) return data.empty() ? "no data" : "";
  const std::size_t wanted = matching_type == 1 ? 32 : 64;  // SHA-256, SHA-512
  if (data.size() == wanted) return {};
  return std::to_string(data.size()) + " octets of data instead of " + std::to_string(wanted);
}

}  // namespace wire
