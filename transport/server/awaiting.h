#pragma once

#include "transport/server/net.h"
#include "transport/service/session_service.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace attune::server {

// Waits for a call of the service's. `start` is handed the Done and makes the call; it is named,
// not written inside the co_await (net.h). The coroutine goes on from the I/O loop, never from
// within the service.
template <class T, class Start>
Awaitable<T> awaiting(Start start) {
  auto initiate = [&start](auto handler) {
    auto resume = [handler = std::move(handler)](T value) mutable {
      const auto executor = asio::get_associated_executor(handler);
      auto go_on = [handler = std::move(handler), value = std::move(value)]() mutable {
        std::move(handler)(std::move(value));
      };
      asio::post(executor, std::move(go_on));
    };
    start(service::Done<T>{std::move(resume)});
  };
  auto operation =
      asio::async_initiate<const asio::use_awaitable_t<Executor>, void(T)>(initiate, use_awaitable);
  T value = co_await std::move(operation);
  co_return value;
}

}  // namespace attune::server
