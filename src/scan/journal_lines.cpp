// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/journal_lines.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/core.h>
#include <unistd.h>

#include "scan/journal.hpp"

namespace scan {
namespace {

using Ending = JournalLines::Ending;
using Verdict = JournalLines::Verdict;

static_assert(ZstdReader::kMaxText > Journal::kMaxLine + ResultFile::kFrameText,
              "what ResultFile writes can be read back");

constexpr std::size_t kBlock = std::size_t{1024} * 1024;
constexpr std::string_view kFrameMagic = "\x28\xb5\x2f\xfd";
constexpr std::string_view kTableMagic = "\x5e\x2a\x4d\x18";  // a file without lines

// A file, of which the first octets can be looked at before they are read.
class Source {
 public:
  explicit Source(int file) : file_(file) { peeked_.resize(read_some(peeked_.data(), 4)); }

  [[nodiscard]] std::string_view first() const { return peeked_; }
  [[nodiscard]] int error() const { return error_; }              // errno; 0: none
  [[nodiscard]] std::uint64_t octets() const { return octets_; }  // read of the file so far

  // 0 at the end, and at an error.
  std::size_t read(char* buffer, std::size_t size) {
    const std::size_t kept = std::min(size, peeked_.size());
    std::memcpy(buffer, peeked_.data(), kept);
    peeked_.erase(0, kept);
    return kept != 0 ? kept : read_some(buffer, size);
  }

 private:
  // As many as there are, up to `size`.
  std::size_t read_some(char* buffer, std::size_t size) {
    std::size_t done = 0;
    while (done < size && error_ == 0) {
      const ssize_t count = ::read(file_, buffer + done, size - done);
      if (count == 0) break;
      if (count > 0) {
        done += static_cast<std::size_t>(count);
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    octets_ += done;
    return done;
  }

  int file_;
  std::uint64_t octets_ = 0;
  std::string peeked_ = std::string(4, '\0');
  int error_ = 0;
};

base::Error unreadable(const std::string& name, int number) {
  return {fmt::format("{}: {}", name, std::strerror(number))};
}

base::Error too_long(const std::string& name, std::uint64_t line) {
  return {fmt::format("{}:{}: the line is longer than {} octets; a scan writes none so long", name,
                      line, Journal::kMaxLine)};
}

base::Error not_json(const std::string& name, std::uint64_t line) {
  return {
      fmt::format("{}:{}: not JSON, and not the last line: somebody has changed the file. Take "
                  "the line out to go on with the rest",
                  name, line)};
}

// Puts plain lines together from blocks and says where the last good one ends.
class PlainLines {
 public:
  PlainLines(std::string name, const JournalLines::OnLine& on_line)
      : name_(std::move(name)), on_line_(on_line) {}

  std::optional<base::Error> feed(std::string_view block) {
    while (!block.empty()) {
      const std::size_t end = block.find('\n');
      const std::string_view part = block.substr(0, end);
      if (unsure_) return not_json(name_, number_ - 1);
      if (begun_.size() + part.size() > Journal::kMaxLine) return too_long(name_, number_);
      if (end == std::string_view::npos) {
        begun_ += part;
        return std::nullopt;
      }
      // Most lines stand within one block and are not copied.
      const bool whole = begun_.empty();
      if (!whole) begun_ += part;
      if (auto error = take(whole ? part : begun_)) return error;
      if (!unsure_) begun_.clear();
      block.remove_prefix(end + 1);
    }
    return std::nullopt;
  }

  Ending ending() {
    Ending ending;
    ending.good.octets = good_octets_;
    ending.torn_octets = begun_.size() + (unsure_ ? 1 : 0);
    ending.torn = begun_.substr(0, JournalLines::kTornKept);
    return ending;
  }

 private:
  std::optional<base::Error> take(std::string_view line) {
    const auto verdict = on_line_(line, number_++);
    if (!verdict) return verdict.error();
    if (*verdict == Verdict::good) {
      good_octets_ += line.size() + 1;
      return std::nullopt;
    }
    unsure_ = true;
    begun_ = std::string(line);
    return std::nullopt;
  }

  std::string name_;
  const JournalLines::OnLine& on_line_;
  std::string begun_;  // of the line that is not at its end, or of the one that is unsure
  bool unsure_ = false;
  std::uint64_t number_ = 1;
  std::uint64_t good_octets_ = 0;
};

base::Result<Ending> read_plain(Source& source, const std::string& name,
                                const JournalLines::OnLine& on_line) {
  PlainLines lines(name, on_line);
  std::string block(kBlock, '\0');
  while (const std::size_t count = source.read(block.data(), block.size())) {
    if (auto error = lines.feed(std::string_view(block).substr(0, count))) return *error;
  }
  if (source.error() != 0) return unreadable(name, source.error());
  return lines.ending();
}

// Every line of a frame's text.
std::optional<base::Error> take_frame(std::string_view text, const std::string& name,
                                      std::uint64_t& number, const JournalLines::OnLine& on_line) {
  if (!text.empty() && text.back() != '\n') {
    return base::Error{fmt::format(
        "{}:{}: a zstd frame ends within a line, which no scan writes. Take it apart with zstd -d "
        "and go on with the plain file",
        name, number)};
  }
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end > Journal::kMaxLine) return too_long(name, number);
    const auto verdict = on_line(text.substr(0, end), number);
    if (!verdict) return verdict.error();
    if (*verdict != Verdict::good) return not_json(name, number);
    ++number;
    text.remove_prefix(end + 1);
  }
  return std::nullopt;
}

base::Error broken_frame(const std::string& name, std::uint64_t offset) {
  return {
      fmt::format("{}: at octet {} there is no zstd frame of a scan: it is damaged, or not "
                  "zstd, or holds more than {} octets of text (then take it apart with zstd -d "
                  "and go on with the plain file)",
                  name, offset, ZstdReader::kMaxText)};
}

base::Result<Ending> read_frames(Source& source, const std::string& name,
                                 const JournalLines::OnLine& on_line) {
  using Found = ZstdReader::Found;
  ZstdReader reader(
      [&source](char* buffer, std::size_t size) { return source.read(buffer, size); });
  Ending ending;
  ending.good.compressed = true;
  std::vector<ZstdFrame>& frames = ending.good.frames;
  std::uint64_t octets = 0;
  std::uint64_t number = 1;
  bool ends_with_table = false;
  for (Found found = reader.next(); found != Found::end; found = reader.next()) {
    if (source.error() != 0) return unreadable(name, source.error());
    if (found == Found::broken) return broken_frame(name, octets);
    if (found == Found::torn) {
      ending.torn = reader.text().substr(0, JournalLines::kTornKept);
      ending.torn_octets = source.octets() - octets;
      break;
    }
    if (found == Found::frame) {
      if (auto error = take_frame(reader.text(), name, number, on_line)) return *error;
    }
    ends_with_table = found == Found::seek_table;
    frames.push_back(reader.size());
    octets += reader.size().compressed;
  }
  if (source.error() != 0) return unreadable(name, source.error());
  if (ends_with_table) {
    octets -= frames.back().compressed;
    frames.pop_back();
  }
  ending.good.octets = octets;
  return ending;
}

}  // namespace

base::Result<Ending> JournalLines::read(int file, const std::string& name, const OnLine& on_line) {
  Source source(file);
  if (source.error() != 0) return unreadable(name, source.error());
  const std::string_view first = source.first();
  const bool compressed = first == kFrameMagic || first == kTableMagic ||
                          (first.size() < kFrameMagic.size() && name.ends_with(".zst"));
  return compressed ? read_frames(source, name, on_line) : read_plain(source, name, on_line);
}

}  // namespace scan
