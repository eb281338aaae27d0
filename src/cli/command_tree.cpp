// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command_tree.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "cli/value_names.hpp"

namespace cli {
namespace {

// CLI11 says "NAME:validator:validator" of a value; CLI::IsMember says "{a,b}" of itself.
void read_value(const std::string& type, Argument& argument) {
  bool first = true;
  for (const std::string_view part : base::split(type, ':')) {
    if (std::exchange(first, false)) {
      argument.value_name = part;
    } else if (part.starts_with('{') && part.ends_with('}')) {
      for (const std::string_view word : base::split(part.substr(1, part.size() - 2), ','))
        argument.words.emplace_back(word);
    } else {
      argument.range = part;
    }
  }
}

// As the reader of a manual knows them.
std::vector<std::string> shown_names(const std::set<CLI::Option*>& options) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options) {
    Argument argument;
    read_value(option->get_type_name(), argument);
    names.push_back(option->nonpositional() ? option->get_name() : argument.value_name);
  }
  std::sort(names.begin(), names.end());  // a set of pointers has no order of its own
  return names;
}

Argument argument_of(const CLI::Option& option, const Catalogues& catalogues) {
  Argument argument;
  argument.short_names = option.get_snames();
  argument.long_names = option.get_lnames();
  read_value(option.get_type_name(), argument);
  argument.description = option.get_description();
  argument.default_value = option.get_default_str();
  argument.needs = shown_names(option.get_needs());
  argument.excludes = shown_names(option.get_excludes());
  argument.file = argument.value_name == kFile;
  argument.list = argument.value_name == kSenders;
  const auto ids = catalogues.find(argument.value_name);
  if (ids != catalogues.end()) argument.ids = ids->second;
  argument.value_optional = !option.get_fnames().empty();
  argument.many = option.get_expected_max() >= CLI::detail::expected_max_vector_size;
  argument.required = option.get_required();
  return argument;
}

void read_options(const CLI::App& app, const Catalogues& catalogues, std::vector<Argument>& options,
                  std::vector<Argument>& positionals) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    Argument argument = argument_of(*option, catalogues);
    (argument.positional() ? positionals : options).push_back(std::move(argument));
  }
}

}  // namespace

std::vector<std::string> Argument::typed_names() const {
  std::vector<std::string> names;
  for (const std::string& name : short_names) names.push_back("-" + name);
  for (const std::string& name : long_names) names.push_back("--" + name);
  return names;
}

CommandTree command_tree(const CLI::App& app, const Catalogues& catalogues) {
  CommandTree tree;
  tree.name = app.get_name();
  tree.purpose = app.get_description();
  const std::string title = tree.name + ": ";
  if (tree.purpose.starts_with(title)) tree.purpose.erase(0, title.size());
  if (app.get_version_ptr() != nullptr) tree.version = app.version();
  std::vector<Argument> none;
  read_options(app, catalogues, tree.options, none);
  for (const CLI::App* part : app.get_subcommands([](const CLI::App*) { return true; })) {
    Command command;
    command.name = part->get_name();
    command.purpose = part->get_description();
    read_options(*part, catalogues, command.options, command.positionals);
    tree.commands.push_back(std::move(command));
  }
  return tree;
}

std::string short_description(const std::string& description) {
  std::size_t end = description.size();
  for (const std::string_view mark : {": ", "; ", " ("})
    end = std::min(end, description.find(mark));
  return description.substr(0, end);
}

}  // namespace cli
