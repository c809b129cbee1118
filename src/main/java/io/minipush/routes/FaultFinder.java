package io.minipush.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.URISupport;

/** Finds the line of a route file that an exception of Camel speaks of. Camel names texts and routes, not lines. */
final class FaultFinder {

    /** Shorter texts stand in messages by accident. */
    private static final int SHORTEST = 4;

    private FaultFinder() {
    }

    static RouteFault find(RouteFile file, Throwable failure) {
        StringBuilder words = new StringBuilder();
        Throwable deepest = failure;
        String pointer = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = cause;
            words.append(cause.getMessage()).append('\n');
            if (cause instanceof ResolveEndpointFailedException endpoint) {
                words.append(endpoint.getUri()).append('\n');
            }
            if (cause instanceof FailedToCreateRouteException route && file.routes().containsKey(route.getRouteId())) {
                pointer = file.routes().get(route.getRouteId()).pointer();
            }
        }
        List<Text> texts = new ArrayList<>();
        gather(pointer, file.root().at(pointer), texts);
        String reason = reason(deepest);
        return file.fault(speaksOf(texts, reason).or(() -> quoted(texts, words.toString().replace("://", ":"))).map(Text::pointer).orElse(pointer), reason);
    }

    /** The longest text of the file that was quoted. */
    private static Optional<Text> quoted(List<Text> texts, String said) {
        return texts.stream().filter(text -> text.value.length() >= SHORTEST && said.contains(text.value.replace("://", ":")))
                .max(Comparator.comparingInt(text -> text.value.length()));
    }

    /** The only text of the file with the word that the reason ends with. */
    private static Optional<Text> speaksOf(List<Text> texts, String reason) {
        String word = reason.substring(reason.lastIndexOf(' ') + 1);
        List<Text> found = texts.stream().filter(text -> word.length() >= SHORTEST && text.value.contains(word)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private record Text(String pointer, String value) {
    }

    private static void gather(String pointer, JsonNode node, List<Text> texts) {
        // Names and prose are quoted by accident.
        if (node.isValueNode() && !pointer.endsWith("/id") && !pointer.endsWith("/description")) {
            texts.add(new Text(pointer, node.asText()));
        }
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            gather(pointer + "/" + i, node.get(i), texts);
        }
        if (node.isObject()) {
            node.fields().forEachRemaining(member -> gather(pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"), member.getValue(), texts));
        }
    }

    /** One line. */
    private static String reason(Throwable failure) {
        String said = String.valueOf(failure.getMessage()).strip();
        int end = said.indexOf('\n');
        String first = end < 0 ? said : said.substring(0, end);
        // A URI that somebody edits may carry a password.
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : URISupport.sanitizeUri(first);
    }
}
