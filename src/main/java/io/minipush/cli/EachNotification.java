package io.minipush.cli;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** Does the same to several notifications; one that is refused does not keep the others from it. */
final class EachNotification {

    private final GatewayCommand command;

    EachNotification(GatewayCommand command) {
        this.command = command;
    }

    /** @return the exit code: 0 only if it was done to all of them */
    int post(List<String> ids, String verb, JsonNode body) {
        ids.forEach(GatewayClient::notification);
        int code = 0;
        for (String id : ids) {
            try {
                GatewayClient.Answer answer = command.client().post(GatewayClient.notification(id) + "/" + verb, body);
                if (!command.printedAsJson(answer)) {
                    command.say(id + "  " + answer.json().path("state").asText());
                }
            } catch (CliFault fault) {
                if (fault.code() != CliFault.REFUSED) {
                    throw fault;
                }
                command.complain(id + ": " + fault.getMessage());
                code = fault.code();
            }
        }
        return code;
    }
}
