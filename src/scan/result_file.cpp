// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan/result_file.hpp"

#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace scan {
namespace {

base::Error error_of(const std::string& name, int number) {
  return {fmt::format("{}: {}", name, std::strerror(number))};
}

// What passes when somebody makes room, or reads on.
bool passes(int number) {
  return number == ENOSPC || number == EDQUOT || number == EIO || number == EAGAIN;
}

// So long close() waits for a reader who reads nothing at all.
constexpr int kReaderPatienceMs = 10'000;

bool takes_more(int stream, int wait_ms) {
  pollfd asked{stream, POLLOUT, 0};
  return ::poll(&asked, 1, wait_ms) > 0;
}

// nullopt: all is well.
std::optional<base::Error> prepare(int file, const std::string& name,
                                   const std::optional<Continuation>& continuation) {
  struct stat status {};
  if (fstat(file, &status) != 0) return error_of(name, errno);
  if (!S_ISREG(status.st_mode)) {
    if (continuation) return base::Error{name + ": no regular file, so no run can go on with it"};
    return std::nullopt;
  }
  // Some file systems know no locks; there, nobody is warned.
  if (flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return base::Error{name + ": another process is writing to it"};
  const std::uint64_t octets = continuation ? continuation->octets : 0;
  if (continuation && static_cast<std::uint64_t>(status.st_size) != octets)
    return base::Error{name + ": was changed after it had been read"};
  if (ftruncate(file, static_cast<off_t>(octets)) != 0) return error_of(name, errno);
  if (lseek(file, 0, SEEK_END) < 0) return error_of(name, errno);
  return std::nullopt;
}

}  // namespace

base::Result<std::unique_ptr<ResultFile>> ResultFile::open(const std::string& name,
                                                           Options options) {
  bool compressed =
      options.form == Form::compressed || (options.form == Form::by_name && name.ends_with(".zst"));
  if (options.continuation) compressed = options.continuation->compressed;
  if (name == "-") {
    if (options.continuation) return base::Error{"standard output: no run can go on with it"};
    return std::unique_ptr<ResultFile>(
        new ResultFile(STDOUT_FILENO, compressed, std::move(options)));
  }
  // Not O_TRUNC: whose file it is shows only when it is open.
  const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return error_of(name, errno);
  if (auto problem = prepare(file, name, options.continuation)) {
    ::close(file);
    return *problem;
  }
  return std::unique_ptr<ResultFile>(new ResultFile(file, compressed, std::move(options)));
}

ResultFile::ResultFile(int file, bool compressed, Options options)
    : file_(file), compressed_(compressed), options_(std::move(options)) {
  struct stat status {};
  is_stream_ = !options_.write && ::fstat(file_, &status) == 0 && !S_ISREG(status.st_mode);
  if (!options_.write) options_.write = ::write;
  if (compressed_) compressor_.emplace();
  if (!options_.continuation) return;
  octets_ = options_.continuation->octets;
  frames_ = std::move(options_.continuation->frames);
}

ResultFile::~ResultFile() { close(); }

void ResultFile::write(const std::string& line) {
  if (error_ != 0 || file_ < 0) return;
  std::string& buffer = compressed_ ? text_ : out_;
  buffer += line;
  buffer += '\n';
  if (compressed_ && text_.size() >= kFrameText) end_frame();
  if (waiting() >= kBuffer && blocked_ == 0) drain();
}

void ResultFile::flush(base::Instant now) {
  if (!text_.empty()) {
    if (!text_noticed_) text_noticed_ = now;
    if (now - *text_noticed_ >= kFrameAge) end_frame();
  }
  drain();
}

void ResultFile::end_frame() {
  text_noticed_.reset();
  if (text_.empty()) return;
  frames_.push_back(compressor_->compress(text_, out_));
  text_.clear();
}

// Writes until there is nothing left or the file takes no more.
void ResultFile::drain(bool wait) {
  if (error_ != 0 || file_ < 0) return;
  blocked_ = 0;
  while (waiting() > 0 && blocked_ == 0 && error_ == 0) {
    if (is_stream_ && !takes_more(file_, wait ? kReaderPatienceMs : 0)) {
      blocked_ = EAGAIN;
      break;
    }
    // A stream that takes anything takes so much without making us wait.
    const std::size_t most = is_stream_ ? PIPE_BUF : waiting();
    const ssize_t count = options_.write(file_, out_.data() + written_, std::min(most, waiting()));
    if (count > 0) {
      written_ += static_cast<std::size_t>(count);
    } else if (count == 0) {
      blocked_ =
          EAGAIN;  // write(2) never says so of a file; without this it would be asked forever
    } else if (errno != EINTR) {
      (passes(errno) ? blocked_ : error_) = errno;
    }
  }
  octets_ += written_;
  out_.erase(0, std::exchange(written_, 0));
}

void ResultFile::close() {
  if (file_ < 0) return;
  if (compressed_) {
    end_frame();
    append_seek_table(frames_, out_);
  }
  close_file();
}

Continuation ResultFile::close_to_continue() {
  if (compressed_) end_frame();
  close_file();
  return {compressed_, octets_, frames_};
}

void ResultFile::close_file() {
  drain(true);
  if (error_ == 0) error_ = std::exchange(blocked_, 0);
  if (file_ != STDOUT_FILENO && ::close(file_) != 0 && error_ == 0) error_ = errno;
  file_ = -1;
}

}  // namespace scan
