#pragma once

namespace CLI {
class App;
}

namespace attune::tools {

void add_codebook_command(CLI::App& app, int& exit_code);

}  // namespace attune::tools
