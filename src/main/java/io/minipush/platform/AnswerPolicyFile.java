package io.minipush.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.minipush.platform.AnswerRule.App;
import io.minipush.platform.AnswerRule.Credit;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Setting;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads an {@link AnswerPolicy} from its file, strictly: what is not understood stops the start, with its line. */
public final class AnswerPolicyFile {

    /** It is shown where a database column of 256 characters has it. */
    private static final int LONGEST_SAYS = 220;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final String NEXT_QUOTA_DAY = "next quota day";

    private final String name;
    private final Function<String, InvalidSetting> fault;
    private final Map<Integer, AnswerClass> code;
    private final Map<AnswerClass, AnswerRule> classes = new EnumMap<>(AnswerClass.class);
    private final Map<Integer, AnswerRule> codes = new HashMap<>();

    private AnswerPolicyFile(String name, Function<String, InvalidSetting> fault, Map<Integer, AnswerClass> code) {
        this.name = name;
        this.fault = fault;
        this.code = code;
    }

    /**
     * One that comes with the gateway, or with a platform.
     *
     * @param resource on the class path
     * @param code     the codes whose consequences are code and not data
     */
    public static AnswerPolicy builtIn(String resource, Map<Integer, AnswerClass> code) {
        try (InputStream in = AnswerPolicyFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new InvalidSetting("the answer policy " + resource + " is missing from the installation");
            }
            return new AnswerPolicyFile("the built-in file " + resource, InvalidSetting::new, code)
                    .read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One that somebody has written.
     *
     * @param setting names it
     * @throws InvalidSetting naming setting, file, line and fault
     */
    public static AnswerPolicy read(Setting setting, Path file, Map<Integer, AnswerClass> code) {
        try {
            return read(setting, file.toString(), Files.readString(file), code);
        } catch (IOException e) {
            throw setting.invalid("cannot read the file " + file + " (" + e + ")");
        }
    }

    static AnswerPolicy read(Setting setting, String name, String text, Map<Integer, AnswerClass> code) {
        return new AnswerPolicyFile(name, setting::invalid, code).read(text);
    }

    private AnswerPolicy read(String text) {
        try {
            Node root = new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text).orElseThrow(() -> fault.apply(name + " is empty"));
            Map<String, Node> parts = members(root, Set.of("classes", "codes"), "the file");
            members(parts.get("classes"), null, "classes").forEach(this::takeClass);
            if (!classes.containsKey(AnswerClass.UNKNOWN)) {
                throw fault(root, "the class '" + AnswerClass.UNKNOWN.word() + "' is missing");
            }
            members(parts.get("codes"), null, "codes").forEach(this::takeCode);
        } catch (MarkedYamlEngineException e) {
            throw fault(e.getProblemMark().map(Mark::getLine), e.getProblem());
        } catch (YamlEngineException e) {
            throw fault.apply(name + ": " + e.getMessage());
        }
        return new AnswerPolicy(code, codes, classes.get(AnswerClass.UNKNOWN));
    }

    private void takeClass(String word, Node node) {
        AnswerClass meaning = AnswerPolicy.DATA.stream().filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> fault(node, "there is no class '" + word + "'; there are " + words(AnswerPolicy.DATA)));
        Map<String, Node> members = members(node, Set.of("notification", "credit", "app", "delay"), word);
        boolean again = choice(node, members, "notification", "failed", "again") == 1;
        Credit credit = Credit.values()[choice(node, members, "credit", "back", "last", "dropped")];
        App app = App.values()[choice(node, members, "app", "goes on", "rests", "loses the channel")];
        if ((again && app == App.GOES_ON || app == App.RESTS) && !members.containsKey("delay")) {
            throw fault(node, "the class '" + word + "' needs a delay");
        }
        classes.put(meaning, new AnswerRule(meaning, "the platform gave no known reason", again, credit, app,
                members.containsKey("delay") ? delay(members.get("delay"), app == App.RESTS) : Duration.ZERO));
    }

    private void takeCode(String word, Node node) {
        if (!word.matches("-?\\d{1,9}")) {
            throw fault(node, "'" + word + "' is not an errcode");
        }
        int errcode = Integer.parseInt(word);
        if (code.containsKey(errcode)) {
            throw fault(node, "what " + errcode + " means is code, not data: the gateway's promise rests on it");
        }
        Map<String, Node> members = members(node, Set.of("class", "says", "delay"), word);
        String className = text(members.get("class"), node, word + " needs a class");
        AnswerRule rule = classes.values().stream().filter(one -> one.meaning().word().equals(className)).findFirst()
                .orElseThrow(() -> fault(node, "there is no class '" + className + "'; there are " + words(classes.keySet())));
        String says = text(members.get("says"), node, word + " needs a text under 'says'");
        if (says.length() > LONGEST_SAYS) {
            throw fault(members.get("says"), "the text under 'says' has more than " + LONGEST_SAYS + " characters");
        }
        Duration delay = members.containsKey("delay") ? delay(members.get("delay"), rule.rests()) : rule.delay();
        codes.put(errcode, new AnswerRule(rule.meaning(), says, rule.again(), rule.credit(), rule.app(), delay));
    }

    private Map<String, Node> members(Node node, Set<String> allowed, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw node == null ? fault.apply(name + ": '" + what + "' is missing") : fault(node, what + " must have members");
        }
        Map<String, Node> members = new LinkedHashMap<>();
        mapping.getValue().forEach(member -> {
            String key = text(member.getKeyNode(), node, "a name is missing");
            if (allowed != null && !allowed.contains(key)) {
                throw fault(member.getKeyNode(), "'" + key + "' is unknown in " + what + "; there are " + String.join(", ", allowed.stream().sorted().toList()));
            }
            if (members.put(key, member.getValueNode()) != null) {
                throw fault(member.getKeyNode(), "'" + key + "' stands here twice");
            }
        });
        return members;
    }

    private int choice(Node at, Map<String, Node> members, String member, String... choices) {
        String value = text(members.get(member), at, "'" + member + "' is missing");
        int choice = Arrays.asList(choices).indexOf(value);
        if (choice < 0) {
            throw fault(members.get(member), "'" + member + "' must be one of " + String.join(", ", choices) + ", not '" + value + "'");
        }
        return choice;
    }

    private Duration delay(Node node, boolean rests) {
        String value = text(node, node, "the delay is empty");
        if (value.equals(NEXT_QUOTA_DAY)) {
            if (!rests) {
                throw fault(node, "only an app that rests can do so until the next quota day");
            }
            return null;
        }
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw fault(node, "'" + value + "' is not a delay: a number with s, m, h or d, or " + NEXT_QUOTA_DAY);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private String text(Node node, Node at, String otherwise) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw fault(node == null ? at : node, otherwise);
    }

    private static String words(Set<AnswerClass> some) {
        return String.join(", ", some.stream().sorted().map(AnswerClass::word).toList());
    }

    private InvalidSetting fault(Node node, String what) {
        return fault(node.getStartMark().map(Mark::getLine), what);
    }

    private InvalidSetting fault(Optional<Integer> line, String what) {
        return fault.apply(name + line.map(number -> ", line " + (number + 1)).orElse("") + ": " + what);
    }
}
