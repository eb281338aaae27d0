// SPDX-License-Identifier: GPL-3.0-or-later
//
// libcurl's multi interface with one transfer in it: libcurl says which sockets and which time it
// waits for, libuv waits.
#include "net/https_fetch.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>
#include <utility>

#include <curl/curl.h>
#include <fmt/core.h>
#include <uv.h>

#include "base/text.hpp"
#include "net/timer.hpp"
#include "net/uv_handle.hpp"

namespace net {

namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using EasyPtr = std::unique_ptr<CURL, Deleter<curl_easy_cleanup>>;
using MultiPtr = std::unique_ptr<CURLM, Deleter<curl_multi_cleanup>>;
using UrlPtr = std::unique_ptr<CURLU, Deleter<curl_url_cleanup>>;
using TextsPtr = std::unique_ptr<curl_slist, Deleter<curl_slist_free_all>>;

void prepare_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

// The DER of libcurl's PEM.
std::optional<std::string> der_of(std::string_view pem) {
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
  const std::size_t from = pem.find(begin);
  const std::size_t to = pem.find("-----END");
  if (from == std::string_view::npos || to == std::string_view::npos) return std::nullopt;
  std::string digits(pem.substr(from + begin.size(), to - from - begin.size()));
  std::erase_if(digits, [](char c) { return c == '\n' || c == '\r'; });
  return base::unbase64(digits);
}

std::string certificate_of(const curl_slist* fields) {
  constexpr std::string_view name = "Cert:";
  for (; fields != nullptr; fields = fields->next) {
    const std::string_view field = fields->data;
    if (field.starts_with(name)) return der_of(field.substr(name.size())).value_or("");
  }
  return {};
}

std::vector<std::string> chain_of(CURL* easy) {
  std::vector<std::string> chain;
  curl_certinfo* info = nullptr;
  if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == nullptr)
    return chain;
  const auto shown = static_cast<std::size_t>(std::max(info->num_of_certs, 0));
  for (std::size_t i = 0; i < std::min(shown, HttpsFetch::kMaxChain); ++i) {
    chain.push_back(certificate_of(info->certinfo[i]));
  }
  return chain;
}

std::string header_of(CURL* easy, const char* name) {
  curl_header* header = nullptr;
  constexpr int last_answer = -1;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, last_answer, &header) != CURLHE_OK) return {};
  return std::string(header->value).substr(0, HttpsFetch::kMaxHeaderValue);
}

int events_of(int what) {
  return ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) |
         ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0);
}

int mask_of(int status, int events) {
  if (status < 0) return CURL_CSELECT_ERR;
  return ((events & UV_READABLE) != 0 ? CURL_CSELECT_IN : 0) |
         ((events & UV_WRITABLE) != 0 ? CURL_CSELECT_OUT : 0);
}

}  // namespace

struct HttpsFetch::Impl {
  Impl(Loop& owner, HttpsRequest asked, Done then)
      : loop(owner), request(std::move(asked)), done(std::move(then)), started(loop.now()) {}
  ~Impl();

  struct Watched {
    UvHandle<uv_poll_t> poll;
    int events = 0;
  };

  Loop& loop;
  HttpsRequest request;
  Done done;
  base::Instant started;
  HttpsAnswer answer;
  std::size_t headers = 0;  // octets
  bool has_all = false;     // of an answer whose body is not wanted
  std::array<char, CURL_ERROR_SIZE> error{};
  TextsPtr pinned;
  UrlPtr url;
  std::unordered_map<curl_socket_t, Watched> sockets;
  Timer timer{loop, [this] { act(CURL_SOCKET_TIMEOUT, 0); }};
  // Behind everything that its callbacks touch.
  MultiPtr multi;
  EasyPtr easy;

  template <typename Value>
  void set(CURLoption option, Value value) {
    // An option that this libcurl does not know must not be passed over: each of them is a limit.
    const CURLcode code = curl_easy_setopt(easy.get(), option, value);
    if (setting == CURLE_OK) setting = code;
  }
  CURLcode setting = CURLE_OK;

  bool make_url();
  void set_whom();
  void set_how();
  void set_callbacks();
  void start();
  void watch(curl_socket_t socket, int what);
  void listen(Watched& watched);
  void act(curl_socket_t socket, int mask);
  void ready(uv_poll_t* handle, int status, int events);
  void finish(CURLcode code);
  [[nodiscard]] std::size_t take_header(std::string_view line);
  [[nodiscard]] std::size_t take_body(std::string_view bytes);
  [[nodiscard]] bool is_declared_too_large() const;
  [[nodiscard]] FetchEnd end_of(CURLcode code) const;
};

// libcurl closes its sockets here, and says so.
HttpsFetch::Impl::~Impl() {
  if (multi != nullptr && easy != nullptr) curl_multi_remove_handle(multi.get(), easy.get());
  easy.reset();
  multi.reset();
}

// Put together by libcurl, which refuses what would not be a host.
bool HttpsFetch::Impl::make_url() {
  url.reset(curl_url());
  const std::string port = fmt::format("{}", request.port);
  const std::array<std::pair<CURLUPart, const char*>, 4> parts{
      {{CURLUPART_SCHEME, "https"},
       {CURLUPART_HOST, request.host.c_str()},
       {CURLUPART_PORT, port.c_str()},
       {CURLUPART_PATH, request.path.c_str()}}};
  return std::all_of(parts.begin(), parts.end(), [this](const auto& part) {
    return curl_url_set(url.get(), part.first, part.second, 0) == CURLUE_OK;
  });
}

void HttpsFetch::Impl::set_whom() {
  set(CURLOPT_CURLU, url.get());
  const std::string place =
      fmt::format("{}:{}:{}", request.host, request.port, request.address.to_string());
  pinned.reset(curl_slist_append(nullptr, place.c_str()));
  set(CURLOPT_RESOLVE, pinned.get());
  if (request.source && request.source->family() == request.address.family())
    set(CURLOPT_INTERFACE, ("host!" + request.source->to_string()).c_str());
  set(CURLOPT_PROTOCOLS_STR, "https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_USERAGENT, request.user_agent.c_str());
}

void HttpsFetch::Impl::set_how() {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 0L);
  set(CURLOPT_SSL_VERIFYHOST, 0L);
  set(CURLOPT_CERTINFO, 1L);
  // A resumed session would show no certificates.
  set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
  // Nobody asks the roots; reading them takes longer than the rest.
  set(CURLOPT_CAINFO, static_cast<char*>(nullptr));
  set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  set(CURLOPT_FORBID_REUSE, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_limit.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.limit.count()));
}

void HttpsFetch::Impl::set_callbacks() {
  set(CURLOPT_ERRORBUFFER, error.data());
  using Sink = std::size_t (*)(char*, std::size_t, std::size_t, Impl*);
  const Sink header = [](char* line, std::size_t, std::size_t size, Impl* self) {
    return self->take_header({line, size});
  };
  const Sink body = [](char* bytes, std::size_t, std::size_t size, Impl* self) {
    return self->take_body({bytes, size});
  };
  set(CURLOPT_HEADERFUNCTION, header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, body);
  set(CURLOPT_WRITEDATA, this);
  using BeforeRequest = int (*)(Impl*, char*, char*, int, int);
  const BeforeRequest stands = [](Impl* self, char*, char*, int, int) {
    self->answer.stage = FetchStage::answer;
    return CURL_PREREQFUNC_OK;
  };
  set(CURLOPT_PREREQFUNCTION, stands);
  set(CURLOPT_PREREQDATA, this);

  using SocketChange = int (*)(CURL*, curl_socket_t, int, Impl*, void*);
  const SocketChange changed = [](CURL*, curl_socket_t socket, int what, Impl* self, void*) {
    self->watch(socket, what);
    return 0;
  };
  using TimerChange = int (*)(CURLM*, long, Impl*);
  const TimerChange timed = [](CURLM*, long milliseconds, Impl* self) {
    if (milliseconds < 0) {
      self->timer.stop();
    } else {
      self->timer.start(base::Milliseconds(milliseconds));
    }
    return 0;
  };
  curl_multi_setopt(multi.get(), CURLMOPT_SOCKETFUNCTION, changed);
  curl_multi_setopt(multi.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi.get(), CURLMOPT_TIMERFUNCTION, timed);
  curl_multi_setopt(multi.get(), CURLMOPT_TIMERDATA, this);
}

void HttpsFetch::Impl::start() {
  prepare_curl();
  multi.reset(curl_multi_init());
  easy.reset(curl_easy_init());
  if (multi == nullptr || easy == nullptr) {
    setting = CURLE_FAILED_INIT;
  } else if (!make_url()) {
    setting = CURLE_URL_MALFORMAT;
  } else {
    set_whom();
    set_how();
    set_callbacks();
  }
  if (setting == CURLE_OK && curl_multi_add_handle(multi.get(), easy.get()) != CURLM_OK)
    setting = CURLE_FAILED_INIT;
  // Otherwise libcurl has set the timer, and begins when that ends.
  if (setting != CURLE_OK) timer.start(base::Milliseconds(0));
}

void HttpsFetch::Impl::watch(curl_socket_t socket, int what) {
  if (what == CURL_POLL_REMOVE) {
    sockets.erase(socket);  // off the loop before libcurl closes it
    return;
  }
  Watched& watched = sockets[socket];
  if (watched.poll == nullptr) {
    watched.poll = new_handle<uv_poll_t>();
    uv_poll_init_socket(loop.raw(), watched.poll.get(), socket);
    watched.poll->data = this;
  }
  watched.events = events_of(what);
  listen(watched);
}

void HttpsFetch::Impl::listen(Watched& watched) {
  const auto call = [](uv_poll_t* handle, int status, int events) {
    auto* self = owner_of<Impl>(handle);
    if (self == nullptr) return;  // closed meanwhile
    self->ready(handle, status, events);
  };
  uv_poll_start(watched.poll.get(), watched.events, call);
}

void HttpsFetch::Impl::ready(uv_poll_t* handle, int status, int events) {
  uv_os_fd_t socket = -1;
  if (uv_fileno(reinterpret_cast<uv_handle_t*>(handle), &socket) != 0) return;
  // libuv stops to watch at an error, and what came before it may not be read yet.
  const auto watched = sockets.find(socket);
  if (status < 0 && watched != sockets.end()) listen(watched->second);
  act(socket, mask_of(status, events));  // *this may be destroyed here
}

void HttpsFetch::Impl::act(curl_socket_t socket, int mask) {
  if (setting != CURLE_OK) {
    finish(setting);
    return;
  }
  int running = 0;
  curl_multi_socket_action(multi.get(), socket, mask, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    finish(message->data.result);  // *this may be destroyed here
    return;
  }
}

// What is returned beside the size ends the transfer with CURLE_WRITE_ERROR, here and below.
std::size_t HttpsFetch::Impl::take_header(std::string_view line) {
  constexpr std::size_t stop = 0;
  headers += line.size();
  if (headers > kMaxHeaders) return stop;
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  const bool is_last = line == "\r\n" || line == "\n";
  constexpr long first_final_status = 200;
  if (!is_last || status < first_final_status) return line.size();
  answer.status = static_cast<int>(status);
  has_all = status != 200;
  return has_all || is_declared_too_large() ? stop : line.size();
}

std::size_t HttpsFetch::Impl::take_body(std::string_view bytes) {
  if (bytes.size() > request.max_body - answer.body.size()) return 0;
  answer.body += bytes;
  return bytes.size();
}

bool HttpsFetch::Impl::is_declared_too_large() const {
  curl_off_t size = -1;  // stays: not declared
  curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
  return size > 0 && static_cast<std::uint64_t>(size) > request.max_body;
}

FetchEnd HttpsFetch::Impl::end_of(CURLcode code) const {
  // To libcurl an end within the headers is the end of an answer.
  if (has_all || (code == CURLE_OK && answer.status != 0)) return FetchEnd::answered;
  if (code == CURLE_OPERATION_TIMEDOUT) return FetchEnd::timeout;
  // Our own word; and libcurl's for one header of more than 100 KiB, which it does not hand out.
  const bool is_long = code == CURLE_WRITE_ERROR || code == CURLE_OUT_OF_MEMORY;
  return is_long && answer.stage == FetchStage::answer ? FetchEnd::too_large : FetchEnd::failed;
}

void HttpsFetch::Impl::finish(CURLcode code) {
  timer.stop();
  answer.end = end_of(code);
  answer.duration = loop.now() - started;
  if (setting == CURLE_OK) {
    long port = 0;  // of the server, once the connection stands
    curl_easy_getinfo(easy.get(), CURLINFO_PRIMARY_PORT, &port);
    if (answer.stage == FetchStage::connect && port != 0) answer.stage = FetchStage::handshake;
    answer.chain = chain_of(easy.get());
    answer.content_type = header_of(easy.get(), "Content-Type");
    answer.location = header_of(easy.get(), "Location");
  }
  if (answer.end != FetchEnd::answered) {
    answer.body.clear();
    const std::string_view detail(error.data());
    answer.words = code == CURLE_OK ? "The headers have no end" : curl_easy_strerror(code);
    if (!detail.empty()) answer.words += fmt::format(": {}", detail);
  }
  const Done told = std::move(done);
  told(std::move(answer));  // *this may be destroyed here
}

HttpsFetch::HttpsFetch(Loop& loop, HttpsRequest request, Done done)
    : impl_(std::make_unique<Impl>(loop, std::move(request), std::move(done))) {
  impl_->start();
}

HttpsFetch::~HttpsFetch() = default;

std::string curl_version() { return curl_version_info(CURLVERSION_NOW)->version; }

}  // namespace net
