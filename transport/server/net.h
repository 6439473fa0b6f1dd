#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

// Asio with this server's executor in place of the type-erased one: one I/O context, on one thread.
//
// g++ 12 miscompiles a co_await whose full expression holds a capturing lambda, an aggregate or a
// ?: over class types as a temporary. So arguments are named before, and co_spawn gets functions.
namespace attune::server {

namespace asio = boost::asio;

using Executor = asio::io_context::executor_type;

template <class T>
using Awaitable = asio::awaitable<T, Executor>;

using Timer = asio::basic_waitable_timer<
    std::chrono::steady_clock,
    asio::wait_traits<std::chrono::steady_clock>,
    Executor>;

inline constexpr asio::use_awaitable_t<Executor> use_awaitable{};
// The error comes back as a value: most of ours are how a connection ends, and no exception.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result{use_awaitable};

}  // namespace attune::server
