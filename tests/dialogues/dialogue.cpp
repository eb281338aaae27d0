// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/core.h>

#include "base/text.hpp"
#include "model/probe_json.hpp"
#include "outcome.hpp"
#include "support/conversation_driver.hpp"

namespace dialogues {
namespace {

struct Failure {
  std::string message;
};

const char* const kMarks[] = {"S:", "S|", "C:", "C|", "--", "then:", "probe:", "probe-file:"};

std::vector<Line> read_lines(std::istream& text) {
  std::vector<Line> lines;
  std::string row;
  for (std::size_t number = 1; std::getline(text, row); ++number) {
    if (base::trim(row).empty() || row.front() == '#') continue;
    Line line{number, "", ""};
    for (const char* mark : kMarks) {
      if (row.rfind(mark, 0) == 0) line.mark = mark;
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

class Player {
 public:
  Player(const model::Probe& probe) : driver_(probe) {}

  void play(const Line& line) {
    if (line.mark == "--") return happen(line);
    if (line.mark == "then:") return expect_outcome(line);
    connect();
    if (line.mark == "S:") driver_.say(line.text + "\r\n");
    if (line.mark == "S|") driver_.say(octets(line.text, line.number));
    if (line.mark == "C:") expect_heard(line.text + "\r\n", line.number);
    if (line.mark == "C|") expect_heard(octets(line.text, line.number), line.number);
  }

 private:
  void connect() {
    if (!std::exchange(connected_, true)) driver_.connect();
  }

  void expect_heard(const std::string& expected, std::size_t number) {
    heard_ += driver_.heard();
    if (heard_.substr(0, expected.size()) != expected) {
      throw Failure{fmt::format("{}: waxseal should say \"{}\", and said \"{}\"", number,
                                base::escape(expected), base::escape(heard_))};
    }
    heard_.erase(0, expected.size());
    note_quit(expected);
  }

  void note_quit(const std::string& said) { said_quit_ = said_quit_ || said == "QUIT\r\n"; }

  void expect_client_hello(std::size_t number) {
    heard_ += driver_.heard();
    if (heard_.empty() || heard_[0] != '\x16') {
      throw Failure{fmt::format("{}: a ClientHello should come, and \"{}\" came", number,
                                base::escape(heard_.substr(0, 80)))};
    }
    heard_.clear();
  }

  void happen(const Line& line) {
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

  void end(std::size_t number) {
    if (outcome_) return;
    heard_ += driver_.heard();
    const bool only_tls_farewell =
        driver_.peer() == nullptr && !heard_.empty() && heard_[0] >= 20 && heard_[0] <= 24;
    if (!heard_.empty() && !only_tls_farewell) {
      throw Failure{fmt::format("{}: waxseal said more than the dialogue has: \"{}\"", number,
                                base::escape(heard_))};
    }
    if (!driver_.ended()) throw Failure{fmt::format("{}: the conversation has not ended", number)};
    outcome_ = outcome_of(driver_.transcript(), said_quit_);
  }

  void expect_outcome(const Line& line) {
    end(line.number);
    const std::size_t equals = line.text.find(" = ");
    if (equals == std::string::npos)
      throw Failure{fmt::format("{}: write \"then: key = value\"", line.number)};
    const std::string key = line.text.substr(0, equals);
    const std::string expected = line.text.substr(equals + 3);
    const auto found = outcome_->find(key);
    if (found == outcome_->end())
      throw Failure{fmt::format("{}: no such key: {}", line.number, key)};
    if (found->second != expected) {
      throw Failure{fmt::format("{}: {} should be \"{}\", and is \"{}\"", line.number, key,
                                expected, found->second)};
    }
  }

  support::ConversationDriver driver_;
  bool connected_ = false;
  bool said_quit_ = false;
  std::string heard_;
  std::optional<Outcome> outcome_;
};

model::Probe probe_of(const Line& line, const std::string& file) {
  if (line.mark == "probe:") return support::builtin_probe(line.text);
  if (line.mark != "probe-file:")
    throw Failure{fmt::format("{}: a dialogue begins with its probe", line.number)};
  const auto path = std::filesystem::path(file).parent_path() / line.text;
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  auto probe = model::read_probe(text.str(), path.string());
  if (!probe) throw Failure{probe.error().message};
  return *probe;
}

}  // namespace

std::optional<std::string> play(const std::string& file) {
  try {
    std::ifstream text(file);
    if (!text) return file + ": cannot be read";
    const std::vector<Line> lines = read_lines(text);
    if (lines.size() < 2 || lines.back().mark != "then:")
      return file + ": a dialogue ends with what must hold (then:)";
    const model::Probe probe = probe_of(lines.front(), file);
    Player player(probe);
    for (std::size_t i = 1; i < lines.size(); ++i) player.play(lines[i]);
    return std::nullopt;
  } catch (const Failure& failure) {
    return file + ":" + failure.message;
  }
}

}  // namespace dialogues
