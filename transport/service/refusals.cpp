#include "transport/service/refusals.h"

namespace attune::service {

Refused not_kept() {
  return Refused{
      .code = "not_kept",
      .message = "This could not be kept just now. It is not lost: please try again.",
      .retry = true
  };
}

Refused cannot_load(storage::StoreError error) {
  switch (error) {
    case storage::StoreError::missing:
      return erased();
    case storage::StoreError::damaged:
      return damaged();
    case storage::StoreError::conflict:
    case storage::StoreError::unavailable:
      break;
  }
  return Refused{
      .code = "not_kept",
      .message = "This could not be looked up just now. Please try again in a moment.",
      .retry = true
  };
}

Refused erased() {
  return Refused{.code = "erased", .message = "This journey is not here any more.", .retry = false};
}

Refused damaged() {
  return Refused{
      .code = "damaged",
      .message =
          "A part of what is stored of this journey was damaged and cannot be read. The rest is "
          "left as it is. Please tell whoever runs this site: a backup may have it whole.",
      .retry = false
  };
}

Refused nothing_to_take_back() {
  return Refused{
      .code = "nothing_to_take_back",
      .message = "There is no answer to take back here.",
      .retry = false
  };
}

Refused fault_of_ours() {
  return Refused{
      .code = "set_aside",
      .message =
          "This conversation met a fault of ours and was set aside. Nothing you wrote is lost. "
          "Please reload the page; if it happens again, come back later.",
      .retry = false
  };
}

}  // namespace attune::service
