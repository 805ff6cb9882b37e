#include "web/client_network.hpp"

#include <gtest/gtest.h>

#include <string>

namespace querist::web {
namespace {

/// "4 192.0.2", "6 20010db80001".
std::string told(const std::string& network) {
    if (network.empty()) return "";
    std::string text(1, network.front());
    for (const char byte : network.substr(1)) {
        text += " " + std::to_string(static_cast<unsigned char>(byte));
    }
    return text;
}

TEST(ClientNetworkTest, IsTheConnectionsOrTheProxysWord) {
    struct Row {
        const char* name;
        const char* peer;
        const char* forwarded_for;
        bool has_public_address;
        const char* expected;
    };
    for (const Row& row : {
             Row{"IPv4", "192.0.2.77", "", false, "4 192 0 2"},
             Row{"IPv6", "2001:db8:1:2::3", "", false, "6 32 1 13 184 0 1"},
             Row{"IPv4 as IPv6", "::ffff:192.0.2.77", "", false, "4 192 0 2"},
             Row{"with a zone", "fe80::1%eth0", "", false, "6 254 128 0 0 0 0"},
             Row{"nobody lies about a direct connection",
                 "192.0.2.77",
                 "198.51.100.1",
                 false,
                 "4 192 0 2"},
             Row{"a proxy on this machine", "127.0.0.1", "198.51.100.1", false, "4 198 51 100"},
             Row{"the same in IPv6", "::1", "2001:db8::1", false, "6 32 1 13 184 0 0"},
             Row{"a proxy elsewhere", "10.0.0.5", "198.51.100.1", true, "4 198 51 100"},
             Row{"what was made up stands first",
                 "127.0.0.1",
                 "203.0.113.9, 198.51.100.1",
                 false,
                 "4 198 51 100"},
             Row{"in brackets", "127.0.0.1", " [2001:db8::1] ", false, "6 32 1 13 184 0 0"},
             Row{"with a port", "127.0.0.1", "198.51.100.1:1234", false, "4 198 51 100"},
             Row{"with a port in IPv6", "::1", "[2001:db8::1]:443", false, "6 32 1 13 184 0 0"},
             Row{"a bracket alone", "127.0.0.1", "[", false, ""},
             Row{"the proxy does not say", "127.0.0.1", "", true, ""},
             Row{"a proxy elsewhere does not say", "10.0.0.5", "", true, ""},
             Row{"this machine itself", "127.0.0.1", "127.0.0.1", false, ""},
             Row{"no address", "127.0.0.1", "unknown", false, ""},
             Row{"nothing after the comma", "127.0.0.1", "198.51.100.1,", false, ""},
             Row{"nothing", "", "", false, ""},
         }) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(
            told(client_network(row.peer, row.forwarded_for, row.has_public_address)), row.expected
        );
    }
}

}  // namespace
}  // namespace querist::web
