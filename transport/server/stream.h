#pragma once

// The one header through which Beast comes in: each file that includes it takes 10 s and more to
// compile.

#include "transport/server/net.h"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

namespace attune::server {

namespace beast = boost::beast;

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Stream = beast::basic_stream<asio::ip::tcp, Executor, beast::unlimited_rate_policy>;
using BeastRequest = beast::http::request<beast::http::empty_body>;

}  // namespace attune::server
