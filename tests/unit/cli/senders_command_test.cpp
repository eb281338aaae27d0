// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command as a whole, from the command line to what is printed.
#include <cstdio>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cli/cli.hpp"
#include "cli/exit_code.hpp"
#include "cli/set_up.hpp"
#include "model/builtin_senders.hpp"
#include "support/printed.hpp"
#include "support/scratch.hpp"

namespace {

struct Ended {
  int code = 0;
  std::string output;
};

// Runs the program's main function in this process, standard output into a file.
Ended run(std::vector<std::string> words) {
  const Scratch folder;
  const std::string file = folder.path("output");
  words.insert(words.begin(), "waxseal");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  std::fflush(stdout);
  const int kept = ::dup(STDOUT_FILENO);
  const int opened = ::open(file.c_str(), O_CREAT | O_WRONLY, 0600);
  REQUIRE(opened >= 0);
  ::dup2(opened, STDOUT_FILENO);
  ::close(opened);
  Ended ended;
  ended.code = cli::run(static_cast<int>(arguments.size()), arguments.data());
  std::fflush(stdout);
  ::dup2(kept, STDOUT_FILENO);
  ::close(kept);
  ended.output = Scratch::read(file);
  return ended;
}

// A sender that extends a built-in one.
std::string extending(const std::string& id) {
  return R"({"id": ")" + id + R"(", "name": "Mine", "extends": "exim-debian12", "sources": )" +
         R"([{"says": "x", "where": "y", "confidence": "assumed"}]})";
}

}  // namespace

TEST_CASE("all senders, one of them, as text and as JSON") {
  const Ended all = run({"senders"});
  CHECK(all.code == cli::kSuccess);
  CHECK(printed::count(all.output, "\n  exim-debian12 ") == 1);
  const Ended document = run({"senders", "--json"});
  CHECK(document.code == cli::kSuccess);
  CHECK(nlohmann::json::parse(document.output).size() == model::builtin_sender_files().size());
  const Ended one = run({"senders", "exim-debian12"});
  CHECK(one.code == cli::kSuccess);
  CHECK(one.output.starts_with("exim-debian12 "));
  const Ended entry = run({"senders", "exim-debian12", "--json"});
  CHECK(entry.code == cli::kSuccess);
  const auto list = nlohmann::json::parse(entry.output);
  REQUIRE(list.size() == 1);
  CHECK(list[0]["id"] == "exim-debian12");
  const Ended nobody = run({"senders", "nobody"});
  CHECK(nobody.code == cli::kUsage);
  CHECK(nobody.output.empty());
}

TEST_CASE("the user's own senders are added, on either side of the id") {
  const Scratch folder;
  Scratch::write(folder.path("a.json"), extending("a"));
  Scratch::write(folder.path("b.json"), extending("b"));
  const Ended behind = run({"senders", "--sender-file", folder.path("a.json"), "--sender-file",
                            folder.path("b.json"), "b"});
  CHECK(behind.code == cli::kSuccess);
  CHECK(behind.output.starts_with("b   assumed\n  is        Mine\n  software  Exim\n"));
  const Ended before = run({"senders", "a", "--sender-file", folder.path("a.json")});
  CHECK(before.code == cli::kSuccess);
  CHECK(before.output.starts_with("a   assumed\n"));
  CHECK(run({"senders", "--sender-file", folder.path("a.json"), "b"}).code == cli::kUsage);
}

TEST_CASE("built-in senders come first, then the user's in their order") {
  const Scratch folder;
  Scratch::write(folder.path("a.json"), extending("a"));
  Scratch::write(folder.path("b.json"), extending("b"));
  cli::ExitCode code = cli::kSuccess;
  const auto senders = cli::all_senders({folder.path("b.json"), folder.path("a.json")}, code);
  REQUIRE(senders.has_value());
  const std::size_t builtin = model::builtin_sender_files().size();
  REQUIRE(senders->size() == builtin + 2);
  CHECK((*senders)[builtin].id == "b");
  CHECK((*senders)[builtin + 1].id == "a");
}

TEST_CASE("a file of a sender that is not there, or wrong, ends the command") {
  const Scratch folder;
  Scratch::write(folder.path("a.json"), extending("b"));
  CHECK(run({"senders", "--sender-file", folder.path("none.json")}).code == cli::kNoInput);
  CHECK(run({"senders", "--sender-file", folder.path("a.json")}).code == cli::kBadInput);
}
