// SPDX-License-Identifier: BSL-1.0
#pragma once
// A vector with fixed capacity that copies only what it holds: cheap in constant evaluation, no header to include.

namespace ogive::number {

/// Items must be trivially default constructible: unused places stay uninitialised.
/// What does not fit is dropped and remembered in `overflowed`.
template <class T, unsigned Capacity>
struct fixed_vector {
    T items[Capacity];
    unsigned count;
    bool overflowed;

    constexpr fixed_vector() : count{0}, overflowed{false} {}
    constexpr fixed_vector(fixed_vector const& other) : count{other.count}, overflowed{other.overflowed} {
        for (unsigned i = 0; i < count; ++i) items[i] = other.items[i];
    }
    constexpr fixed_vector& operator=(fixed_vector const& other) {
        count = other.count;
        overflowed = other.overflowed;
        for (unsigned i = 0; i < count; ++i) items[i] = other.items[i];
        return *this;
    }

    static constexpr unsigned capacity() { return Capacity; }
    constexpr unsigned size() const { return count; }
    constexpr bool empty() const { return count == 0; }
    constexpr T& operator[](unsigned i) { return items[i]; }
    constexpr T const& operator[](unsigned i) const { return items[i]; }
    constexpr T const& back() const { return items[count - 1]; }
    constexpr void clear() { count = 0; }
    constexpr void pop_back() { --count; }
    constexpr void push_back(T const& item) {
        if (count == Capacity)
            overflowed = true;
        else
            items[count++] = item;
    }
    constexpr T const* begin() const { return items; }
    constexpr T const* end() const { return items + count; }
};

} // namespace ogive::number
