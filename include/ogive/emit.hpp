// SPDX-License-Identifier: BSL-1.0
#pragma once
// Everything that turns an expression into characters.

#include <ogive/emit/explain.hpp>
#include <ogive/emit/facts.hpp>
#include <ogive/emit/latex.hpp>
#include <ogive/emit/literal.hpp>
#include <ogive/emit/parse.hpp>
#include <ogive/emit/plot.hpp>
#include <ogive/emit/properties.hpp>
#include <ogive/emit/source.hpp>
#include <ogive/emit/steps.hpp>
#include <ogive/emit/text.hpp>
