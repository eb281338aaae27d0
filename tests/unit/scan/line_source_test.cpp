// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lines out of files, pipes and memory, in pieces of every size.
#include "scan/line_source.hpp"

#include <fstream>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scan/line_cutter.hpp"
#include "scan/list_file.hpp"
#include "scan/list_stream.hpp"
#include "support/scratch.hpp"

namespace scan {
namespace {

using namespace std::string_literals;
using Got = LineSource::Got;
using Lines = std::vector<std::string>;

// A list in the folder, with this text.
std::string list_in(const Scratch& folder, const std::string& text) {
  const std::string name = folder.path("list");
  Scratch::write(name, text);
  return name;
}

// Everything that a source has, running the loop whenever it wants to wait. The lines, then the
// error if there was one.
Lines all_of(net::Loop& loop, LineSource& source) {
  Lines lines;
  std::string line;
  bool ready = false;
  source.on_ready([&] {
    ready = true;
    loop.stop();
  });
  for (;;) {
    const Got got = source.next(line);
    if (got == Got::line) lines.push_back(line);
    if (got == Got::failed) lines.push_back("failed: " + source.error());
    if (got == Got::end || got == Got::failed) break;
    if (got != Got::wait) continue;
    ready = false;
    loop.run();
    REQUIRE(ready);
  }
  CHECK(source.next(line) != Got::line);  // what is over stays over
  return lines;
}

Lines of_file(const std::string& text) {
  const Scratch folder;
  net::Loop loop;
  auto list = open_list(loop, list_in(folder, text));
  REQUIRE(list.ok());
  return all_of(loop, **list);
}

// Through a pipe, written by another thread in pieces of that size.
Lines of_pipe(const std::string& text, std::size_t piece) {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  std::thread writer([&, out = ends[1]] {
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t count = ::write(out, text.data() + at, std::min(piece, text.size() - at));
      if (count <= 0) break;
      at += static_cast<std::size_t>(count);
    }
    ::close(out);
  });
  Lines lines;
  {
    net::Loop loop;
    auto list = ListStream::open(loop, ends[0]);
    REQUIRE(list.ok());
    lines = all_of(loop, **list);
  }
  writer.join();
  return lines;
}

struct Row {
  const char* name;
  std::string text;
  Lines lines;
};

const Row kRows[] = {
    {"nothing", "", {}},
    {"one newline", "\n", {""}},
    {"two lines", "a.example\nb.example\n", {"a.example", "b.example"}},
    {"a last line without newline", "a\nb", {"a", "b"}},
    {"empty lines", "\n\na\n\n", {"", "", "a", ""}},
    {"a carriage return stays", "a\r\nb\r", {"a\r", "b\r"}},
    {"NUL octets", "a\0b\n\0\n\0"s, {"a\0b"s, "\0"s, "\0"s}},
    {"the longest line", std::string(4096, 'x') + "\na\n", {std::string(4096, 'x'), "a"}},
    {"one octet more", std::string(4097, 'x') + "\na\n", {std::string(4097, 'x'), "a"}},
    {"a line of 300,000 octets", std::string(300'000, 'x') + "\na", {std::string(4097, 'x'), "a"}},
    {"a last line too long", "a\n" + std::string(300'000, 'x'), {"a", std::string(4097, 'x')}},
    {"a newline behind the first block",
     std::string(ListFile::kBlock, 'x') + "\na\n",
     {std::string(4097, 'x'), "a"}},
    {"a newline at the end of the first block",
     std::string(ListFile::kBlock - 5, '\n') + "abcd\ne\n",
     [] {
       Lines lines(ListFile::kBlock - 5);
       lines.insert(lines.end(), {"abcd", "e"});
       return lines;
     }()},
};

TEST_CASE("lines: a file, a pipe in pieces of several sizes, and the same lines") {
  for (const Row& row : kRows) {
    CAPTURE(row.name);
    CHECK(of_file(row.text) == row.lines);
    for (const std::size_t piece : {1U, 7U, 4096U, 1'000'000U}) {
      if (row.text.size() / piece > 5'000) continue;
      CAPTURE(piece);
      CHECK(of_pipe(row.text, piece) == row.lines);
    }
  }
}

TEST_CASE("lines: a cutter gives what a file gives, wherever the pieces end") {
  for (const Row& row : kRows) {
    if (row.text.size() > 20) continue;
    CAPTURE(row.name);
    for (std::size_t cut = 0; cut <= row.text.size(); ++cut) {
      LineCutter cutter;
      Lines lines;
      std::string line;
      for (std::string_view piece :
           {std::string_view(row.text).substr(0, cut), std::string_view(row.text).substr(cut)}) {
        while (cutter.cut(piece, line)) lines.push_back(line);
        CHECK(piece.empty());
      }
      if (cutter.finish(line)) lines.push_back(line);
      CHECK(lines == row.lines);
      CHECK_FALSE(cutter.finish(line));
    }
  }
}

TEST_CASE("lines: a list in memory") {
  net::Loop loop;
  ListInMemory list({"a.example", "", std::string(5'000, 'x')});
  CHECK(all_of(loop, list) == Lines{"a.example", "", std::string(4097, 'x')});
}

TEST_CASE("lines: how many there are is known of a file, and counting moves nothing") {
  const Scratch folder;
  net::Loop loop;
  std::uint64_t newlines = 7;
  auto list =
      open_list(loop, list_in(folder, "a\nb\n" + std::string(200'000, '\n') + "c"), &newlines);
  REQUIRE(list.ok());
  CHECK(newlines == 200'002);
  CHECK(all_of(loop, **list).size() == 200'003);
}

TEST_CASE("lines: a file is read from where its descriptor stands") {
  const Scratch folder;
  const int descriptor = ::open(list_in(folder, "a\nb\nc\n").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(::lseek(descriptor, 2, SEEK_SET) == 2);
  net::Loop loop;
  ListFile list(descriptor);
  CHECK(list.count_newlines() == 2);
  CHECK(all_of(loop, list) == Lines{"b", "c"});
}

TEST_CASE("lines: a file that cannot be read is no empty list") {
  const Scratch folder;
  net::Loop loop;
  ListFile list(::open(folder.path("").c_str(), O_RDONLY | O_CLOEXEC));
  CHECK(all_of(loop, list) == Lines{"failed: Is a directory"});
}

TEST_CASE("lines: what is no list is refused by name, with the reason") {
  const Scratch folder;
  net::Loop loop;
  const std::string missing = folder.path("missing");
  CHECK(open_list(loop, missing).error().message ==
        missing + ": No such file or directory; a list of domains is wanted, one a line");
  CHECK(open_list(loop, folder.path("")).error().message ==
        folder.path("") + ": a folder; a list of domains is wanted, one a line");
  CHECK(open_list(loop, "/dev/zero").error().message.rfind("/dev/zero: neither a file", 0) == 0);
}

TEST_CASE("lines: /dev/null is an empty list") {
  net::Loop loop;
  auto list = open_list(loop, "/dev/null");
  REQUIRE(list.ok());
  CHECK(all_of(loop, **list).empty());
}

TEST_CASE("lines: a named pipe is waited for, not an empty list, before somebody opens it") {
  const Scratch folder;
  const std::string name = folder.path("pipe");
  REQUIRE(::mkfifo(name.c_str(), 0600) == 0);
  net::Loop loop;
  auto list = open_list(loop, name);  // does not block, although nobody writes yet
  REQUIRE(list.ok());
  std::string line;
  CHECK((*list)->next(line) == Got::wait);
  std::thread writer([&] {
    std::ofstream(name) << "a.example\nb.exam"
                        << "ple\n";
  });
  CHECK(all_of(loop, **list) == Lines{"a.example", "b.example"});
  writer.join();
}

}  // namespace
}  // namespace scan
