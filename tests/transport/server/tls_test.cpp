// The same house behind TLS of its own.
#include "transport/server/tls.h"

#include "tests/support/temp_folder.h"
#include "tests/transport/server/test_certificate.h"
#include "tests/transport/server/test_client.h"
#include "tests/transport/server/test_house.h"

#include <gtest/gtest.h>

#include <fstream>
#include <openssl/ssl.h>
#include <string>

namespace attune::testing {
namespace {

using nlohmann::json;
using server::TlsEnd;

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() { write_certificate(folder_.path(), "first.example"); }

  server::Settings settings() const {
    server::Settings settings;
    settings.tls = server::TlsFiles{
        .certificate = folder_.path() / "cert.pem", .key = folder_.path() / "key.pem"
    };
    return settings;
  }

  static Door door(const TestHouse& house) { return Door{house.port(), true}; }

  test::TempFolder folder_;
};

TEST_F(TlsTest, AWholeConversationIsHeldOverIt) {
  server::Settings wanted = settings();
  wanted.limits.outbox_bytes_max = 4096;
  wanted.limits.page_bytes = 512;
  wanted.limits.messages_burst = 100'000;
  wanted.limits.journey_messages_burst = 100'000;
  TestHouse house{wanted};
  const Begun begun = begin_journey(door(house));
  Conversation writer{door(house), begun};
  const json question = writer.hello().back()["open"];
  writer.send({{"type", "answer"}, {"request", "r1"}, {"question", question}, {"value", "gently"}});
  EXPECT_EQ(writer.message()["type"], "kept");
  for (int i = 0; i < 100; ++i) {
    writer.send({{"type", "help"}, {"request", "h" + std::to_string(i)}});
    writer.until("asked");
  }
  Conversation reader{door(house), begun};
  reader.connection.shrink_receive_buffer(4096);
  const auto messages = reader.hello();
  EXPECT_GT(messages.size(), 100U);
  std::uint64_t last = 0;
  for (std::size_t i = 1; i + 1 < messages.size(); ++i) {
    EXPECT_GT(messages[i]["seq"], last);
    last = messages[i]["seq"];
  }
  reader.send_frame(8, "");
  EXPECT_EQ(reader.close_code(), 1000U);
}

TEST_F(TlsTest, TheCookieAndTheBrowserAreToldToStayWithIt) {
  TestHouse house{settings()};
  const Reply begun = call(
      door(house),
      "POST",
      "/api/journeys",
      {{"Origin", "https://localhost:" + std::to_string(house.port())}},
      R"({"course":"plain","language":"en","name":"Sam","adult":true,"consent":true})"
  );
  EXPECT_EQ(begun.status, 201) << begun.body;
  EXPECT_TRUE(begun.header("set-cookie").ends_with("; Secure")) << begun.header("set-cookie");
  EXPECT_EQ(begun.header("strict-transport-security"), "max-age=31536000");
  EXPECT_EQ(call(door(house), "GET", "/").header("strict-transport-security"), "max-age=31536000");
  const Reply foreign = call(
      door(house),
      "POST",
      "/api/leave",
      {{"Origin", "http://localhost:" + std::to_string(house.port())}}
  );
  EXPECT_EQ(foreign.status, 403);
  TestHouse plain;
  EXPECT_EQ(call(plain.port(), "GET", "/").header("strict-transport-security"), "");
}

TEST_F(TlsTest, ABodyInManyPartsAndSeveralRequestsOnOneConnectionArrive) {
  TestHouse house{settings()};
  Connection connection{door(house)};
  for (int i = 0; i < 3; ++i) {
    connection.write("POST /api/leave HTTP/1.1\r\nHost: a\r\nContent-Le");
    connection.write("ngth: 4\r\n\r\n12");
    connection.write("34");
    EXPECT_EQ(read_reply(connection).status, 204);
  }
  connection.write(
      "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
  );
  EXPECT_EQ(read_reply(connection).status, 200);
  EXPECT_EQ(read_reply(connection).status, 200);
}

TEST_F(TlsTest, WhoSpeaksHttpInTheClearIsToldSo) {
  TestHouse house{settings()};
  const Reply reply = call(Door{house.port()}, "GET", "/");
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.error_code(), "not_secure");
  EXPECT_EQ(reply.header("strict-transport-security"), "");
}

TEST_F(TlsTest, NoiseEndsItsOwnConnectionAlone) {
  TestHouse house{settings()};
  for (const std::string& noise :
       {std::string(2000, 'x'), std::string{"\x16\x03\x01\xff\xff"} + std::string(70'000, 'y')}) {
    Connection connection{Door{house.port()}};
    connection.write(noise);
    connection.read_all();
    EXPECT_TRUE(connection.is_closed());
  }
  EXPECT_EQ(call(door(house), "GET", "/healthz").status, 200);
}

// What a handshake with these bounds comes to: the cipher, or an empty text.
std::string cipher_with(const TestHouse& house, int version_max, const char* ciphers) {
  Connection raw{Door{house.port()}};
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free
  };
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), version_max);
  SSL_CTX_set_cipher_list(context.get(), ciphers);
  const std::unique_ptr<SSL, decltype(&SSL_free)> ssl{SSL_new(context.get()), SSL_free};
  SSL_set_fd(ssl.get(), raw.socket());
  return SSL_connect(ssl.get()) == 1 ? SSL_get_cipher_name(ssl.get()) : "";
}

TEST_F(TlsTest, OnlyWhatIsStillSafeIsSpoken) {
  const TestHouse house{settings()};
  EXPECT_TRUE(cipher_with(house, TLS1_3_VERSION, "ALL").starts_with("TLS_"));
  EXPECT_TRUE(cipher_with(house, TLS1_2_VERSION, "ALL").starts_with("ECDHE-"));
  EXPECT_EQ(cipher_with(house, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA"), "");
  EXPECT_EQ(cipher_with(house, TLS1_1_VERSION, "ALL:@SECLEVEL=0"), "");
}

TEST_F(TlsTest, ARenewedCertificateIsTakenUpForNewConnections) {
  TestHouse house{settings()};
  Connection before{door(house)};
  EXPECT_EQ(before.certificate_name(), "first.example");
  write_certificate(folder_.path(), "second.example");
  EXPECT_EQ(house.reload_certificate(), "");
  EXPECT_EQ(Connection{door(house)}.certificate_name(), "second.example");
  std::ofstream{folder_.path() / "cert.pem"} << "nonsense";
  EXPECT_NE(house.reload_certificate().find("cannot be read as PEM"), std::string::npos);
  EXPECT_EQ(Connection{door(house)}.certificate_name(), "second.example");
  before.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(read_reply(before).status, 200) << "who was there before goes on";
  const std::string metrics = call(door(house), "GET", "/metrics").body;
  EXPECT_NE(metrics.find("attune_certificate_expires_seconds 1"), std::string::npos);
}

TEST_F(TlsTest, WhatCannotBeUsedIsNamed) {
  const auto why_not = [](const std::filesystem::path& certificate,
                          const std::filesystem::path& key) {
    const auto tls = server::Tls::load(certificate, key);
    return tls ? std::string{} : tls.error();
  };
  const auto certificate = folder_.path() / "cert.pem";
  EXPECT_NE(why_not("/none.pem", folder_.path() / "key.pem").find("/none.pem"), std::string::npos);
  EXPECT_NE(why_not(certificate, "/none.pem").find("the key /none.pem"), std::string::npos);
  write_certificate(folder_.path() / "other", "other.example");
  EXPECT_NE(
      why_not(certificate, folder_.path() / "other/key.pem").find("not the certificate's"),
      std::string::npos
  );
}

TEST_F(TlsTest, BytesMayComeOneByOne) {
  const auto tls = server::Tls::load(folder_.path() / "cert.pem", folder_.path() / "key.pem");
  ASSERT_TRUE(tls.has_value()) << tls.error();
  TlsEnd ours = (*tls)->accept();
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free
  };
  const std::unique_ptr<SSL, decltype(&SSL_free)> theirs{SSL_new(context.get()), SSL_free};
  BIO* in = BIO_new(BIO_s_mem());
  BIO* out = BIO_new(BIO_s_mem());
  SSL_set_bio(theirs.get(), in, out);
  SSL_set_connect_state(theirs.get());
  std::string said;
  const auto carry = [&] {
    char byte = 0;
    while (BIO_read(out, &byte, 1) == 1) {
      ours.feed({&byte, 1});
      EXPECT_EQ(ours.open(said), TlsEnd::State::open);
    }
    const std::string back = ours.outgoing();
    BIO_write(in, back.data(), static_cast<int>(back.size()));
  };
  while (SSL_do_handshake(theirs.get()) != 1) {
    carry();
  }
  const std::string long_words(100'000, 'w');
  SSL_write(theirs.get(), long_words.data(), static_cast<int>(long_words.size()));
  carry();
  EXPECT_EQ(said, long_words);
  ours.seal("hello");
  ours.close();
  carry();
  std::string heard(16, '\0');
  heard.resize(static_cast<std::size_t>(
      std::max(0, SSL_read(theirs.get(), heard.data(), static_cast<int>(heard.size())))
  ));
  EXPECT_EQ(heard, "hello");
  EXPECT_EQ(SSL_read(theirs.get(), heard.data(), 1), 0) << "and then goodbye";
}

}  // namespace
}  // namespace attune::testing
