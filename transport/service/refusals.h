#pragma once

#include "storage/journal.h"

#include "transport/service/session_service.h"

// What a person is told where the house, and not their answer, is the reason that it cannot be.
namespace attune::service {

Refused not_kept();
Refused cannot_load(storage::StoreError error);
Refused erased();
// What is stored of the journey is not as it was written.
Refused damaged();
// The session met a broken invariant, and stands still until it is opened again.
Refused fault_of_ours();

Refused nothing_to_take_back();

}  // namespace attune::service
