package io.minipush.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.minipush.TestNode;
import io.minipush.TestSettings;
import io.minipush.simulator.Api;
import io.minipush.simulator.Fault;
import io.minipush.simulator.FaultKind;
import io.minipush.simulator.SimulatedPlatform;
import io.minipush.simulator.Simulator;
import io.minipush.simulator.SimulatorOptions;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promises about the token, with the real routes, real databases and the simulated platform over HTTP. */
class TokenRefreshIT {

    private static final String APP = TestSettings.APP;

    private Simulator simulator;
    private SimulatedPlatform platform;
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void startPlatform() throws Exception {
        simulator = Simulator.start(SimulatorOptions.defaults());
        platform = simulator.platform();
    }

    @AfterEach
    void stop() throws Exception {
        nodes.forEach(TestNode::close);
        simulator.close();
    }

    private TestSettings settings(Dialect dialect) {
        return TestSettings.on(TestDatabases.create(dialect)).with("MINIPUSH_WECHAT_URL", simulator.url().toString());
    }

    private TestNode start(TestSettings settings) throws Exception {
        TestNode node = TestNode.start(settings, "refresh-token",
                n -> TokenParts.bind(n.context(), n.settings, n.statements, n.clock, n.id, n.meters));
        nodes.add(node);
        return node;
    }

    private static AccessTokens tokens(TestNode node) {
        return node.context().getRegistry().lookupByNameAndType("tokens", AccessTokens.class);
    }

    private static AccessToken awaitToken(TestNode node) {
        return await().atMost(15, SECONDS).until(() -> tokens(node).current(APP), Optional::isPresent).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void anAppWithoutATokenGetsOneAndKeepsIt(Dialect dialect) throws Exception {
        TestNode node = start(settings(dialect));
        AccessToken token = awaitToken(node);
        assertThat(token.version()).isEqualTo(1);
        assertThat(token.toString()).doesNotContain(token.value());
        assertThat(node.value("SELECT refresh_at FROM token")).isNotNull();
        assertThat(node.value("SELECT lease_node FROM token")).as("the lease is over").isNull();
        assertThat(platform.scoreboard(APP).tokenFetches()).isEqualTo(1);
        assertThat(platform.scoreboard(APP).breaches()).isEmpty();
    }
}
