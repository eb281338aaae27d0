// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/result_file.hpp"

#include <cerrno>
#include <deque>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/scratch.hpp"
#include "zstd_text.hpp"

namespace {

using base::Instant;
using base::Milliseconds;
using scan::ResultFile;

// A write(2) that does what the next answer says: so many octets of what it is given, or, negative,
// an errno. With no answer left it writes everything.
struct Disk {
  std::deque<int> answers;
  std::string octets;

  ssize_t write(const void* data, std::size_t size) {
    std::size_t count = size;
    if (!answers.empty()) {
      const int answer = answers.front();
      answers.pop_front();
      if (answer < 0) {
        errno = -answer;
        return -1;
      }
      count = std::min(size, static_cast<std::size_t>(answer));
    }
    octets.append(static_cast<const char*>(data), count);
    return static_cast<ssize_t>(count);
  }
};

std::unique_ptr<ResultFile> opened(const std::string& name, ResultFile::Options options = {}) {
  auto file = ResultFile::open(name, std::move(options));
  REQUIRE_MESSAGE(file.ok(), file.error().message);
  return std::move(*file);
}

// Writes to the disk and not to the file of that name.
std::unique_ptr<ResultFile> on_disk(Disk& disk, const std::string& name) {
  ResultFile::Options options;
  options.write = [&disk](int, const void* data, std::size_t size) {
    return disk.write(data, size);
  };
  return opened(name, std::move(options));
}

std::string line_of(std::size_t number) {
  return "{\"number\":" + std::to_string(number) + ",\"text\":\"" + std::string(number % 800, 'x') +
         "\"}";
}

// So many lines, written and as they should stand there.
std::string write_lines(ResultFile& file, std::size_t count, std::size_t first = 0) {
  std::string expected;
  for (std::size_t i = first; i < first + count; ++i) {
    file.write(line_of(i));
    expected += line_of(i) + "\n";
  }
  return expected;
}

Instant at(int ms) { return Instant(Milliseconds(ms)); }

// ---- Plain -------------------------------------------------------------------------------------

TEST_CASE("result file: lines are there after a flush, and all of them after the end") {
  const Scratch scratch;
  const std::string name = scratch.path("results.jsonl");
  Scratch::write(name, "what was there before, which is longer than the first lines\n");
  const auto file = opened(name);
  std::string expected = write_lines(*file, 2);
  CHECK(Scratch::read(name).empty());
  file->flush(at(0));
  CHECK(Scratch::read(name) == expected);
  expected += write_lines(*file, 5'000, 2);
  CHECK(Scratch::read(name).size() > expected.size() - ResultFile::kBuffer - 1'000);
  file->close();
  CHECK(Scratch::read(name) == expected);
  CHECK(file->error() == 0);
  file->write("too late");
  file->flush(at(1));
  file->close();
  CHECK(Scratch::read(name) == expected);
}

TEST_CASE("result file: what is not closed is closed when it goes") {
  const Scratch scratch;
  const std::string name = scratch.path("results.jsonl.zst");
  std::string expected;
  {
    const auto file = opened(name);
    expected = write_lines(*file, 3);
  }
  CHECK(text_of_frames(Scratch::read(name)) == expected);
}

TEST_CASE("result file: a name that cannot be written to is an error with its reason") {
  const auto file = ResultFile::open("/nowhere/results.jsonl");
  REQUIRE_FALSE(file.ok());
  CHECK(file.error().message == "/nowhere/results.jsonl: No such file or directory");
}

TEST_CASE("result file: two do not write to the same file") {
  const Scratch scratch;
  const std::string name = scratch.path("results.jsonl");
  auto first = opened(name);
  const std::string expected = write_lines(*first, 3);
  first->flush(at(0));
  const auto second = ResultFile::open(name);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().message == name + ": another process is writing to it");
  CHECK(Scratch::read(name) == expected);
  first.reset();
  CHECK(ResultFile::open(name).ok());
}

// ---- A disk that takes less than it is given ---------------------------------------------------

TEST_CASE("result file: a write that takes a part goes on behind it") {
  const Scratch scratch;
  for (const std::string name : {"results.jsonl", "results.jsonl.zst"}) {
    CAPTURE(name);
    Disk disk;
    disk.answers = {1, -EINTR, 7, 3, 40, 1, 1, -EINTR, 2};
    const auto file = on_disk(disk, scratch.path(name));
    const std::string expected = write_lines(*file, 2'000);
    file->close();
    CHECK(file->error() == 0);
    CHECK((name.ends_with(".zst") ? text_of_frames(disk.octets) : disk.octets) == expected);
  }
}

TEST_CASE("result file: a full disk is no end, and no line is doubled or lost") {
  const Scratch scratch;
  for (const int error : {ENOSPC, EDQUOT, EIO, EAGAIN}) {
    CAPTURE(error);
    Disk disk;
    disk.answers = {5, -error, -error, 11, -error};
    const auto file = on_disk(disk, scratch.path("results.jsonl"));
    std::string expected = write_lines(*file, 10);
    CHECK(file->blocked() == 0);
    file->flush(at(0));
    CHECK(file->blocked() == error);
    CHECK(file->error() == 0);
    CHECK(disk.octets == expected.substr(0, 5));
    expected += write_lines(*file, 2'000, 10);  // they do not ask the disk again
    CHECK(disk.octets.size() == 5);
    file->flush(at(1'000));
    CHECK(file->blocked() == error);
    file->flush(at(2'000));
    CHECK(file->blocked() == error);
    CHECK(disk.octets == expected.substr(0, 16));
    file->flush(at(3'000));
    CHECK(file->blocked() == 0);
    CHECK(disk.octets == expected);
    file->close();
    CHECK(file->error() == 0);
    CHECK(disk.octets == expected);
  }
}

TEST_CASE("result file: a disk that stays full is an error at the end") {
  const auto file = opened("/dev/full");
  write_lines(*file, 3);
  file->flush(at(0));
  CHECK(file->blocked() == ENOSPC);
  CHECK(file->error() == 0);
  file->close();
  CHECK(file->error() == ENOSPC);
  CHECK(file->blocked() == 0);
}

TEST_CASE("result file: a reader that went away is the end") {
  const Scratch scratch;
  Disk disk;
  disk.answers = {5, -EPIPE};
  const auto file = on_disk(disk, scratch.path("results.jsonl"));
  write_lines(*file, 10);
  file->flush(at(0));
  CHECK(file->error() == EPIPE);
  CHECK(file->blocked() == 0);
  write_lines(*file, 1'000);
  file->flush(at(1));
  file->close();
  CHECK(file->error() == EPIPE);
  CHECK(disk.octets.size() == 5);
}

// ---- Compressed --------------------------------------------------------------------------------

TEST_CASE("result file: frames hold whole lines, and the seek table has them all") {
  const Scratch scratch;
  const std::string name = scratch.path("results.jsonl.zst");
  const auto file = opened(name);
  const std::string expected = write_lines(*file, 10'000);
  file->close();
  REQUIRE(file->error() == 0);
  const std::string octets = Scratch::read(name);
  CHECK(octets.size() < expected.size() / 4);

  scan::ZstdReader reader(read_of(octets, 4'096));
  std::vector<scan::ZstdFrame> frames;
  std::string text;
  while (reader.next() == scan::ZstdReader::Found::frame) {
    CHECK(reader.text().size() < ResultFile::kFrameText + 1'000);
    CHECK(reader.text().back() == '\n');
    text += reader.text();
    frames.push_back(reader.size());
  }
  CHECK(text == expected);
  CHECK(frames.size() == expected.size() / ResultFile::kFrameText + 1);
  std::string table;
  scan::append_seek_table(frames, table);
  CHECK(octets.ends_with(table));
}

TEST_CASE("result file: a frame ends some seconds after the first flush that saw it") {
  const Scratch scratch;
  const std::string name = scratch.path("results.jsonl.zst");
  const auto file = opened(name);
  const std::string first = write_lines(*file, 2);
  file->flush(at(1'000'000));
  const int age = static_cast<int>(ResultFile::kFrameAge.count());
  file->flush(at(1'000'000 + age - 1));
  CHECK(Scratch::read(name).empty());
  file->flush(at(1'000'000 + age));
  CHECK(text_of_frames(Scratch::read(name)) == first);
  // The next one is as old as its own lines.
  file->flush(at(1'000'000 + 2 * age));
  const std::string second = write_lines(*file, 2);
  file->flush(at(1'000'000 + 3 * age));
  CHECK(text_of_frames(Scratch::read(name)) == first);
  file->flush(at(1'000'000 + 4 * age));
  CHECK(text_of_frames(Scratch::read(name)) == first + second);
}

TEST_CASE("result file: compressed because of its name, or because somebody wants it") {
  const Scratch scratch;
  const auto is_compressed = [&scratch](const std::string& name, ResultFile::Form form) {
    ResultFile::Options options;
    options.form = form;
    const auto file = opened(scratch.path(name), std::move(options));
    file->write("line");
    file->close();
    return Scratch::read(scratch.path(name)) != "line\n";
  };
  CHECK(is_compressed("a.zst", ResultFile::Form::by_name));
  CHECK_FALSE(is_compressed("a.jsonl", ResultFile::Form::by_name));
  CHECK(is_compressed("b.jsonl", ResultFile::Form::compressed));
  CHECK_FALSE(is_compressed("b.zst", ResultFile::Form::plain));
}

TEST_CASE("result file: the zstd program reads it") {
  if (!has_zstd_program()) {
    MESSAGE("no zstd program here: only our own reader was tried");
    return;
  }
  const Scratch scratch;
  const std::string name = scratch.path("results.jsonl.zst");
  const auto file = opened(name);
  const std::string expected = write_lines(*file, 10'000);
  file->close();
  REQUIRE(zstd_program_decompresses(name, scratch.path("plain")));
  CHECK(Scratch::read(scratch.path("plain")) == expected);
}

// ---- kill -9 ---------------------------------------------------------------------------------

// The octets that a process leaves that writes lines, flushes, writes more and is killed.
std::string octets_left(const std::string& name, std::size_t flushed, std::size_t more) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    auto file = ResultFile::open(name);
    if (file.ok()) {
      for (std::size_t i = 0; i < flushed; ++i) (*file)->write(line_of(i));
      (*file)->flush(at(0));
      for (std::size_t i = 0; i < more; ++i) (*file)->write(line_of(flushed + i));
    }
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  return Scratch::read(name);
}

std::string lines_to(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += line_of(i) + "\n";
  return text;
}

TEST_CASE("result file: kill -9 leaves what was flushed, and whole frames") {
  const Scratch scratch;
  CHECK(octets_left(scratch.path("results.jsonl"), 100, 50) == lines_to(100));

  const std::string compressed = octets_left(scratch.path("results.jsonl.zst"), 5'000, 0);
  const std::string text = text_of_frames(compressed);
  CHECK(text.size() >= ResultFile::kFrameText);
  CHECK(text.back() == '\n');
  CHECK(lines_to(5'000).starts_with(text));
}

// ---- A run that goes on ------------------------------------------------------------------------

TEST_CASE("result file: lines that are there stay, and the table has all frames") {
  const Scratch scratch;
  for (const std::string name : {"results.jsonl", "results.jsonl.zst"}) {
    CAPTURE(name);
    const std::string path = scratch.path(name);
    const auto first = opened(path);
    std::string expected = write_lines(*first, 2'000);
    ResultFile::Options options;
    options.continuation = first->close_to_continue();
    REQUIRE(first->error() == 0);
    CHECK(options.continuation->octets == std::filesystem::file_size(path));

    const auto second = opened(path, std::move(options));
    expected += write_lines(*second, 3'000, 2'000);
    second->close();
    REQUIRE(second->error() == 0);
    const std::string octets = Scratch::read(path);
    if (!name.ends_with(".zst")) {
      CHECK(octets == expected);
      continue;
    }
    scan::ZstdReader reader(read_of(octets, 10'000));
    std::vector<scan::ZstdFrame> frames;
    std::string text;
    while (reader.next() == scan::ZstdReader::Found::frame) {
      frames.push_back(reader.size());
      text += reader.text();
    }
    CHECK(text == expected);
    std::string table;
    scan::append_seek_table(frames, table);
    CHECK(octets.ends_with(table));
  }
}

TEST_CASE("result file: one that was changed since is not gone on with") {
  const Scratch scratch;
  const std::string path = scratch.path("results.jsonl");
  Scratch::write(path, "three\n");
  ResultFile::Options options;
  options.continuation = scan::Continuation{false, 4, {}};
  const auto file = ResultFile::open(path, std::move(options));
  REQUIRE_FALSE(file.ok());
  CHECK(file.error().message == path + ": was changed after it had been read");
  CHECK(Scratch::read(path) == "three\n");
}

TEST_CASE("result file: nobody goes on with standard output or a device") {
  for (const std::string name : {"-", "/dev/null"}) {
    ResultFile::Options options;
    options.continuation.emplace();
    CHECK_FALSE(ResultFile::open(name, std::move(options)).ok());
  }
}

}  // namespace
