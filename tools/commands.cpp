#include "tools/commands.h"

#include "tools/backup_command.h"
#include "tools/check_command.h"
#include "tools/codebook_command.h"
#include "tools/format_command.h"
#include "tools/graph_command.h"
#include "tools/listen_command.h"
#include "tools/play_command.h"
#include "tools/prove/command.h"
#include "tools/publish_command.h"
#include "tools/sign_command.h"
#include "tools/strings_command.h"
#include "tools/test_command.h"
#include "tools/verify_command.h"
#include "tools/walk/command.h"

namespace attune::tools {

void add_commands(CLI::App& app, int& exit_code) {
  add_check_command(app, exit_code);
  add_play_command(app, exit_code);
  add_test_command(app, exit_code);
  add_format_command(app, exit_code);
  add_walk_command(app, exit_code);
  add_prove_command(app, exit_code);
  add_graph_command(app, exit_code);
  add_sign_command(app, exit_code);
  add_codebook_command(app, exit_code);
  add_publish_command(app, exit_code);
  add_listen_command(app, exit_code);
  add_strings_command(app, exit_code);
  add_backup_command(app, exit_code);
  add_restore_command(app, exit_code);
  add_verify_command(app, exit_code);
}

}  // namespace attune::tools
