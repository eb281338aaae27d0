// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command_tree.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "cli/exit_code.hpp"
#include "cli/value_names.hpp"
#include "sample_tree.hpp"

namespace {

using Words = std::vector<std::string>;

// A small program with an option of every kind.
struct Small {
  CLI::App app{"ws: does things", "ws"};
  std::string text;
  std::vector<std::string> texts;
  int number = 7;
  bool flag = false;

  Small() {
    app.set_version_flag("--version", "ws 1.2");
    CLI::App* command = app.add_subcommand("do", "Do it");
    command->add_option("-f,--from", text, "Where from")->type_name(cli::kFile);
    CLI::Option* tier = command->add_option("--tier", text, "How much")
                            ->type_name("TIER")
                            ->check(CLI::IsMember({"some", "all"}));
    command->add_option("-n", number, "How often")
        ->type_name("COUNT")
        ->check(CLI::Range(1, 9).description("1 to 9"))
        ->capture_default_str();
    command->add_flag("--only{all}", text, "These")->type_name(cli::kSenders)->needs(tier);
    command->add_flag("--quick", flag, "Quickly")->excludes(tier);
    command->add_option("--secret", text, "Hidden")->group("");
    command->add_option("probe", texts, "Which")->type_name(cli::kProbe)->required();
  }
};

// The option of a name that is typed, or the argument of a value's name.
const cli::Argument& find(const std::vector<cli::Argument>& arguments, const std::string& name) {
  const auto found = std::find_if(arguments.begin(), arguments.end(), [&](const auto& argument) {
    const Words names = argument.typed_names();
    return argument.positional() ? argument.value_name == name
                                 : std::count(names.begin(), names.end(), name) > 0;
  });
  REQUIRE_MESSAGE(found != arguments.end(), name);
  return *found;
}

}  // namespace

TEST_CASE("a tree has what the definitions say") {
  const Small small;
  const cli::CommandTree tree =
      cli::command_tree(small.app, {{cli::kProbe, {"a", "b"}}, {cli::kSenders, {"x"}}});
  CHECK(tree.name == "ws");
  CHECK(tree.purpose == "does things");
  CHECK(tree.version == "ws 1.2");
  CHECK(find(tree.options, "--version").value_name.empty());
  REQUIRE(tree.commands.size() == 1);
  const cli::Command& command = tree.commands[0];
  CHECK(command.name == "do");
  CHECK(command.purpose == "Do it");
  CHECK(command.options.size() == 6);  // and --help, but nothing hidden

  const cli::Argument& from = find(command.options, "-f");
  CHECK(from.typed_names() == Words{"-f", "--from"});
  CHECK(from.file);
  CHECK(from.description == "Where from");
  CHECK_FALSE(from.many);
  const cli::Argument& tier = find(command.options, "--tier");
  CHECK(tier.value_name == "TIER");
  CHECK(tier.words == Words{"some", "all"});
  CHECK_FALSE(tier.file);
  const cli::Argument& often = find(command.options, "-n");
  CHECK(often.range == "1 to 9");
  CHECK(often.default_value == "7");
  const cli::Argument& only = find(command.options, "--only");
  CHECK(only.value_optional);
  CHECK(only.list);
  CHECK(only.ids == Words{"x"});
  CHECK(only.needs == Words{"--tier"});
  const cli::Argument& quick = find(command.options, "--quick");
  CHECK(quick.value_name.empty());
  CHECK(quick.excludes == Words{"--tier"});
  REQUIRE(command.positionals.size() == 1);
  const cli::Argument& probe = command.positionals[0];
  CHECK(probe.value_name == "PROBE");
  CHECK(probe.ids == Words{"a", "b"});
  CHECK(probe.many);
  CHECK(probe.required);
}

TEST_CASE("every value of the program has a name of its own, and a file's says so") {
  const cli::CommandTree tree = sample::whole();
  CHECK(tree.version.starts_with("waxseal "));
  const Words nobodys{"TEXT", "INT", "UINT", "FLOAT"};  // what CLI11 says where nothing is said
  for (const cli::Command& command : tree.commands) {
    CAPTURE(command.name);
    CHECK_FALSE(command.purpose.empty());
    std::vector<cli::Argument> all = command.options;
    all.insert(all.end(), command.positionals.begin(), command.positionals.end());
    for (const cli::Argument& argument : all) {
      CAPTURE(argument.description);
      CHECK_FALSE(argument.description.empty());
      CHECK(std::count(nobodys.begin(), nobodys.end(), argument.value_name) == 0);
      for (const std::string& name : argument.long_names)
        if (name.ends_with("-file")) CHECK(argument.file);
    }
  }
}

TEST_CASE("what is built in is known by its id") {
  cli::ExitCode code = cli::kSuccess;
  const auto ids = cli::builtin_ids(code);
  REQUIRE(ids.has_value());
  const auto known = [&ids](const char* name, const char* id) {
    const Words& all = ids->at(name);
    return std::count(all.begin(), all.end(), id);
  };
  CHECK(known(cli::kProbe, "starttls") == 1);
  CHECK(known(cli::kSender, "exim-debian12") == 1);
  CHECK(known(cli::kSenders, "exim-debian12") == 1);
  CHECK(known(cli::kCode, "starttls") == 1);
  CHECK(known(cli::kCode, "starttls.not_offered") == 1);
  CHECK(known(cli::kCode, "rfc3207") == 1);
  // What a script has between quotes, or none at all, must be as harmless as it looks.
  const std::string_view harmless = "abcdefghijklmnopqrstuvwxyz0123456789._/-";
  for (const auto& [name, all] : *ids) {
    for (const std::string& id : all) {
      CAPTURE(id);
      CHECK(id.find_first_not_of(harmless) == std::string::npos);
    }
  }
}

TEST_CASE("a short description ends before the particulars") {
  CHECK(cli::short_description("Also this; a connection for each") == "Also this");
  CHECK(cli::short_description("Yours: all of it (or so)") == "Yours");
  CHECK(cli::short_description("Trusted roots (default: the system's)") == "Trusted roots");
  CHECK(cli::short_description("TCP port") == "TCP port");
}

TEST_CASE("every exit code has its meaning, in order") {
  int last = -1;
  for (const cli::ExitMeaning& exit : cli::exit_meanings()) {
    CHECK(exit.code > last);
    CHECK_FALSE(exit.meaning.empty());
    last = exit.code;
  }
  CHECK(cli::exit_meanings().front().code == cli::kSuccess);
  CHECK(last == cli::kInterrupted);
}
