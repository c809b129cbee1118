package io.minipush.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One edit of a route file, and what must become of it.
 *
 * @param text  null: the file is removed
 * @param fault what the gateway must say of it, behind {@code FILE:LINE: }; null: it must be taken
 */
record Edit(String what, String file, String text, String fault) {

    private static final String SEND = "send-notification.camel.yaml";
    private static final String SUBSCRIBE = "send-subscribe-message.camel.yaml";
    private static final String ACCEPT = "accept-notification.camel.yaml";
    private static final String ENDED = "notification-ended.camel.yaml";
    private static final String COLLECT = "collect-credits.camel.yaml";
    private static final String EXTRA = "drill-extra.camel.yaml";
    private static final String EXTRA_TEXT = """
            - route:
                id: drill-extra
                description: number NUMBER
                from:
                  uri: timer:drill-extra
                  parameters: {period: 1000}
                  steps:
                    - log:
                        id: drill-extra-log
                        loggingLevel: DEBUG
                        message: number NUMBER
            """;
    private static final String POST = "        - to:\n            id: post\n            uri: direct:post-message\n";
    private static final String THROW = """
            - throwException:
                id: drill-throws
                exceptionType: java.lang.IllegalStateException
                message: thrown by an edit
            """;

    boolean isGood() {
        return fault == null;
    }

    /** @param number makes each of its kind another text */
    static List<Edit> good(int number) throws IOException {
        String header = "        - setHeader:\n            id: drill-header\n            name: X-Trace\n            expression:\n              simple:\n"
                + "                expression: ${variable.attempt.notificationId}-" + number + "\n        - toD:\n            id: post-to-platform\n";
        String log = "- log:\n    id: drill-log\n    loggingLevel: DEBUG\n    message: number " + number + "\n";
        return List.of(
                new Edit("a header on the post", SEND, change(SEND, "        - toD:\n            id: post-to-platform\n", header), null),
                new Edit("a step behind the door", ACCEPT, change(ACCEPT, "              - bean:\n                  id: answer\n", indented(14, log) + "              - bean:\n                  id: answer\n"), null),
                new Edit("a tap on what ended", ENDED, change(ENDED, "        - log:\n            id: log-end\n", indented(8, log.replace("drill-log", "drill-ended")) + "        - log:\n            id: log-end\n"), null),
                new Edit("a route of its own", EXTRA, EXTRA_TEXT.replace("NUMBER", String.valueOf(number)), null),
                new Edit("every route on the way of a post", SEND, change(SEND, "Sends one claimed", "Sends (" + number + ") one claimed").replace("One post of", "One (" + number + ") post of"), null),
                new Edit("a step where credits are stored", COLLECT, change(COLLECT, "        - bean:\n            id: tell-stored\n", indented(8, log.replace("drill-log", "drill-collected")) + "        - bean:\n            id: tell-stored\n"), null),
                new Edit("the built-in file again", ACCEPT, null, null),
                new Edit("the built-in send route again", SEND, null, null));
    }

    static List<Edit> broken(int number) throws IOException {
        String extra = EXTRA_TEXT.replace("NUMBER", "x" + number);
        String send = builtIn(SEND);
        return List.of(
                new Edit("broken syntax", SEND, change(SEND, "      steps:\n", "      steps: [\n"), "expected"),
                new Edit("an unknown component", EXTRA, extra.replace("timer:drill-extra", "nobody-knows:" + number), "there is no component 'nobody-knows'"),
                new Edit("a duplicate id", EXTRA, extra.replace("id: drill-extra\n", "id: accept-notification\n"), "the id 'accept-notification' is taken"),
                new Edit("a bad option", EXTRA, extra.replace("{period: 1000}", "{perod: 1000}"), "perod"),
                new Edit("half a file", SEND, send.substring(0, send.length() / 2 + number % 40), "is missing"),
                new Edit("an empty file", ACCEPT, " ".repeat(number), "the file is empty"),
                new Edit("a missing step", SEND, change(SEND, "id: read-answer", "id: read-no-answer-" + number), "the step 'read-answer' is missing"),
                new Edit("a second post", SEND, change(SEND, POST, POST + POST.replace("id: post\n", "id: post-twice-" + number + "\n")), "in a rehearsal (the platform takes the message)"),
                new Edit("a step that throws before the post", SEND, change(SEND, POST, indented(8, THROW) + POST), "in a rehearsal (the platform takes the message) a step failed: IllegalStateException"),
                new Edit("a step that throws behind the door", ACCEPT, change(ACCEPT, "              - bean:\n                  id: answer\n", indented(14, THROW) + "              - bean:\n                  id: answer\n"),
                        "in a rehearsal (a notification) a step failed: IllegalStateException"),
                new Edit("a place that cannot be listened at", EXTRA, extra.replace("timer:drill-extra", "file:/there/is/no/such/folder").replace("{period: 1000}", "{startingDirectoryMustExist: true, autoCreate: false}"),
                        "Starting directory does not exist"),
                new Edit("another host", SUBSCRIBE, change(SUBSCRIBE, "expression: /cgi-bin/", "expression: .example" + number + ".net/cgi-bin/"), "in a rehearsal"),
                new Edit("a loop around the post", SEND, change(SEND, POST, "        - loop:\n            id: drill-loop\n            expression: {constant: {expression: \"2\"}}\n            steps:\n" + indented(8, POST)),
                        "'loop' has no place while a message is being sent"));
    }

    private static String builtIn(String file) throws IOException {
        try (InputStream in = Edit.class.getResourceAsStream("/routes/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String change(String file, String part, String other) throws IOException {
        String text = builtIn(file);
        if (!text.contains(part)) {
            throw new IllegalStateException("the built-in " + file + " is no longer as the drill knows it: there is no " + part);
        }
        return text.replace(part, other);
    }

    private static String indented(int columns, String step) {
        return step.lines().map(line -> " ".repeat(columns) + line + "\n").reduce("", String::concat);
    }
}
