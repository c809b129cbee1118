package io.minipush.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import io.minipush.TestSettings;
import io.minipush.gateway.Gateway;
import io.minipush.platform.Platforms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which edits are not taken, and where they are said to be wrong: the table is the specification. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteValidationIT {

    private static final String SEND = "send-notification.camel.yaml";
    private static final String SUBSCRIBE = "send-subscribe-message.camel.yaml";
    private static final String ACCEPT = "accept-notification.camel.yaml";

    private Gateway gateway;
    private BuiltInRoutes builtIn;
    private RouteValidation validation;

    @BeforeAll
    void prepare() throws Exception {
        var settings = TestSettings.on(TestDatabases.create(Dialect.H2)).read();
        gateway = Gateway.prepare(settings);
        builtIn = new BuiltInRoutes(gateway.context());
        validation = new RouteValidation(gateway.context(), builtIn, settings, Platforms.of(settings));
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    static String builtIn(String name) throws Exception {
        return Files.readString(Path.of("src/main/resources/routes", name));
    }

    record Broken(String what, String file, String text, String said) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Broken> brokenEdits() throws Exception {
        String send = builtIn(SEND);
        String accept = builtIn(ACCEPT);
        String extra = "- route:\n    id: extra\n    from:\n      uri: timer:extra\n      steps:\n        - log:\n            id: say-extra\n            message: hello\n";
        return Stream.of(
                new Broken("a syntax error", SEND, send.replace("steps:\n        - setBody:", "steps:\n       - [setBody:"), SEND + ":"),
                new Broken("an empty file", SEND, "", SEND + ":1: the file is empty"),
                new Broken("half a file", SEND, send.substring(0, send.indexOf("- route:\n    id: post-message")), "the route 'post-message' is missing"),
                new Broken("a file cut in the middle of a line", SEND, send.substring(0, send.indexOf("was-the-token-refused") + 5), SEND),
                new Broken("an unknown step", "extra.camel.yaml", extra.replace("- log:", "- lok:"), "extra.camel.yaml:6: not canonical YAML"),
                new Broken("compact notation", "extra.camel.yaml", extra.replace("- log:\n            id: say-extra\n            message: hello", "- log: hello"),
                        "extra.camel.yaml:6: not canonical YAML"),
                new Broken("a component that is not there", "extra.camel.yaml", extra.replace("timer:extra", "kafka:outcomes"),
                        "extra.camel.yaml:4: there is no component 'kafka'"),
                new Broken("an option that is not there", "extra.camel.yaml", extra.replace("timer:extra", "timer:extra?perod=1000"), "extra.camel.yaml:4: "),
                new Broken("a bean that is not there", "extra.camel.yaml", extra.replace("- log:\n            id: say-extra\n            message: hello",
                        "- bean:\n            id: say-extra\n            ref: doorr\n            method: enter"), "extra.camel.yaml:8: there is no bean 'doorr'"),
                new Broken("a method that is not there", "extra.camel.yaml", extra.replace("- log:\n            id: say-extra\n            message: hello",
                        "- bean:\n            id: say-extra\n            ref: door\n            method: entr"), "extra.camel.yaml:9: the bean 'door' has no method 'entr'"),
                new Broken("an expression that is wrong", "extra.camel.yaml", extra.replace("message: hello", "message: \"${bodi}\""), "extra.camel.yaml:8: "),
                new Broken("a route id that is taken", "extra.camel.yaml", extra.replace("id: extra", "id: send-notification"),
                        "extra.camel.yaml:2: the id 'send-notification' is taken: it stands in send-notification.camel.yaml"),
                new Broken("a step id that stands twice", "extra.camel.yaml", extra.replace("id: say-extra", "id: extra"), "extra.camel.yaml:7: the id 'extra' is taken: it stands in line 2"),
                new Broken("a route without an id", "extra.camel.yaml", extra.replace("    id: extra\n", ""), "extra.camel.yaml:1: a route needs an id"),
                new Broken("a missing step", SEND, without(send, "enrich-with-form-id"), "the step 'enrich-with-form-id' is missing"),
                new Broken("steps in another order", SEND, send.replace("id: read-answer", "id: x").replace("id: say-json", "id: read-answer").replace("id: x", "id: say-json"), SEND),
                new Broken("another beginning", SEND, send.replace("uri: direct:send-notification", "uri: direct:send-it"), SEND + ":12: the route 'send-notification' must begin"),
                new Broken("a loop around the post", SEND, send.replace("        - to:\n            id: post\n            uri: direct:post-message",
                        "        - loop:\n            id: twice\n            expression: {constant: {expression: \"2\"}}\n            steps:\n              - to:\n                  id: post\n                  uri: direct:post-message"),
                        "'loop' has no place while a message is being sent"),
                new Broken("a second post", SEND, send.replace("        - to:\n            id: post\n            uri: direct:post-message",
                        "        - to:\n            id: post\n            uri: direct:post-message\n        - to:\n            id: post-again\n            uri: direct:post-message"),
                        "in a rehearsal (the platform takes the message)"),
                new Broken("a step that throws before the post", SEND, send.replace("        - to:\n            id: post\n", "        - throwException:\n            id: throw\n            exceptionType: java.lang.IllegalStateException\n"
                        + "            message: thrown by an edit\n        - to:\n            id: post\n"), "a step failed: IllegalStateException: thrown by an edit"),
                new Broken("a message that is changed", SEND, send.replace("        - marshal:\n            id: write-json", "        - setBody:\n            id: change\n            expression:\n              constant:\n"
                        + "                expression: \"{}\"\n        - marshal:\n            id: write-json"), "it posted something else than the built-in route does"),
                new Broken("another host", SEND, send.replace("{{minipush.wechat.url}}", "http://127.0.0.1:1"), "in a rehearsal"),
                new Broken("the id of a route of the gateway itself", "extra.camel.yaml", extra.replace("id: extra", "id: dispatch-due"),
                        "extra.camel.yaml:2: the id 'dispatch-due' is taken: it stands in the gateway itself"),
                new Broken("the beginning of another route", "extra.camel.yaml", extra.replace("timer:extra", "direct:accept-notification"),
                        "extra.camel.yaml:4: the route 'accept-notification' of accept-notification.camel.yaml begins with direct:accept-notification already"),
                new Broken("the beginning of a route of the gateway itself", "extra.camel.yaml", extra.replace("timer:extra", "direct:claim-due"),
                        "extra.camel.yaml:4: the route 'claim-due' of the gateway itself begins"),
                new Broken("another call for subscribe messages", SUBSCRIBE, builtIn(SUBSCRIBE).replace("/cgi-bin/message/subscribe/send", "/cgi-bin/message/wxopen/template/send"),
                        SUBSCRIBE + ":48: in a rehearsal (the platform takes the message) it posted something else"),
                new Broken("a second post of a subscribe message", SUBSCRIBE, builtIn(SUBSCRIBE).replace("        - choice:\n            id: was-this-token-refused", "        - to:\n            id: post-again\n            uri: direct:post-message\n"
                        + "        - choice:\n            id: was-this-token-refused"), "in a rehearsal (the platform takes the message) a step failed: PostRefused"),
                new Broken("a call of a route that is not there", SEND, send.replace("        - to:\n            id: post\n", "        - to:\n            id: ask-first\n            uri: direct:nobody\n        - to:\n            id: post\n"),
                        "in a rehearsal (the platform takes the message) a step failed: DirectConsumerNotAvailableException"),
                new Broken("a step behind a door that throws", ACCEPT, accept.replace("              - bean:\n                  id: answer\n", "              - throwException:\n                  id: throw\n"
                        + "                  exceptionType: java.lang.IllegalStateException\n                  message: thrown by an edit\n              - bean:\n                  id: answer\n"),
                        "in a rehearsal (a notification) a step failed: IllegalStateException: thrown by an edit"),
                new Broken("a step behind a door that throws only where there is a key", ACCEPT, accept.replace("                    - setBody:\n                        id: name-key-row\n",
                        "                    - throwException:\n                        id: throw\n                        exceptionType: java.lang.IllegalStateException\n"
                        + "                        message: thrown by an edit\n                    - setBody:\n                        id: name-key-row\n"),
                        "in a rehearsal (a notification with an idempotency key) a step failed"),
                new Broken("an answer before the commit", ACCEPT, accept.replace("${variable.batch.bookEntry}", "${variable.batch.rows}"), "accept-notification.camel.yaml"),
                new Broken("notifications that are left out", ACCEPT, accept.replaceFirst("(?s)(id: list-rows.*?expression: )\\$\\{variable.batch.rows}", "$1\\${collate(1)}"),
                        "in a rehearsal (a notification)"),
                new Broken("two lists", "extra.camel.yaml", "route: 1", "the file must be a list of routes"));
    }

    private static String without(String text, String step) {
        int at = text.lastIndexOf("        - ", text.indexOf("id: " + step));
        int next = text.indexOf("\n        - ", at) + 1;
        return text.substring(0, at) + text.substring(next);
    }

    @ParameterizedTest
    @MethodSource("brokenEdits")
    void aBrokenEditIsNamedWithItsPlace(Broken edit) {
        RouteRejected rejection = catchThrowableOfType(RouteRejected.class, () -> validation.check(edit.file, edit.text, builtIn.all().values()));
        assertThat(rejection).as(edit.what).isNotNull();
        assertThat(rejection.faults()).extracting(RouteFault::toString).anySatisfy(fault -> assertThat(fault).contains(edit.said));
    }

    @Test
    void everyBuiltInFileIsGoodAsItIs() {
        builtIn.all().forEach((name, file) -> assertThatCode(() -> validation.check(name, file.text(), builtIn.all().values())).as(name).doesNotThrowAnyException());
    }

    static Stream<Broken> goodEdits() throws Exception {
        String send = builtIn(SEND);
        return Stream.of(
                new Broken("a header on the post", SEND, send.replace("        - toD:\n            id: post-to-platform", "        - setHeader:\n            id: say-who\n            name: X-Trace\n            expression:\n"
                        + "              simple:\n                expression: ${variable.attempt.notificationId}\n        - toD:\n            id: post-to-platform"), ""),
                new Broken("a line in a log file of its own", "notification-ended.camel.yaml", builtIn("notification-ended.camel.yaml").stripTrailing()
                        + "\n        - to:\n            id: keep-line\n            uri: file:target/ended\n            parameters: {fileName: ended.log, fileExist: Append}\n", ""),
                new Broken("a log line behind a door", ACCEPT, builtIn(ACCEPT).replace("              - bean:\n                  id: answer\n", "              - log:\n                  id: say-taken-in\n"
                        + "                  message: taken in\n              - bean:\n                  id: answer\n"), ""),
                new Broken("another purge time", "purge-expired.camel.yaml", builtIn("purge-expired.camel.yaml").replace("cron: \"{{minipush.purge.cron}}\"", "cron: \"0 30 3 * * ?\""), ""));
    }

    @ParameterizedTest
    @MethodSource("goodEdits")
    void aGoodEditIsTaken(Broken edit) {
        assertThatCode(() -> validation.check(edit.file, edit.text, builtIn.all().values())).doesNotThrowAnyException();
    }
}
