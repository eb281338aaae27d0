// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/zstd_frames.hpp"

#include "zstd_text.hpp"

namespace {

using scan::ZstdFrame;
using scan::ZstdReader;
using Found = ZstdReader::Found;

std::string text_of(std::size_t size) {
  std::string text;
  for (unsigned i = 0; text.size() < size; ++i) text += std::to_string(i * 2'654'435'761U) + "\n";
  text.resize(size);
  return text;
}

TEST_CASE("zstd: frames come back one by one, however little is read at once") {
  const std::vector<std::string> texts{text_of(10), text_of(500'000), text_of(131'072), "\n"};
  scan::ZstdCompressor compressor;
  std::string octets;
  std::vector<ZstdFrame> frames;
  for (const std::string& text : texts) frames.push_back(compressor.compress(text, octets));
  for (const std::size_t step : {1U, 7U, 100'000U, 10'000'000U}) {
    CAPTURE(step);
    ZstdReader reader(read_of(octets, step));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      REQUIRE(reader.next() == Found::frame);
      CHECK(reader.text() == texts[i]);
      CHECK(reader.size() == frames[i]);
    }
    CHECK(reader.next() == Found::end);
  }
}

TEST_CASE("zstd: the seek table is as the format has it") {
  std::string octets;
  scan::append_seek_table({{0x01020304, 0x0a0b0c0d}, {5, 0}}, octets);
  const std::string expected(
      "\x5e\x2a\x4d\x18"  // a skippable frame
      "\x19\0\0\0"        // of two entries of 8 octets and 9 at the end
      "\x04\x03\x02\x01\x0d\x0c\x0b\x0a"
      "\x05\0\0\0\0\0\0\0"
      "\x02\0\0\0"  // frames
      "\0"          // no checksums
      "\xb1\xea\x92\x8f",
      33);
  CHECK(octets == expected);

  ZstdReader reader(read_of(octets, 3));
  CHECK(reader.next() == Found::seek_table);
  CHECK(reader.size() == ZstdFrame{33, 0});
  CHECK(reader.next() == Found::end);
}

TEST_CASE("zstd: octets that end within a frame are torn, wherever they end") {
  scan::ZstdCompressor compressor;
  std::string octets;
  const ZstdFrame first = compressor.compress("first\n", octets);
  compressor.compress("second\n", octets);
  const std::size_t table = octets.size();
  scan::append_seek_table({first, first}, octets);
  for (std::size_t size = first.compressed; size < octets.size(); ++size) {
    CAPTURE(size);
    ZstdReader reader(read_of(octets.substr(0, size), 16));
    REQUIRE(reader.next() == Found::frame);
    Found found = reader.next();
    if (size == first.compressed) {
      CHECK(found == Found::end);
      continue;
    }
    if (size >= table) {
      REQUIRE(found == Found::frame);
      found = reader.next();
    }
    CHECK(found == (size == table ? Found::end : Found::torn));
  }
}

TEST_CASE("zstd: of a torn frame there is the text that could be read") {
  scan::ZstdCompressor compressor;
  std::string octets;
  const std::string text = text_of(500'000);
  compressor.compress(text, octets);
  ZstdReader reader(read_of(octets.substr(0, octets.size() / 2), 1'000));
  REQUIRE(reader.next() == Found::torn);
  CHECK(reader.text().size() > 1000);
  CHECK(text.starts_with(reader.text()));
}

TEST_CASE("zstd: what is no frame, or is damaged, is broken") {
  CHECK(ZstdReader(read_of("{\"type\":\"domain\"}\n", 100)).next() == Found::broken);
  scan::ZstdCompressor compressor;
  std::string octets;
  const std::string text = text_of(1'000);
  compressor.compress(text, octets);
  std::size_t noticed = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    CAPTURE(i);
    std::string damaged = octets;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x01);
    ZstdReader reader(read_of(damaged, 100));
    const bool good = reader.next() == Found::frame;
    noticed += good ? 0 : 1;
    // There are bits that mean nothing.
    if (good) CHECK(reader.text() == text);
  }
  CHECK(noticed > octets.size() / 2);
}

TEST_CASE("zstd: a skippable frame of somebody else is passed over") {
  std::string octets("\x50\x2a\x4d\x18\x03\0\0\0abc", 11);
  scan::ZstdCompressor compressor;
  compressor.compress("text\n", octets);
  ZstdReader reader(read_of(octets, 5));
  CHECK(reader.next() == Found::skippable);
  CHECK(reader.size() == ZstdFrame{11, 0});
  CHECK(reader.next() == Found::frame);
  CHECK(reader.text() == "text\n");
}

}  // namespace
