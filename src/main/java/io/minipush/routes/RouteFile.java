package io.minipush.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.difflib.DiffUtils;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A route file that is YAML: its text, its entries, and which line each of its parts stands on. Immutable. */
public final class RouteFile {

    /** What the name of a route file ends with. */
    public static final String ENDING = ".camel.yaml";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 200;
    private static final int MOST_PARTS = 200_000;
    private static final String NESTED = "is nested too deeply";

    private final String name;
    private final String text;
    private final JsonNode root;
    /** By JSON pointer. */
    private final Map<String, Integer> lines = new HashMap<>();

    private RouteFile(String name, String text, JsonNode root) {
        this.name = name;
        this.text = text;
        this.root = root;
    }

    /**
     * @param name without a folder
     * @throws RouteRejected if it is empty, no YAML, or no list
     */
    public static RouteFile parse(String name, String text) throws RouteRejected {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(name).build();
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                throw new RouteRejected(name, 1, "the file is empty");
            }
            weigh(name, node.get(), 0, 0);
            RouteFile file = new RouteFile(name, text, JSON.valueToTree(new StandardConstructor(settings).constructSingleDocument(node)));
            if (!file.root.isArray() || file.root.isEmpty()) {
                throw new RouteRejected(name, 1, "the file must be a list of routes: '- route:' and so on");
            }
            file.note("", node.get());
            return file;
        } catch (MarkedYamlEngineException e) {
            throw new RouteRejected(name, e.getProblemMark().map(Mark::getLine).orElse(-1) + 1, e.getProblem());
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new RouteRejected(name, 0, "cannot be read as YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            // The parser goes down with each level; it has nothing to clean up.
            throw new RouteRejected(name, 0, NESTED);
        }
    }

    /**
     * Counts the parts, with what aliases repeat: a file that is small as text may be endless as a tree.
     *
     * @param before parts that were counted before
     * @return all that have been counted
     */
    private static int weigh(String name, Node node, int depth, int before) throws RouteRejected {
        int line = node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
        if (depth > DEEPEST) {
            throw new RouteRejected(name, line, NESTED);
        }
        if (before >= MOST_PARTS) {
            throw new RouteRejected(name, line, "has more than " + MOST_PARTS + " parts, with what its aliases repeat");
        }
        int parts = before + 1;
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                parts = weigh(name, item, depth + 1, parts);
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple member : mapping.getValue()) {
                parts = weigh(name, member.getValueNode(), depth + 1, weigh(name, member.getKeyNode(), depth + 1, parts));
            }
        }
        return parts;
    }

    /** Whether a name is that of a route file, and not of an editor's draft or backup. */
    public static boolean isRouteFile(String name) {
        return name.endsWith(ENDING) && !name.startsWith(".") && !name.startsWith("#") && name.length() > ENDING.length();
    }

    private void note(String pointer, Node node) {
        lines.put(pointer, node.getStartMark().map(Mark::getLine).orElse(-1) + 1);
        if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                note(pointer + "/" + i, sequence.getValue().get(i));
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple member : mapping.getValue()) {
                if (member.getKeyNode() instanceof ScalarNode key) {
                    String inner = pointer + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
                    note(inner, member.getValueNode());
                    lines.put(inner, key.getStartMark().map(Mark::getLine).orElse(-1) + 1);
                }
            }
        }
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** The file as JSON: a list. */
    public JsonNode root() {
        return root;
    }

    /** The line of a part, or of the nearest thing around it. */
    public int line(String pointer) {
        for (String at = pointer;; at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            if (at.isEmpty()) {
                return 0;
            }
        }
    }

    int lastLine() {
        return text.stripTrailing().split("\n", -1).length;
    }

    /** The first line that is not as in the file of this name among others, for a fault that has no line of its own. */
    int firstChange(Collection<RouteFile> others) {
        String[] own = text.split("\n", -1);
        List<String> original = others.stream().filter(file -> file.name.equals(name)).findFirst().map(file -> file.text.split("\n", -1)).map(List::of).orElse(List.of());
        return DiffUtils.diff(original, List.of(own)).getDeltas().stream()
                .map(delta -> delta.getTarget().getPosition())
                .filter(at -> at < own.length && !own[at].isBlank() && !own[at].startsWith("#"))
                .findFirst().orElse(0) + 1;
    }

    /** A fault of a part of this file. */
    public RouteFault fault(String pointer, String reason) {
        return new RouteFault(name, line(pointer), reason);
    }

    /** One route of this file. */
    public record Route(String id, String pointer, JsonNode node) {

        public String from() {
            return node.at("/from/uri").asText();
        }

        /** Where others call it, as {@code direct:send-notification}. */
        String entry() {
            return withoutOptions(from());
        }

        /** The entries that its steps name. */
        Set<String> calls() {
            return node.at("/from/steps").findValuesAsText("uri").stream().map(Route::withoutOptions).collect(Collectors.toSet());
        }

        private static String withoutOptions(String uri) {
            return uri.split("\\?", 2)[0].replace("://", ":");
        }
    }

    /** Its routes by id, in their order; those without an id are left out. */
    public Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        for (int i = 0; i < root.size(); i++) {
            JsonNode route = root.get(i).path("route");
            if (route.hasNonNull("id")) {
                routes.put(route.get("id").asText(), new Route(route.get("id").asText(), "/" + i + "/route", route));
            }
        }
        return routes;
    }

    /** Something of this file that has an id. */
    public record Named(String id, String pointer, String kind) {
    }

    /** Everything that has an id, from the top to the bottom. */
    public List<Named> named() {
        List<Named> named = new ArrayList<>();
        gather("", "", root, named);
        return named;
    }

    private static void gather(String pointer, String kind, JsonNode node, List<Named> named) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                gather(pointer + "/" + i, kind, node.get(i), named);
            }
        } else if (node.isObject()) {
            // What a parameter calls "id" names nothing of the route.
            if (node.path("id").isTextual() && !kind.equals("parameters")) {
                named.add(new Named(node.get("id").asText(), pointer, kind));
            }
            node.fields().forEachRemaining(member -> gather(pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"), member.getKey(),
                    member.getValue(), named));
        }
    }

    /**
     * The same file with those routes only, each on its line.
     *
     * @return null if none is left
     */
    public RouteFile only(Predicate<Route> wanted) {
        Set<String> keep = routes().values().stream().filter(wanted).map(Route::id).collect(Collectors.toSet());
        return onlyEntries(entry -> keep.contains(entry.at("/route/id").asText()));
    }

    /** The same file with its route configurations only; null if it has none. */
    RouteFile configurations() {
        return onlyEntries(entry -> entry.has("routeConfiguration"));
    }

    private RouteFile onlyEntries(Predicate<JsonNode> wanted) {
        String[] all = text.split("\n", -1);
        boolean any = false;
        for (int i = 0; i < root.size(); i++) {
            if (wanted.test(root.get(i))) {
                any = true;
                continue;
            }
            int end = i + 1 < root.size() ? line("/" + (i + 1)) : all.length + 1;
            for (int line = line("/" + i); line < end; line++) {
                all[line - 1] = "";
            }
        }
        try {
            return any ? parse(name, String.join("\n", all)) : null;
        } catch (RouteRejected e) {
            throw new IllegalStateException("what is left of a good file is not good", e);
        }
    }

    @Override
    public String toString() {
        return "RouteFile[" + name + "]";
    }
}
