// SPDX-License-Identifier: GPL-3.0-or-later
#include "visit_file.hpp"

#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "base/text.hpp"
#include "certificates.hpp"
#include "model/implicit_tls.hpp"
#include "script.hpp"
#include "servers.hpp"
#include "visit.hpp"

namespace checks_test {
namespace {

using dialogues::Failure;
using dialogues::Line;

const std::vector<std::string>& marks() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> marks = dialogues::kConversationMarks;
    marks.insert(marks.end(), {"server:", "probes:", "probe:", "again:", "port:", "host:"});
    return marks;
  }();
  return all;
}

using Lines = std::vector<Line>;

class Player {
 public:
  explicit Player(std::string file) : file_(std::move(file)), visit_(matrix::new_visit()) {}

  void play(const Lines& lines) {
    for (auto at = lines.begin(); at != lines.end();) {
      if (at->mark == "probe:") {
        auto end = at + 1;
        while (end != lines.end() && is_of_script(*end)) ++end;
        play_script(Lines(at, end));
        scripts_[at->text] = Lines(at, end);
        at = end;
      } else {
        obey(*at++);
      }
    }
    if (visit_.conversations.empty()) throw Failure{"0: a visit has a conversation"};
  }

  model::EndpointRecord take() { return std::move(visit_); }

 private:
  static bool is_of_script(const Line& line) {
    const auto& marks = dialogues::kConversationMarks;
    return std::find(marks.begin(), marks.end(), line.mark) != marks.end();
  }

  void obey(const Line& line) {
    if (line.mark == "server:") return choose_server(line);
    if (line.mark == "probes:") return play_probes(line);
    if (line.mark == "again:") return play_script(scripts_.at(line.text));
    if (line.mark == "port:") {
      visit_.endpoint.port = static_cast<std::uint16_t>(std::stoul(line.text));
      return;
    }
    if (line.mark == "host:") {
      visit_.endpoint.mx_host = line.text;
      return;
    }
    throw Failure{
        fmt::format("{}: this belongs into a conversation, behind its probe:", line.number)};
  }

  // "openssl versions=1.2 ems=off": a row of ../matrix without its name and its facts.
  void choose_server(const Line& line) {
    const std::size_t space = std::min(line.text.find(' '), line.text.size());
    matrix::Row row;
    row.kind = line.text.substr(0, space);
    row.name = row.kind + "/" + file_;
    row.place = {file_, line.number};
    row.settings = matrix::Settings(line.text.substr(space), row.place);
    server_ = matrix::make_server(row);
  }

  void play_probes(const Line& line) {
    if (!server_) throw Failure{fmt::format("{}: probes: stands behind a server:", line.number)};
    for (const std::string_view id : base::split(line.text, ' ')) {
      if (id == "enumerate") {
        matrix::enumerate(visit_, *server_);
      } else {
        matrix::converse(visit_, *server_, support::builtin_probe(id));
      }
    }
  }

  void play_script(const Lines& lines) {
    const Line& first = lines.front();
    const auto form = model::form_for(visit_.endpoint, dialogues::probe_of(first, file_));
    if (!form)
      throw Failure{fmt::format("{}: {} has no form for implicit TLS", first.number, first.text)};
    dialogues::ScriptPlayer script(*form);
    for (std::size_t i = 1; i < lines.size(); ++i) script.play(lines[i]);
    visit_.conversations.push_back({script.finish(lines.back().number), std::nullopt});
    visit_.conversations.back().transcript.started = visit_.started;
  }

  std::string file_;
  model::EndpointRecord visit_;
  std::optional<matrix::Server> server_;
  std::map<std::string, Lines> scripts_;  // by probe
};

}  // namespace

model::EndpointRecord play_visit(const std::string& file) {
  std::ifstream text(file);
  if (!text) throw std::runtime_error(file + ": cannot be read");
  try {
    Player player(file);
    player.play(dialogues::read_lines(text, marks()));
    return player.take();
  } catch (const Failure& failure) {
    throw std::runtime_error(file + ":" + failure.message);
  } catch (const std::out_of_range&) {
    throw std::runtime_error(file + ": again: names a probe that no conversation of it has played");
  }
}

}  // namespace checks_test
