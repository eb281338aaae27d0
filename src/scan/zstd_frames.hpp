// SPDX-License-Identifier: GPL-3.0-or-later
//
// The zstd seekable format, version 0.1.0 (zstd's contrib/seekable_format): independent frames, and
// behind the last a table of their sizes in a frame that every decompressor skips.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace scan {

// A frame as the table at the end has it.
struct ZstdFrame {
  std::uint32_t compressed = 0;    // octets
  std::uint32_t decompressed = 0;  // 0 for a frame that is skipped

  bool operator==(const ZstdFrame&) const = default;
};

// More frames than this have no table; the file is good without one.
constexpr std::size_t kMaxTableFrames = 0x8000000;  // the limit of zstd's own reader

class ZstdCompressor {
 public:
  ZstdCompressor();
  ~ZstdCompressor();
  ZstdCompressor(const ZstdCompressor&) = delete;
  ZstdCompressor& operator=(const ZstdCompressor&) = delete;

  // Appends one whole frame, with a checksum; less than 1 GiB of text.
  ZstdFrame compress(std::string_view text, std::string& out);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

// Appends the table; nothing when there are more than kMaxTableFrames.
void append_seek_table(const std::vector<ZstdFrame>& frames, std::string& out);

// Reads frames one after the other from wherever octets come from.
class ZstdReader {
 public:
  // Fills at most so many octets and says how many; 0 at the end.
  using Read = std::function<std::size_t(char* buffer, std::size_t size)>;
  enum class Found : std::uint8_t {
    frame,
    seek_table,  // or anything else that calls itself one
    skippable,   // of somebody else
    end,         // the octets end between two frames
    torn,        // they end within one
    broken,      // this is no frame, its checksum is wrong, or it holds more than kMaxText
  };
  // Octets of text in one frame, so that a file of a single frame does not fill the memory.
  static constexpr std::size_t kMaxText = std::size_t{300} * 1024 * 1024;

  explicit ZstdReader(Read read);
  ~ZstdReader();
  ZstdReader(const ZstdReader&) = delete;
  ZstdReader& operator=(const ZstdReader&) = delete;

  Found next();

  // Of the frame that next() has found. When it was torn, what could be read of it.
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] ZstdFrame size() const { return size_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };

  bool fill();
  bool fill_to(std::size_t octets);
  [[nodiscard]] std::uint32_t number_at(std::size_t offset) const;
  Found skip();
  Found decompress();

  Read read_;
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  std::string input_;     // read and not used
  std::size_t used_ = 0;  // octets of input_
  std::string text_;
  ZstdFrame size_;
};

}  // namespace scan
