// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/journal.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/journal_json.hpp"
#include "scan/journal_lines.hpp"

namespace scan {
namespace {

using Kind = model::JournalEntry::Kind;
using Verdict = JournalLines::Verdict;

// How every line of a scan begins.
constexpr std::string_view kBeginning = R"({"type":")";

base::Error error_of(const std::string& name, int number) {
  return {fmt::format("{}: {}", name, std::strerror(number))};
}

class OpenFile {
 public:
  explicit OpenFile(int number) : number_(number) {}
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

bool could_be_ours(std::string_view torn) {
  return !torn.empty() && (torn.starts_with(kBeginning) || kBeginning.starts_with(torn));
}

base::Error not_ours(const std::string& name, std::uint64_t line, const std::string& problem) {
  return {
      fmt::format("{}:{}: {}; a scan can only go on with a file that a scan wrote, and this one "
                  "stays as it is",
                  name, line, problem)};
}

base::DigestSet& set_for(Journal& journal, Kind kind) {
  switch (kind) {
    case Kind::domain:
      return journal.domains;
    case Kind::endpoint:
      return journal.endpoints;
    case Kind::certificate:
      break;
  }
  return journal.certificates;
}

base::Result<Verdict> take_line(Journal& journal, const std::string& name, std::string_view line,
                                std::uint64_t number) {
  const auto entry = model::read_journal_line(line);
  if (!entry) {
    if (number > 1 || could_be_ours(line)) return Verdict::unsure;
    return not_ours(name, number, "this is not JSON");
  }
  if (!entry->problem.empty()) return not_ours(name, number, entry->problem);
  if (journal.run_id.empty()) journal.run_id = entry->run_id;
  if (entry->run_id != journal.run_id) {
    return not_ours(
        name, number,
        fmt::format("a line of run {} among those of run {}", entry->run_id, journal.run_id));
  }
  if (entry->interrupted) {
    ++journal.interrupted;
    return Verdict::good;
  }
  ++journal.lines;
  journal.counts += entry->counts;
  set_for(journal, entry->kind).insert(entry->key);
  return Verdict::good;
}

// What a kill leaves of a file's first line is known by its beginning; anything else may be
// somebody's.
std::optional<base::Error> refuse_strange_beginning(const Journal& journal,
                                                    const JournalLines::Ending& ending,
                                                    const std::string& name) {
  const bool has_lines = journal.lines + journal.interrupted != 0;
  if (has_lines || ending.torn_octets == 0 || could_be_ours(ending.torn)) return std::nullopt;
  return not_ours(name, 1, "there is no whole line, and what there is begins like none of ours");
}

bool may_be_interrupted(std::string_view line) {
  const auto has = [line](std::string_view text) {
    return line.find(text) != std::string_view::npos;
  };
  return has(R"("interrupted":true)") || has(R"("mx_lookup":"TIMEOUT")") ||
         has(R"("mx_lookup":"CONNECT_FAILED")");
}

// All good lines but those of interrupted visits, in a file beside this one that then takes its
// place. The open file is read again from its beginning.
base::Result<Continuation> rewrite(const OpenFile& file, const std::string& name,
                                   const Journal& journal) {
  char* resolved = ::realpath(name.c_str(), nullptr);  // of a symbolic link, what it leads to
  if (resolved == nullptr) return error_of(name, errno);
  const std::string target = resolved;
  std::free(resolved);  // NOLINT(cppcoreguidelines-no-malloc): realpath()'s way
  const std::string beside = fmt::format("{}.resume-{}", target, ::getpid());
  ResultFile::Options options;
  options.form = journal.end.compressed ? ResultFile::Form::compressed : ResultFile::Form::plain;
  auto out = ResultFile::open(beside, std::move(options));
  if (!out) return out.error();
  const auto give_up = [&beside](base::Error error) {
    ::unlink(beside.c_str());
    return error;
  };
  if (::lseek(file.number(), 0, SEEK_SET) < 0) return give_up(error_of(name, errno));
  const auto read =
      JournalLines::read(file.number(), name,
                         [&](std::string_view line, std::uint64_t number) -> base::Result<Verdict> {
                           if (number > journal.lines + journal.interrupted)
                             return Verdict::unsure;  // the torn one
                           if (may_be_interrupted(line)) {
                             const auto entry = model::read_journal_line(line);
                             if (!entry) return Verdict::unsure;
                             if (entry->interrupted) return Verdict::good;
                           }
                           (*out)->write(std::string(line));
                           if ((*out)->error() != 0) return error_of(beside, (*out)->error());
                           if ((*out)->blocked() != 0) return error_of(beside, (*out)->blocked());
                           return Verdict::good;
                         });
  if (!read) return give_up(read.error());
  Continuation written = (*out)->close_to_continue();
  if ((*out)->error() != 0) return give_up(error_of(beside, (*out)->error()));
  struct stat status {};
  if (::fstat(file.number(), &status) == 0) ::chmod(beside.c_str(), status.st_mode & 07777);
  if (::rename(beside.c_str(), target.c_str()) != 0) return give_up(error_of(beside, errno));
  return written;
}

// Reads the open file and makes it fit to be gone on with.
base::Result<Journal> read_open(const OpenFile& file, const std::string& name) {
  Journal journal;
  auto ending =
      JournalLines::read(file.number(), name, [&](std::string_view line, std::uint64_t number) {
        return take_line(journal, name, line, number);
      });
  if (!ending) return ending.error();
  if (auto error = refuse_strange_beginning(journal, *ending, name)) return *error;
  journal.torn_octets = ending->torn_octets;
  journal.end = std::move(ending->good);
  if (journal.interrupted != 0) {
    auto written = rewrite(file, name, journal);
    if (!written) return written.error();
    journal.end = std::move(*written);
  } else if (::ftruncate(file.number(), static_cast<off_t>(journal.end.octets)) != 0) {
    return error_of(name, errno);
  }
  return journal;
}

}  // namespace

base::Result<Journal> Journal::read(const std::string& name) {
  if (name == "-")
    return base::Error{"standard output cannot be read back: to go on with a run, name its file"};
  // Not of a pipe's other end, for which open() would wait.
  const OpenFile file(::open(name.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) {
    if (errno != ENOENT) return error_of(name, errno);
    Journal fresh;
    fresh.end.compressed = name.ends_with(".zst");
    return fresh;
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return error_of(name, errno);
  if (!S_ISREG(status.st_mode))
    return base::Error{name + ": no regular file, so no run can go on with it"};
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return base::Error{name + ": another process is writing to it"};
  return read_open(file, name);
}

}  // namespace scan
