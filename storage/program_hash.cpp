#include "storage/program_hash.h"

#include "engine/base/check.h"

#include <sodium.h>

namespace attune::storage {

engine::ProgramId program_hash(std::string_view bytes) {
  engine::ProgramId id;
  const std::string copy{bytes};
  const int failed = crypto_generichash(
      id.bytes.data(),
      id.bytes.size(),
      reinterpret_cast<const unsigned char*>(copy.data()),
      copy.size(),
      nullptr,
      0
  );
  ATTUNE_CHECK(failed == 0);
  return id;
}

}  // namespace attune::storage
