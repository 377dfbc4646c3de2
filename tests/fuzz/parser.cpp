// SPDX-License-Identifier: BSL-1.0
// libFuzzer on the parser: any bytes are refused with a column inside of the text, or give a graph whose text is parsed
// to the same graph again, and whose questions are answered without a fault.

#include <ogive/emit.hpp>
#include <ogive/emit/parse.hpp>
#include <ogive/ogive.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

void expect(bool holds, char const* what, std::string const& text) {
    if (holds) return;
    std::fprintf(stderr, "%s: %s\n", what, text.c_str());
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string const input{reinterpret_cast<char const*>(bytes), size};
    auto const w = std::make_unique<ogive::workspace>();
    ogive::parsed const p = ogive::parse(*w, input);
    if (!p) {
        expect(p.column >= 1 && p.column <= size + 1, "an error outside of the text", input);
        char message[2048];
        ogive::write_message(p, message, sizeof message);
        return 0;
    }
    bool const two = p.what == ogive::parsed::kind::equation || p.what == ogive::parsed::kind::inequation;
    for (ogive::node_index const side : {p.left, two ? p.right : p.left}) {
        std::string const written = ogive::text(*w, side);
        if (written.size() > 4000) return 0;
        auto const again = std::make_unique<ogive::workspace>();
        ogive::parsed const q = ogive::parse(*again, written);
        expect(static_cast<bool>(q), "its text is not parsed", input + "  ->  " + written);
        expect(ogive::text(*again, q.left) == written, "its text is another", input + "  ->  " + written);
    }
    if (two) {
        auto const d = ogive::algebra::decide(*w, p.left, p.right);
        expect(d.answer != ogive::verdict::refuted || disjoint(d.left, d.right), "refuted without evidence", input);
    }
    return 0;
}
