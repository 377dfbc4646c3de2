// SPDX-License-Identifier: BSL-1.0
// Two spirals, told apart by perceptrons of 2 to 20 hidden layers: what saturates, what dies and what the right scale of the
// first weights changes. Activations, their derivatives, the loss and the weights' distributions are the library's.
// usage: spirals [FILE.svg]   draws the gradients at the start and the dead units at the end into FILE.svg (spirals.svg)
// Exits with 1 if what must come out does not: see `expected` in main.

#include <ogive/evaluate/rows.hpp>
#include <ogive/initialize.hpp>
#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace ogive;
using numbers = std::vector<float>;

constexpr unsigned width = 32, points = 256, classes = 2, steps = 300;

/// An activation: its kernels over arrays, and the gain that keeps the variance of gradients as they go backward.
struct activation {
    char const* name;
    void (*forward)(numbers const&, numbers&);
    void (*backward)(numbers const&, numbers&); // in place on the gradient
    double gain, conventional;
};

template <class F>
activation make(char const* name, F f, double conventional) {
    constexpr auto x = symbol<"x">;
    return {name, [](numbers const& in, numbers& out) { ogive::forward(F{}, in, out); },
            [](numbers const& in, numbers& gradient) { ogive::backward(F{}, in, gradient, gradient); },
            backward_gain(f, x).value(), conventional};
}

/// What frameworks multiply the deviation 1/sqrt(fan-in) with: PyTorch's calculate_gain, and 1 where it has none.
std::vector<activation> activations() {
    constexpr auto x = symbol<"x">;
    return {make("sigmoid", sigmoid(x), 1),
            make("tanh", tanh(x), 5.0 / 3),
            make("relu", relu(x), std::sqrt(2.0)),
            make("leaky_relu", leaky_relu(x), std::sqrt(2 / (1 + 0.01 * 0.01))),
            make("elu", elu(x), 1),
            make("selu", selu(x), 0.75),
            make("gelu", gelu(x), 1),
            make("silu", silu(x), 1),
            make("mish", mish(x), 1)};
}

struct spirals {
    numbers inputs;           // points x 2
    std::vector<int> targets; // the arm of each
};
spirals make_spirals() {
    spirals s;
    for (unsigned i = 0; i < points; ++i) {
        unsigned const arm = i % 2;
        double const t = 0.25 + 2.75 * i / points, angle = std::numbers::pi * (t * 1.5 + arm);
        s.inputs.push_back(static_cast<float>(0.5 * t * std::cos(angle)));
        s.inputs.push_back(static_cast<float>(0.5 * t * std::sin(angle)));
        s.targets.push_back(static_cast<int>(arm));
    }
    return s;
}

/// out[p][o] = sum over i of in[p][i] w[o][i], plus the bias of o.
void multiply(numbers const& in, unsigned ins, numbers const& w, numbers const& bias, numbers& out, unsigned outs) {
    for (unsigned p = 0; p < points; ++p) {
        float* const row = &out[std::size_t{p} * outs];
        for (unsigned o = 0; o < outs; ++o) row[o] = bias[o];
        for (unsigned i = 0; i < ins; ++i) {
            float const x = in[std::size_t{p} * ins + i];
            for (unsigned o = 0; o < outs; ++o) row[o] += x * w[std::size_t{i} * outs + o];
        }
    }
}

/// Weights with their gradients and what Adam keeps of these (Kingma and Ba 2015).
struct weights {
    numbers value, gradient, mean, square;
    explicit weights(std::size_t size) : value(size), gradient(size), mean(size), square(size) {}
    void step(unsigned t) {
        float const rate = 3e-3f, a = 1 - std::pow(0.9f, static_cast<float>(t)),
                    b = 1 - std::pow(0.999f, static_cast<float>(t));
        for (std::size_t i = 0; i < value.size(); ++i) {
            mean[i] += 0.1f * (gradient[i] - mean[i]);
            square[i] += 0.001f * (gradient[i] * gradient[i] - square[i]);
            value[i] -= rate * (mean[i] / a) / (std::sqrt(square[i] / b) + 1e-8f);
        }
    }
};

struct layer {
    unsigned ins, outs;
    weights w, bias;
    numbers sum, output, gradient; // before and after the activation, and the loss by the former
    layer(unsigned in, unsigned out)
        : ins{in}, outs{out}, w{std::size_t{in} * out}, bias{out}, sum(std::size_t{points} * out), output(sum),
          gradient(sum) {}
};

class perceptron {
    activation const& f_;
    spirals const& data_;
    std::vector<layer> layers_;
    numbers losses_ = numbers(points);

  public:
    perceptron(activation const& f, spirals const& data, unsigned depth, double gain) : f_{f}, data_{data} {
        std::mt19937_64 engine{1};
        for (unsigned d = 0; d <= depth; ++d) {
            layers_.emplace_back(d == 0 ? 2 : width, d == depth ? classes : width);
            layer& l = layers_.back();
            fill(l.w.value, he_normal(l.ins, d == depth ? 1 : gain), engine);
        }
    }

    /// The mean loss; outputs, sums and gradients are kept.
    double pass() {
        numbers const* in = &data_.inputs;
        for (layer& l : layers_) {
            multiply(*in, l.ins, l.w.value, l.bias.value, l.sum, l.outs);
            if (&l != &layers_.back()) f_.forward(l.sum, l.output);
            in = &l.output;
        }
        constexpr auto loss = cross_entropy(vector<"q">, softmax(vector<"a">));
        layer& last = layers_.back();
        loss_and_gradient(loss, rows_of(last.sum.data(), points, classes), data_.targets, losses_,
                          rows_of(last.gradient.data(), points, classes));
        for (float& g : last.gradient) g /= points;
        for (std::size_t d = layers_.size(); d-- > 0;) {
            layer& l = layers_[d];
            if (d + 1 < layers_.size()) {
                layer const& next = layers_[d + 1];
                for (unsigned p = 0; p < points; ++p)
                    for (unsigned i = 0; i < next.ins; ++i) {
                        float g = 0;
                        for (unsigned o = 0; o < next.outs; ++o)
                            g += next.gradient[std::size_t{p} * next.outs + o] *
                                 next.w.value[std::size_t{i} * next.outs + o];
                        l.gradient[std::size_t{p} * l.outs + i] = g;
                    }
                f_.backward(l.sum, l.gradient);
            }
            numbers const& from = d == 0 ? data_.inputs : layers_[d - 1].output;
            std::fill(l.w.gradient.begin(), l.w.gradient.end(), 0.0f);
            std::fill(l.bias.gradient.begin(), l.bias.gradient.end(), 0.0f);
            for (unsigned p = 0; p < points; ++p) {
                float const* const g = &l.gradient[std::size_t{p} * l.outs];
                for (unsigned o = 0; o < l.outs; ++o) l.bias.gradient[o] += g[o];
                for (unsigned i = 0; i < l.ins; ++i)
                    for (unsigned o = 0; o < l.outs; ++o)
                        l.w.gradient[std::size_t{i} * l.outs + o] += from[std::size_t{p} * l.ins + i] * g[o];
            }
        }
        double total = 0;
        for (float const loss_of_point : losses_) total += static_cast<double>(loss_of_point);
        return total / points;
    }

    void train(unsigned t) {
        pass();
        for (layer& l : layers_) {
            l.w.step(t);
            l.bias.step(t);
        }
    }

    /// The root mean square of the gradient by each hidden layer's sums, first layer first.
    std::vector<double> gradient_norms() const {
        std::vector<double> norms;
        for (std::size_t d = 0; d + 1 < layers_.size(); ++d) {
            double square = 0;
            for (float const g : layers_[d].gradient) square += static_cast<double>(g) * static_cast<double>(g);
            norms.push_back(std::sqrt(square / static_cast<double>(layers_[d].gradient.size())));
        }
        return norms;
    }
    double accuracy() {
        pass();
        unsigned right = 0;
        for (unsigned p = 0; p < points; ++p)
            right += (layers_.back().sum[2 * p + 1] > layers_.back().sum[2 * p]) == (data_.targets[p] == 1) ? 1u : 0u;
        return static_cast<double>(right) / points;
    }
    /// The part of the units of each hidden layer through which nothing goes backward, for any point.
    std::vector<double> dead_by_layer() const {
        std::vector<double> parts;
        for (std::size_t d = 0; d + 1 < layers_.size(); ++d) {
            unsigned dead = 0;
            for (unsigned o = 0; o < width; ++o) {
                bool alive = false;
                numbers slopes(points, 1.0f), sums(points);
                for (unsigned p = 0; p < points; ++p) sums[p] = layers_[d].sum[std::size_t{p} * width + o];
                f_.backward(sums, slopes);
                for (float const slope : slopes) alive = alive || std::abs(slope) > 1e-3f;
                dead += alive ? 0u : 1u;
            }
            parts.push_back(static_cast<double>(dead) / width);
        }
        return parts;
    }
};

/// What is drawn of the deepest networks, layer by layer; broken lines: the conventional gain.
struct curve {
    std::string name;
    std::vector<double> norms, dead; // of gradients before training, on a logarithmic scale; after it
    bool conventional;
};
bool draw(char const* path, std::vector<curve> const& curves) {
    std::FILE* const file = std::fopen(path, "w");
    if (file == nullptr) return false;
    constexpr char const* colours[] = {"#d62728", "#1f77b4", "#2ca02c", "#9467bd", "#8c564b",
                                       "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"};
    std::fprintf(
        file, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 640\" font-family=\"sans-serif\" "
              "font-size=\"13\">\n<rect width=\"760\" height=\"640\" fill=\"white\"/>\n"
              "<text x=\"60\" y=\"24\">gradient by the sums of each hidden layer, before training (root mean square); "
              "broken: usual gains</text>\n");
    auto const x = [&](std::size_t layer) { return 60 + 27.5 * static_cast<double>(layer); };
    auto const y = [](double norm) { return 40 + 20 * -std::clamp(std::log10(std::max(norm, 1e-300)), -17.0, 0.0); };
    for (int e = 0; e >= -16; e -= 2)
        std::fprintf(file, "<text x=\"10\" y=\"%.1f\">1e%d</text><path stroke=\"#ddd\" d=\"M55 %.1fH600\"/>\n",
                     y(std::pow(10.0, e)) + 4, e, y(std::pow(10.0, e)));
    for (int percent = 0; percent <= 50; percent += 25)
        std::fprintf(file, "<text x=\"10\" y=\"%.1f\">%d %%</text><path stroke=\"#ddd\" d=\"M55 %.1fH600\"/>\n",
                     614 - 2.6 * percent, percent, 610 - 2.6 * percent);
    std::fprintf(file, "<text x=\"60\" y=\"465\">dead units of each layer, after training: relu and sigmoid</text>\n");
    unsigned line = 0;
    for (curve const& c : curves) {
        char const* const colour = colours[line / 2 % 9];
        std::fprintf(file, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"%s points=\"", colour,
                     c.conventional ? " stroke-dasharray=\"5 4\"" : "");
        for (std::size_t i = 0; i < c.norms.size(); ++i) std::fprintf(file, "%.1f,%.1f ", x(i), y(c.norms[i]));
        std::fprintf(file, "\"/>\n");
        if (c.name == "relu" || c.name == "sigmoid") { // what dies, and what does not
            std::fprintf(file, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"%s points=\"", colour,
                         c.conventional ? " stroke-dasharray=\"5 4\"" : "");
            for (std::size_t i = 0; i < c.dead.size(); ++i)
                std::fprintf(file, "%.1f,%.1f ", x(i), 610 - 260 * c.dead[i]);
            std::fprintf(file, "\"/>\n");
        }
        if (!c.conventional)
            std::fprintf(file, "<text x=\"620\" y=\"%u\" fill=\"%s\">%s</text>\n", 60 + 11 * line, colour,
                         c.name.c_str());
        ++line;
    }
    std::fprintf(file,
                 "<text x=\"60\" y=\"632\">first layer</text><text x=\"530\" y=\"632\">last layer</text>\n</svg>\n");
    return std::fclose(file) == 0;
}

void progress(unsigned done, unsigned all) {
    if (isatty(STDERR_FILENO) == 0) return;
    std::fprintf(stderr, "\r[%-40.*s] %3u%%", static_cast<int>(40 * done / all),
                 "########################################", 100 * done / all);
    if (done == all) std::fprintf(stderr, "\r%50s\r", "");
}

} // namespace

int main(int count, char** arguments) {
    spirals const data = make_spirals();
    auto const all = activations();
    constexpr unsigned depths[] = {2, 5, 10, 20};
    unsigned const runs = static_cast<unsigned>(all.size()) * 4 * 2;
    unsigned done = 0, learned = 0;
    std::vector<curve> curves;
    std::printf("%u points on two spirals, hidden layers of %u units, %u steps of Adam.\n"
                "exact: weights with the gain 1/sqrt(E f'(Z)^2), which is computed; conv.: that of frameworks.\n\n"
                "%-10s %5s  %13s  %21s  %17s  %15s\n%-10s %5s  %6s %6s  %10s %10s  %8s %8s  %7s %7s\n",
                points, width, steps, "", "", "gain", "first gradient", "accuracy", "dead units", "activation", "depth",
                "exact", "conv.", "exact", "conv.", "exact", "conv.", "exact", "conv.");
    for (activation const& f : all)
        for (unsigned const depth : depths) {
            double first[2], accuracy[2], dead[2];
            for (int conventional = 0; conventional < 2; ++conventional) {
                perceptron net{f, data, depth, conventional == 1 ? f.conventional : f.gain};
                net.pass();
                first[conventional] = net.gradient_norms().front();
                auto const norms = net.gradient_norms();
                for (unsigned t = 1; t <= steps; ++t) net.train(t);
                accuracy[conventional] = net.accuracy();
                learned += accuracy[conventional] > 0.95 ? 1u : 0u;
                auto const parts = net.dead_by_layer();
                dead[conventional] = std::accumulate(parts.begin(), parts.end(), 0.0) / depth;
                if (depth == 20) curves.push_back({f.name, norms, parts, conventional == 1});
                progress(++done, runs);
            }
            std::printf("%-10s %5u  %6.3f %6.3f  %10.1e %10.1e  %7.1f%% %7.1f%%  %6.1f%% %6.1f%%\n", f.name, depth,
                        f.gain, f.conventional, first[0], first[1], 100 * accuracy[0], 100 * accuracy[1], 100 * dead[0],
                        100 * dead[1]);
            std::fflush(stdout);
        }
    char const* const path = count > 1 ? arguments[1] : "spirals.svg";
    if (!draw(path, curves)) {
        std::fprintf(stderr, "spirals: cannot write %s: give the path of a file that can be written\n", path);
        return 1;
    }
    std::printf("\n%s: the gradients of 20 layers before training, their dead units after it\n", path);
    // Most networks learn; with the gain of sigmoid gradients last longer, those of gelu neither vanish nor explode.
    auto const ratio = [&](std::size_t k) { return curves[k].norms.front() / curves[k].norms.back(); };
    bool const expected = learned > runs / 2 && ratio(0) > 1e3 * ratio(1) && ratio(12) > 0.1 && ratio(12) < 10;
    if (!expected) std::fprintf(stderr, "spirals: not what must come out: %u of %u learned\n", learned, runs);
    return expected ? 0 : 1;
}
