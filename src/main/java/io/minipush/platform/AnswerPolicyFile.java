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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** The one that comes with the gateway. */
    public static final String BUILT_IN = "/platform/wechat-template.yaml";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final String NEXT_QUOTA_DAY = "next quota day";

    private final String name;
    private final Map<AnswerClass, AnswerRule> classes = new EnumMap<>(AnswerClass.class);
    private final Map<Integer, AnswerRule> codes = new HashMap<>();

    private AnswerPolicyFile(String name) {
        this.name = name;
    }

    /**
     * @param file another file than the built-in one
     * @throws InvalidSetting naming file, line and fault
     */
    public static AnswerPolicy read(Optional<Path> file) {
        if (file.isEmpty()) {
            try (InputStream in = AnswerPolicyFile.class.getResourceAsStream(BUILT_IN)) {
                return read("the built-in file", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try {
            return read(file.get().toString(), Files.readString(file.get()));
        } catch (IOException e) {
            throw Setting.ANSWER_POLICY.invalid("cannot read the file " + file.get() + " (" + e + ")");
        }
    }

    static AnswerPolicy read(String name, String text) {
        AnswerPolicyFile file = new AnswerPolicyFile(name);
        try {
            Node root = new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text)
                    .orElseThrow(() -> Setting.ANSWER_POLICY.invalid(name + " is empty"));
            Map<String, Node> parts = file.members(root, Set.of("classes", "codes"), "the file");
            file.members(parts.get("classes"), null, "classes").forEach(file::takeClass);
            AnswerPolicy.DATA.stream().filter(missing -> !file.classes.containsKey(missing)).findFirst().ifPresent(missing -> {
                throw file.fault(root, "the class '" + missing.word() + "' is missing");
            });
            file.members(parts.get("codes"), null, "codes").forEach(file::takeCode);
        } catch (MarkedYamlEngineException e) {
            throw file.fault(e.getProblemMark().map(Mark::getLine), e.getProblem());
        } catch (YamlEngineException e) {
            throw Setting.ANSWER_POLICY.invalid(name + ": " + e.getMessage());
        }
        return new AnswerPolicy(file.codes, file.classes.get(AnswerClass.UNKNOWN));
    }

    private void takeClass(String word, Node node) {
        AnswerClass meaning = AnswerPolicy.DATA.stream().filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> fault(node, "there is no class '" + word + "'; there are " + words()));
        Map<String, Node> members = members(node, Set.of("notification", "credit", "app", "delay"), word);
        boolean again = choice(node, members, "notification", "failed", "again") == 1;
        Credit credit = Credit.values()[choice(node, members, "credit", "back", "last", "dropped")];
        boolean rests = choice(node, members, "app", "goes on", "rests") == 1;
        if ((again || rests) && !members.containsKey("delay")) {
            throw fault(node, "the class '" + word + "' needs a delay");
        }
        classes.put(meaning, new AnswerRule(meaning, "the platform gave no known reason", again, credit, rests,
                members.containsKey("delay") ? delay(members.get("delay"), rests) : Duration.ZERO));
    }

    private void takeCode(String word, Node node) {
        if (!word.matches("-?\\d{1,9}")) {
            throw fault(node, "'" + word + "' is not an errcode");
        }
        int code = Integer.parseInt(word);
        if (AnswerPolicy.CODE_NOT_DATA.containsKey(code)) {
            throw fault(node, "what " + code + " means is code, not data: the gateway's promise rests on it");
        }
        Map<String, Node> members = members(node, Set.of("class", "says", "delay"), word);
        String className = text(members.get("class"), node, word + " needs a class");
        AnswerRule rule = classes.values().stream().filter(one -> one.meaning().word().equals(className)).findFirst()
                .orElseThrow(() -> fault(node, "there is no class '" + className + "'; there are " + words()));
        String says = text(members.get("says"), node, word + " needs a text under 'says'");
        Duration delay = members.containsKey("delay") ? delay(members.get("delay"), rule.rests()) : rule.delay();
        codes.put(code, new AnswerRule(rule.meaning(), says, rule.again(), rule.credit(), rule.rests(), delay));
    }

    private Map<String, Node> members(Node node, Set<String> allowed, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw node == null ? Setting.ANSWER_POLICY.invalid(name + ": '" + what + "' is missing") : fault(node, what + " must have members");
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

    private static String words() {
        return String.join(", ", AnswerPolicy.DATA.stream().map(AnswerClass::word).toList());
    }

    private InvalidSetting fault(Node node, String fault) {
        return fault(node.getStartMark().map(Mark::getLine), fault);
    }

    private InvalidSetting fault(Optional<Integer> line, String fault) {
        return Setting.ANSWER_POLICY.invalid(name + line.map(number -> ", line " + (number + 1)).orElse("") + ": " + fault);
    }
}
