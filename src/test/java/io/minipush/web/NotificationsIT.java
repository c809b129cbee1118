package io.minipush.web;

import static io.minipush.web.RunningGateway.NOTIFICATIONS;
import static io.minipush.web.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.storage.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationsIT {

    @ParameterizedTest
    @EnumSource
    void acceptedMeansCommittedAndDueAtOnce(Dialect dialect) throws Exception {
        try (RunningGateway gateway = RunningGateway.on(dialect)) {
            var response = gateway.post(NOTIFICATIONS, """
                    {"touser": "oUser-1", "template_id": "TEMPLATE", "reference": "订单 42", "emphasis_keyword": "keyword1.DATA",
                     "data": {"keyword2": {"value": "二\\n😀"}, "keyword1": {"value": "1"}}}""");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        }
    }
}
