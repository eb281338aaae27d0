// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/zstd_frames.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <new>
#include <utility>

#include <zstd.h>

namespace scan {
namespace {

constexpr std::uint32_t kSkippableMagic = 0x184D2A50;  // and the fifteen above it
constexpr std::uint32_t kSeekTableMagic = 0x184D2A5E;
constexpr std::uint32_t kSeekableMagic = 0x8F92EAB1;
constexpr std::size_t kFooter = 9;
constexpr std::size_t kSkippableHeader = 8;
constexpr std::size_t kReadSize = std::size_t{256} * 1024;

void append_number(std::uint32_t number, std::string& out) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xff);
}

}  // namespace

// ---- Writing -----------------------------------------------------------------------------------

void ZstdCompressor::Free::operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }

ZstdCompressor::ZstdCompressor() : context_(ZSTD_createCCtx()) {
  if (!context_) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

ZstdCompressor::~ZstdCompressor() = default;

ZstdFrame ZstdCompressor::compress(std::string_view text, std::string& out) {
  assert(text.size() < 0x40000000 && "the seekable format has frames of less than 1 GiB");
  const std::size_t before = out.size();
  out.resize(before + ZSTD_compressBound(text.size()));
  const std::size_t size = ZSTD_compress2(context_.get(), out.data() + before, out.size() - before,
                                          text.data(), text.size());
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // there is room enough: nothing else fails
  out.resize(before + size);
  return {static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(text.size())};
}

void append_seek_table(const std::vector<ZstdFrame>& frames, std::string& out) {
  if (frames.size() > kMaxTableFrames) return;
  const auto count = static_cast<std::uint32_t>(frames.size());
  append_number(kSeekTableMagic, out);
  append_number(count * 8 + kFooter, out);
  for (const ZstdFrame& frame : frames) {
    append_number(frame.compressed, out);
    append_number(frame.decompressed, out);
  }
  append_number(count, out);
  out += '\0';  // no checksums here: each frame has its own
  append_number(kSeekableMagic, out);
}

// ---- Reading -----------------------------------------------------------------------------------

void ZstdReader::Free::operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }

ZstdReader::ZstdReader(Read read) : read_(std::move(read)), context_(ZSTD_createDCtx()) {
  if (!context_) throw std::bad_alloc();
}

ZstdReader::~ZstdReader() = default;

// More input behind what is there; false at the end.
bool ZstdReader::fill() {
  input_.erase(0, std::exchange(used_, 0));
  const std::size_t before = input_.size();
  input_.resize(before + kReadSize);
  input_.resize(before + read_(input_.data() + before, kReadSize));
  return input_.size() > before;
}

bool ZstdReader::fill_to(std::size_t octets) {
  while (input_.size() - used_ < octets) {
    if (!fill()) return false;
  }
  return true;
}

std::uint32_t ZstdReader::number_at(std::size_t offset) const {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number |= std::uint32_t{static_cast<std::uint8_t>(input_[used_ + offset + i])} << (8 * i);
  }
  return number;
}

ZstdReader::Found ZstdReader::next() {
  text_.clear();
  size_ = {};
  if (!fill_to(4)) return input_.size() == used_ ? Found::end : Found::torn;
  const std::uint32_t magic = number_at(0);
  if ((magic & 0xfffffff0) == kSkippableMagic) return skip();
  return magic == ZSTD_MAGICNUMBER ? decompress() : Found::broken;
}

ZstdReader::Found ZstdReader::skip() {
  if (!fill_to(kSkippableHeader)) return Found::torn;
  const bool table = number_at(0) == kSeekTableMagic;
  std::uint64_t left = std::uint64_t{number_at(4)} + kSkippableHeader;
  if (left > std::numeric_limits<std::uint32_t>::max()) return Found::broken;
  size_.compressed = static_cast<std::uint32_t>(left);
  while (left > 0) {
    if (used_ == input_.size() && !fill()) return Found::torn;
    const std::size_t part = std::min<std::uint64_t>(left, input_.size() - used_);
    used_ += part;
    left -= part;
  }
  return table ? Found::seek_table : Found::skippable;
}

ZstdReader::Found ZstdReader::decompress() {
  ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
  std::uint64_t taken = 0;
  bool more_to_come = false;  // without further input
  std::size_t wants = 1;
  while (wants != 0) {
    if (used_ == input_.size() && !more_to_come && !fill()) return Found::torn;
    ZSTD_inBuffer in{input_.data(), input_.size(), used_};
    const std::size_t before = text_.size();
    text_.resize(before + ZSTD_DStreamOutSize());
    ZSTD_outBuffer out{text_.data(), text_.size(), before};
    wants = ZSTD_decompressStream(context_.get(), &out, &in);
    more_to_come = out.pos == out.size;
    text_.resize(out.pos);
    taken += in.pos - std::exchange(used_, in.pos);
    if (ZSTD_isError(wants) != 0 || text_.size() > kMaxText ||
        taken > std::numeric_limits<std::uint32_t>::max()) {
      return Found::broken;
    }
  }
  size_ = {static_cast<std::uint32_t>(taken), static_cast<std::uint32_t>(text_.size())};
  return Found::frame;
}

}  // namespace scan
