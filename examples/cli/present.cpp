// SPDX-License-Identifier: BSL-1.0
// Answers as text, LaTeX or JSON.

#include "cli.hpp"

#include <cstdio>

namespace ogive::cli {
namespace {

/// A JSON string. Bytes that are no UTF-8 become U+FFFD.
std::string quoted(std::string_view s) {
    std::string r = "\"";
    for (std::size_t i = 0; i < s.size();) {
        auto const c = static_cast<unsigned char>(s[i]);
        if (c < 0x80) {
            ++i;
            if (c == '"' || c == '\\') {
                r += '\\';
                r += static_cast<char>(c);
            } else if (c < 0x20 || c == 0x7f) {
                char code[8];
                std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
                r += code;
            } else {
                r += static_cast<char>(c);
            }
            continue;
        }
        std::size_t const length = c >= 0xc2 && c < 0xe0   ? 2
                                   : c >= 0xe0 && c < 0xf0 ? 3
                                   : c >= 0xf0 && c < 0xf5 ? 4
                                                           : 0;
        bool valid = length > 0 && i + length <= s.size();
        unsigned code = c & (0xffu >> (length + 1));
        for (std::size_t k = 1; valid && k < length; ++k) {
            auto const next = static_cast<unsigned char>(s[i + k]);
            valid = (next & 0xc0) == 0x80;
            code = code << 6 | (next & 0x3fu);
        }
        valid = valid && !(length == 3 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) &&
                !(length == 4 && (code < 0x10000 || code > 0x10ffff));
        if (valid) r.append(s.substr(i, length));
        if (!valid) r += "\xef\xbf\xbd";
        i += valid ? length : 1;
    }
    return r + '"';
}

std::string as_json(options const& o, std::string_view written, answer const& a) {
    std::string r = join("{\"command\":", quoted(o.command), ",\"input\":", quoted(written),
                         ",\"status\":", quoted(a.verdict), ",\"answer\":");
    if (a.exit == misuse) {
        r += "null";
        if (a.column > 0) r += join(",\"column\":", std::to_string(a.column));
        r += join(",\"message\":", quoted(a.text));
    } else {
        r += a.text.empty() ? "null" : quoted(a.text);
    }
    r += ",\"details\":{";
    for (std::size_t i = 0; i < a.details.size(); ++i) {
        if (i > 0) r += ',';
        r += join(quoted(a.details[i].label), ":", quoted(a.details[i].value));
    }
    r += '}';
    if (o.steps) {
        r += ",\"steps\":[";
        for (std::size_t i = 0; i < a.steps.size(); ++i) {
            if (i > 0) r += ',';
            r += quoted(a.steps[i]);
        }
        r += ']';
    }
    return join(r, "}\n");
}

/// The text around the column and a caret under it, one cell for each character.
std::string marked(std::string_view written, unsigned column) {
    written = written.substr(0, 4 * (std::size_t{column} + 80)); // what follows is not shown
    std::vector<std::string> cells;
    for (char const c : written) {
        auto const u = static_cast<unsigned char>(c);
        if ((u & 0xc0) == 0x80 && !cells.empty() && cells.back().size() > 0 &&
            (static_cast<unsigned char>(cells.back()[0]) & 0x80) != 0)
            cells.back() += c;
        else
            cells.push_back(u < 0x20 || u == 0x7f ? "?" : std::string(1, c));
    }
    std::size_t const at = column - 1, from = at > 60 ? at - 40 : 0;
    std::size_t const to = from + 76 < cells.size() ? from + 76 : cells.size();
    std::string line = from > 0 ? "  ..." : "  ", caret(line.size() + at - from, ' ');
    for (std::size_t i = from; i < to; ++i) line += cells[i];
    return join(line, to < cells.size() ? "..." : "", "\n", caret, "^\n");
}

} // namespace

output present(options const& o, std::string_view written, answer const& a) {
    output r;
    r.exit = a.exit;
    if (o.form == format::json) {
        r.out = as_json(o, written, a);
    } else if (a.exit == unknown && (o.command == "emit" || o.command == "plot")) {
        r.err = join("ogive: ", a.text, "\n"); // standard output is for documents
    } else if (a.exit == misuse) {
        std::string const where = a.column > 0 ? join("column ", std::to_string(a.column), ": ") : "";
        r.err = join("ogive: ", where, a.text, "\n", a.column > 0 ? marked(written, a.column) : "");
        if (o.many) r.out = join("error: ", where, a.text, "\n");
    } else {
        if (!o.many)
            for (auto const& line : a.steps) r.out += join(line, "\n");
        std::size_t width = 0;
        for (auto const& d : a.details) width = d.label.size() > width ? d.label.size() : width;
        for (auto const& d : a.details)
            if (!o.many || a.text.empty())
                r.out += d.label + std::string(width - d.label.size(), ' ') + "  " + d.value + "\n";
        if (!a.text.empty()) r.out += a.text + "\n";
    }
    return r;
}

} // namespace ogive::cli
