// SPDX-License-Identifier: GPL-3.0-or-later
#include "script.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "model/implicit_tls.hpp"
#include "model/probe_json.hpp"

namespace dialogues {
namespace {

// \r \n \t and what base::unescape() knows.
std::string octets(const std::string& written, std::size_t number) {
  std::string prepared;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char next = i + 1 < written.size() ? written[i + 1] : '\0';
    if (written[i] == '\\' && (next == 'r' || next == 'n' || next == 't')) {
      prepared += next == 'r' ? '\r' : next == 'n' ? '\n' : '\t';
      ++i;
    } else if (written[i] == '\\' && next == '\\') {
      prepared += "\\\\";
      ++i;
    } else {
      prepared += written[i];
    }
  }
  const auto text = base::unescape(prepared);
  if (!text)
    throw Failure{fmt::format("{}: a backslash that is none of \\r \\n \\t \\\\ \\xNN", number)};
  return *text;
}

support::PeerOptions peer_options(const std::vector<std::string_view>& words) {
  support::PeerOptions options;
  support::CertificateWish wish;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const std::string_view key = words[i].substr(0, equals);
    const std::string value(equals == std::string_view::npos ? "" : words[i].substr(equals + 1));
    if (key == "min")
      options.min_version = value;
    else if (key == "max")
      options.max_version = value;
    else if (key == "ems")
      options.extended_master_secret = value != "no";
    else if (key == "ciphers")
      options.ciphers = value;
    else if (key == "key-usage")
      wish.key_usage = value;
    else if (key == "rsa")
      wish.rsa_bits = static_cast<unsigned>(std::stoul(value));
    else if (key == "days") {
      wish.not_before_days = std::stol(value);
      wish.not_after_days = std::stol(value.substr(value.find(',') + 1));
    } else if (key == "client-certificate") {
      options.request_client_certificate = true;
      options.require_client_certificate = value == "require";
    } else {
      throw Failure{fmt::format("no such word of -- tls --: {}", words[i])};
    }
  }
  options.credential = support::make_certificate(wish);
  return options;
}

}  // namespace

std::vector<Line> read_lines(std::istream& text, const std::vector<std::string>& marks) {
  std::vector<Line> lines;
  std::string row;
  for (std::size_t number = 1; std::getline(text, row); ++number) {
    if (base::trim(row).empty() || row.front() == '#') continue;
    Line line{number, "", ""};
    for (const std::string& mark : marks) {
      if (row.starts_with(mark)) line.mark = mark;
    }
    if (line.mark.empty()) throw Failure{fmt::format("{}: no such mark: {}", number, row)};
    line.text = row.substr(std::min(
        row.size(), line.mark.size() +
                        (row.size() > line.mark.size() && row[line.mark.size()] == ' ' ? 1 : 0)));
    if (line.mark == "--") {
      const std::size_t end = line.text.rfind("--");
      if (end == std::string::npos) throw Failure{fmt::format("{}: an event ends in --", number)};
      line.text = std::string(base::trim(line.text.substr(0, end)));
    }
    lines.push_back(line);
  }
  return lines;
}

model::Probe probe_of(const Line& line, const std::string& file) {
  if (line.mark == "probe:") return support::builtin_probe(line.text);
  if (line.mark == "implicit-tls:") {
    auto form = model::implicit_form(support::builtin_probe(line.text));
    if (form) return std::move(*form);
    throw Failure{fmt::format("{}: {} has no form for implicit TLS", line.number, line.text)};
  }
  if (line.mark != "probe-file:")
    throw Failure{fmt::format("{}: a conversation begins with its probe", line.number)};
  const auto path = std::filesystem::path(file).parent_path() / line.text;
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  auto probe = model::read_probe(text.str(), path.string());
  if (!probe) throw Failure{probe.error().message};
  return *probe;
}

void ScriptPlayer::play(const Line& line) {
  if (line.mark == "--") return happen(line);
  connect();
  if (line.mark == "S:") driver_.say(line.text + "\r\n");
  if (line.mark == "S|") driver_.say(octets(line.text, line.number));
  if (line.mark == "C:") expect_heard(line.text + "\r\n", line.number);
  if (line.mark == "C|") expect_heard(octets(line.text, line.number), line.number);
}

model::Transcript ScriptPlayer::finish(std::size_t number) {
  heard_ += driver_.heard();
  const bool only_tls_farewell =
      driver_.peer() == nullptr && !heard_.empty() && heard_[0] >= 20 && heard_[0] <= 24;
  if (!heard_.empty() && !only_tls_farewell) {
    throw Failure{fmt::format("{}: waxseal said more than the dialogue has: \"{}\"", number,
                              base::escape(heard_))};
  }
  if (!driver_.ended()) throw Failure{fmt::format("{}: the conversation has not ended", number)};
  return driver_.transcript();
}

void ScriptPlayer::connect() {
  if (!std::exchange(connected_, true)) driver_.connect();
}

void ScriptPlayer::expect_heard(const std::string& expected, std::size_t number) {
  heard_ += driver_.heard();
  if (heard_.substr(0, expected.size()) != expected) {
    throw Failure{fmt::format("{}: waxseal should say \"{}\", and said \"{}\"", number,
                              base::escape(expected), base::escape(heard_))};
  }
  heard_.erase(0, expected.size());
  said_quit_ = said_quit_ || expected == "QUIT\r\n";
}

void ScriptPlayer::expect_client_hello(std::size_t number) {
  heard_ += driver_.heard();
  if (heard_.empty() || heard_[0] != '\x16') {
    throw Failure{fmt::format("{}: a ClientHello should come, and \"{}\" came", number,
                              base::escape(heard_.substr(0, 80)))};
  }
  heard_.clear();
}

void ScriptPlayer::happen(const Line& line) {
  const auto words = base::split(line.text, ' ');
  const std::string event(words[0]);
  static const std::map<std::string, int> kInsteadOfConnection{
      {"refused", ECONNREFUSED}, {"unreachable", ENETUNREACH}, {"reset-at-once", ECONNRESET}};
  if (const auto error = kInsteadOfConnection.find(event); error != kInsteadOfConnection.end()) {
    connected_ = true;
    return driver_.fail_to_connect(error->second);
  }
  if (event == "wait" && !connected_)
    return driver_.pass_time(base::Milliseconds(std::stol(std::string(words.at(1)))));
  connect();
  if (event == "connected") return;
  if (event == "tls")
    driver_.begin_tls(peer_options(words));
  else if (event == "client-hello")
    expect_client_hello(line.number);
  else if (event == "close-notify")
    driver_.shut_down_tls(words.size() > 1 ? line.text.substr(event.size() + 1) + "\r\n" : "");
  else if (event == "wait")
    driver_.pass_time(base::Milliseconds(std::stol(std::string(words.at(1)))));
  else if (event == "fin")
    driver_.fin();
  else if (event == "reset")
    driver_.reset(ECONNRESET);
  else
    throw Failure{fmt::format("{}: no such event: {}", line.number, event)};
}

}  // namespace dialogues
