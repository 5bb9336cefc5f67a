// SPDX-License-Identifier: GPL-3.0-or-later
// Xapian has zlib compress what a document stores and its list of terms, each
// by itself, in the slowest usual way. Entries are of a few hundred bytes: most
// of the time goes to clearing tables for a thousand times as much, and to a
// search that saves one byte in a hundred. Xapian offers no setting, so this
// program answers the call with which it sets zlib up, and passes it on with
// settings for short entries. What is written inflates as before. For the
// numbers see docs/performance.md.
#include <dlfcn.h>
#include <zlib.h>

#include <algorithm>

namespace {

using Init = decltype(&deflateInit2_);

constexpr int kLevel = Z_BEST_SPEED;
constexpr int kWindowBits = 12;  // 4 KB
constexpr int kMemLevel = 5;     // 2^(kMemLevel + 7) places for beginnings

Init zlib() {
  static const Init init =
      reinterpret_cast<Init>(::dlsym(RTLD_NEXT, "deflateInit2_"));
  return init;
}

}  // namespace

// The name and the arguments are zlib's: what a caller in a library names is
// looked for in the program first. Negative window bits: without a header.
extern "C" int deflateInit2_(z_streamp stream, int level, int method,
                             int window_bits, int mem_level, int strategy,
                             const char* version, int stream_size) {
  if (zlib() == nullptr) return Z_VERSION_ERROR;
  if (window_bits < 0) {
    level = kLevel;
    window_bits = std::max(window_bits, -kWindowBits);
    mem_level = std::min(mem_level, kMemLevel);
  }
  return zlib()(stream, level, method, window_bits, mem_level, strategy,
                version, stream_size);
}
