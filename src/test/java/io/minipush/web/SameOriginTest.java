package io.minipush.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # question, host,           site,        mode,     origin,                referer,                 asks
              true,     localhost:9090, -,           -,        -,                     -,                       true
              true,     localhost:9090, same-origin, cors,     -,                     http://localhost:9090/x, true
              true,     localhost:9090, none,        navigate, -,                     -,                       true
              true,     localhost:9090, cross-site,  navigate, -,                     -,                       true
              true,     localhost:9090, same-site,   navigate, -,                     -,                       true
              true,     localhost:9090, cross-site,  no-cors,  -,                     -,                       false
              true,     localhost:9090, same-site,   cors,     http://localhost:8080, -,                       false
              true,     localhost:9090, -,           -,        http://evil.example,   -,                       false
              true,     localhost:9090, -,           -,        -,                     http://evil.example/,    true
              false,    localhost:9090, -,           -,        -,                     -,                       true
              false,    localhost:9090, same-origin, cors,     http://localhost:9090, -,                       true
              false,    localhost:9090, same-origin, cors,     -,                     -,                       true
              false,    localhost:9090, -,           -,        http://LOCALHOST:9090, -,                       true
              false,    ops.example,    -,           -,        https://ops.example,   -,                       true
              false,    localhost:9090, -,           -,        http://localhost:8080, -,                       false
              false,    localhost:9090, -,           -,        http://localhost:90900, -,                      false
              false,    localhost:9090, -,           -,        null,                  -,                       false
              false,    localhost:9090, cross-site,  navigate, http://evil.example,   -,                       false
              false,    localhost:9090, cross-site,  navigate, -,                     -,                       false
              false,    localhost:9090, same-site,   cors,     -,                     -,                       false
              false,    localhost:9090, -,           -,        -,                     http://localhost:9090/,  true
              false,    localhost:9090, -,           -,        -,                     http://localhost:9090.evil.example/, false
              false,    -,              -,           -,        http://null,           -,                       false
            """)
    void aPageOfThisServerAsks(boolean question, String host, String site, String mode, String origin, String referer, boolean asks) {
        assertThat(SameOrigin.asks(question, host, site, mode, origin, referer)).isEqualTo(asks);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            localhost,            true
            LocalHost:9090,       true
            127.0.0.1:9090,       true
            127.1.2.3,            true
            [::1]:9090,           true
            -,                    false
            evil.example,         false
            localhost.evil.example, false
            127.0.0.1.evil.example:9090, false
            evil.example:9090,    false
            192.168.0.1,          false
            """)
    void onlyTheseNamesMeanThisMachine(String host, boolean loopback) {
        assertThat(SameOrigin.isLoopback(host)).isEqualTo(loopback);
    }
}
