// SPDX-License-Identifier: BSL-1.0
#pragma once
// The largest error of every routine over stratified inputs.

#include "kernels.hpp"

#include <cstdlib>
#include <memory>
#include <utility>

namespace compare {

/// An array aligned to 64 bytes, `shift` of those after the start of a page: a load whose address differs from that of a
/// store by whole pages waits for it, which would measure where the arrays lie.
template <class T>
class aligned {
    struct release {
        void operator()(T* p) const { std::free(p); }
    };
    std::size_t size_;
    std::unique_ptr<T, release> block_;
    T* items_;

  public:
    explicit aligned(std::size_t n, unsigned shift = 0)
        : size_{n},
          block_{static_cast<T*>(std::aligned_alloc(4096, (n * sizeof(T) + 64 * shift + 4095) / 4096 * 4096))},
          items_{block_.get() + 64 / sizeof(T) * shift} {
        for (std::size_t i = 0; i < n; ++i) items_[i] = T{};
    }
    T* data() { return items_; }
    T const* data() const { return items_; }
    std::size_t size() const { return size_; }
    T& operator[](std::size_t i) { return items_[i]; }
    T const& operator[](std::size_t i) const { return items_[i]; }
};

/// In ULP, as verify::ulp counts; infinity where a NaN, an infinity or a number is of the wrong kind.
struct worst {
    double error = 0, at = 0;
    double timed = 0; ///< the largest error among the inputs of the range whose times are taken
};

/// The range of the inputs whose times are taken.
constexpr double timed_low(function f) { return f == function::logit ? 0.001 : -20; }
constexpr double timed_high(function f) { return f == function::logit ? 0.999 : 20; }

/// The value or the derivative in long double, right to some 2^-58; near a root of the derivative only absolutely.
long double stable(function f, result wanted, long double x);

/// How many inputs the errors are taken over.
struct sample_size {
    std::size_t inputs = 0, by_oracle = 0;
    double disagreement = 0; ///< of the long double formulas and the oracle, the largest, in ULP of double
};

/// The error of each entry, in their order: the larger one of both outputs. `share` of the full number of inputs.
template <class T>
std::vector<worst> errors_of(std::vector<entry<T>> const& entries, double share, sample_size& size);

/// Over all 65536 numbers, those of the function's domain.
struct half_errors {
    double error = 0, at = 0; ///< the largest, in ULP
    double rounded = 0;       ///< the share of results that are correctly rounded
};
half_errors errors_of(half_entry const&);

/// The largest error of a value over inputs of [-5, 5], where formulas without tails are right, too.
double error_near_zero(entry<float> const&);

} // namespace compare
