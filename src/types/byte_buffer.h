// Bytes that grow at their end, aligned as malloc aligns. Unlike a vector's, new ones are not set
// to zero first: whoever adds them writes them at once.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "base/check.h"

namespace tarn::types {

class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(const ByteBuffer& other) { append(other.data(), other.size_); }
  ByteBuffer(ByteBuffer&& other) noexcept
      : bytes_(std::move(other.bytes_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  ByteBuffer& operator=(ByteBuffer other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~ByteBuffer() = default;

  const std::byte* data() const { return bytes_.get(); }
  size_t size() const { return size_; }

  // The place of so many more bytes. Valid until the next call that changes the buffer.
  std::byte* extend(size_t bytes) {
    const size_t at = size_;
    if (bytes > capacity_ - size_) {
      reserve(std::max(size_ + bytes, 2 * capacity_));
    }
    size_ += bytes;
    return bytes_.get() + at;
  }
  void append(const void* from, size_t bytes) {
    if (bytes > 0) {
      std::memcpy(extend(bytes), from, bytes);
    }
  }
  void truncate(size_t size) {
    CHECK(size <= size_);
    size_ = size;
  }
  void reserve(size_t capacity) {
    if (capacity <= capacity_) {
      return;
    }
    void* moved = std::realloc(bytes_.get(), capacity);
    if (moved == nullptr) {
      throw std::bad_alloc();
    }
    (void)bytes_.release();  // realloc has taken it
    bytes_.reset(static_cast<std::byte*>(moved));
    capacity_ = capacity;
  }

 private:
  struct Free {
    void operator()(std::byte* bytes) const { std::free(bytes); }
  };

  std::unique_ptr<std::byte, Free> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace tarn::types
