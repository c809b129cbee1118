package io.minipush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minipush.notification.End;
import io.minipush.notification.State;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class EndTapTest {

    private static final int ROOM = 10_000;

    @Test
    void whatTheTapsHaveNoRoomForIsCountedAndKeepsNobodyWaiting() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            EndTap tap = new EndTap(context.createProducerTemplate(), meters);
            for (int i = 0; i < ROOM + 3; i++) {
                tap.hand(new End("n" + i, "wx1", null, State.CANCELLED, null, null, null, null));
            }
            assertThat(meters.get("minipush.taps.discarded").counter().count()).isEqualTo(3);
            assertThat(context.getEndpoint("seda:notification-ended", SedaEndpoint.class).getQueue()).hasSize(ROOM);
        }
    }
}
