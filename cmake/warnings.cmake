# Warnings for our own code; errors in every preset (QUERIST_STRICT).
add_library(querist_warnings INTERFACE)
target_compile_options(querist_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Woverloaded-virtual -Wnon-virtual-dtor -Wformat=2 -Wswitch-enum -Wundef -Wextra-semi
    -Wmissing-declarations -Wunused-result
    -Wno-c23-extensions # #embed
    $<$<BOOL:${QUERIST_STRICT}>:-Werror>)
