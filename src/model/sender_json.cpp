// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sender_json.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "model/json_source.hpp"
#include "model/sender_sections_json.hpp"

namespace model {
namespace {

constexpr std::size_t kMostFiles = 1000;
constexpr std::size_t kMostOctets = 256 * 1024;  // of one file
constexpr std::size_t kMostExtensions = 4;       // one behind the other

// What one file says, without what it extends.
struct Draft {
  JsonSource source;
  std::string extends;
  Sender sender;

  [[nodiscard]] bool says(const std::string& key) const { return source.root().contains(key); }
};
using Drafts = std::map<std::string, Draft>;

// Without folder and .json.
std::string id_of(const std::string& file) {
  std::string name = file.substr(file.rfind('/') + 1);  // npos + 1 is 0
  constexpr std::string_view kEnding = ".json";
  if (name.ends_with(kEnding)) name.erase(name.size() - kEnding.size());
  return name;
}

void read_names(ObjectReader& object, const std::string& file, Draft& draft) {
  Sender& sender = draft.sender;
  sender.id = object.string("id");
  if (!is_id(sender.id)) object.fail("id", "\"id\" wants 1 to 64 of a-z, 0-9 and -");
  if (sender.id != id_of(file)) {
    object.fail("id", fmt::format("\"id\" is the file's name without folder and .json, here "
                                  "\"{}\"; rename one of them",
                                  id_of(file)));
  }
  sender.name = read_text(object, "name");
  draft.extends = object.string("extends", "");
  const bool has_software = object.has("software") || draft.extends.empty();
  if (has_software) {
    sender.software = read_text(object, "software");
  } else {
    object.string("software", "");
  }
}

base::Result<Draft> read_draft(const SenderFile& file) {
  if (file.text.size() > kMostOctets) {
    return base::Error{
        fmt::format("{}:1:1: a sender file has at most {} octets", file.name, kMostOctets)};
  }
  auto source = JsonSource::parse(file.text, file.name);
  if (!source) return source.error();
  Draft draft{std::move(*source), {}, {}};
  Sender& sender = draft.sender;
  ObjectReader object(draft.source, "");
  read_names(object, file.name, draft);
  read_part(object, "hello", [&](ObjectReader& part) { sender.hello = read_senders_hello(part); });
  read_part(object, "accepts", [&](ObjectReader& part) { sender.accepts = read_acceptance(part); });
  read_part(object, "without_policy",
            [&](ObjectReader& part) { sender.without_policy = read_treatment(part); });
  sender.dane = read_optional_treatment(object, draft.source, "dane");
  sender.mta_sts = read_optional_treatment(object, draft.source, "mta_sts");
  sender.enforcing = read_optional_treatment(object, draft.source, "enforcing");
  read_part(object, "queue", [&](ObjectReader& part) { sender.queue = read_queue(part); });
  sender.sources = read_sources(object, draft.source);
  if (const auto problem = object.problem()) return *problem;
  return draft;
}

// What a file takes from the one that it extends, unless it says it itself.
struct Section {
  std::string_view key;
  void (*copy)(const Sender& from, Sender& to);
};
constexpr std::array<Section, 8> kSections{{
    {"software", [](const Sender& from, Sender& to) { to.software = from.software; }},
    {"hello", [](const Sender& from, Sender& to) { to.hello = from.hello; }},
    {"accepts", [](const Sender& from, Sender& to) { to.accepts = from.accepts; }},
    {"without_policy",
     [](const Sender& from, Sender& to) { to.without_policy = from.without_policy; }},
    {"dane", [](const Sender& from, Sender& to) { to.dane = from.dane; }},
    {"mta_sts", [](const Sender& from, Sender& to) { to.mta_sts = from.mta_sts; }},
    {"enforcing", [](const Sender& from, Sender& to) { to.enforcing = from.enforcing; }},
    {"queue", [](const Sender& from, Sender& to) { to.queue = from.queue; }},
}};

std::string ids_of(const Drafts& drafts) {
  std::string ids;
  for (const auto& [id, draft] : drafts) ids += (ids.empty() ? "" : ", ") + id;
  return ids;
}

// The file, the one that it extends, the one that that extends.
base::Result<std::vector<const Draft*>> chain_of(const Draft& first, const Drafts& drafts) {
  std::vector<const Draft*> chain{&first};
  while (!chain.back()->extends.empty()) {
    const Draft& last = *chain.back();
    const auto next = drafts.find(last.extends);
    if (next == drafts.end()) {
      return last.source.error("/extends",
                               fmt::format("there is no sender \"{}\" to extend; there are: {}",
                                           last.extends, ids_of(drafts)));
    }
    if (std::find(chain.begin(), chain.end(), &next->second) != chain.end()) {
      return last.source.error(
          "/extends",
          fmt::format("\"{}\" extends this one already, which makes a circle", last.extends));
    }
    if (chain.size() > kMostExtensions) {
      return first.source.error(
          "/extends", fmt::format("at most {} senders extend each other; extend an earlier one",
                                  kMostExtensions));
    }
    chain.push_back(&next->second);
  }
  return chain;
}

// With all that it does not say from the first of its chain that says it.
base::Result<Sender> completed(const Draft& draft, const Drafts& drafts) {
  const auto chain = chain_of(draft, drafts);
  if (!chain) return chain.error();
  Sender sender = draft.sender;
  for (const Section& section : kSections) {
    const std::string key(section.key);
    const auto teller = std::find_if(chain->begin(), chain->end(),
                                     [&key](const Draft* one) { return one->says(key); });
    if (teller == chain->end()) {
      return draft.source.error("", fmt::format("the key \"{}\" is missing, here and in what is "
                                                "extended",
                                                key));
    }
    section.copy((*teller)->sender, sender);
  }
  return sender;
}

}  // namespace

base::Result<std::vector<Sender>> read_senders(const std::vector<SenderFile>& files) {
  if (files.size() > kMostFiles)
    return base::Error{
        fmt::format("{} sender files; at most {} are read", files.size(), kMostFiles)};
  Drafts drafts;
  std::map<std::string, std::string> file_of;
  std::vector<std::string> ids;
  for (const SenderFile& file : files) {
    auto draft = read_draft(file);
    if (!draft) return draft.error();
    const std::string id = draft->sender.id;
    if (!file_of.emplace(id, file.name).second) {
      return draft->source.error(
          "/id", fmt::format("there is a sender \"{}\" already, of {}; give this one another id, "
                             "and its file another name",
                             id, file_of[id]));
    }
    ids.push_back(id);
    drafts.emplace(id, std::move(*draft));
  }
  std::vector<Sender> senders;
  for (const std::string& id : ids) {
    auto sender = completed(drafts.at(id), drafts);
    if (!sender) return sender.error();
    senders.push_back(std::move(*sender));
  }
  return senders;
}

base::Result<std::vector<Sender>> read_builtin_senders(const std::vector<SenderFile>& further) {
  std::vector<SenderFile> files = builtin_sender_files();
  files.insert(files.end(), further.begin(), further.end());
  return read_senders(files);
}

}  // namespace model
