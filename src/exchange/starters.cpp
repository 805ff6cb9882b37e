#include "exchange/exchange.hpp"

namespace querist::exchange {

namespace {

constexpr char python_bytes[] = {
#embed "starter/analysis.py"
};
constexpr char r_bytes[] = {
#embed "starter/analysis.R"
};
constexpr char quarto_bytes[] = {
#embed "starter/analysis.qmd"
};

}  // namespace

std::vector<StarterFile> starter_files() {
    return {
        {"analysis.py", {python_bytes, sizeof python_bytes}},
        {"analysis.R", {r_bytes, sizeof r_bytes}},
        {"analysis.qmd", {quarto_bytes, sizeof quarto_bytes}},
    };
}

}  // namespace querist::exchange
