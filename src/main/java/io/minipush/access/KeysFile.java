package io.minipush.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a file of keys, strictly: one that is not understood as a whole is not taken at all, since a key that is read wrongly opens too
 * much or too little.
 */
public final class KeysFile {

    private static final int LONGEST = 1 << 20;
    private static final Set<String> MEMBERS = Set.of("sha256", "roles", "apps", "without_credit", "created", "note");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern APP = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Set<String> RESERVED = Set.of(Keys.ONLY_KEY, Keys.ANYBODY.name());
    private static final String HASH_OF_NOTHING = HexFormat.of().formatHex(Keys.hash(""));
    private static final int LONGEST_TEXT = 256;
    /** A word this long may be a key that somebody wrote into the file. */
    private static final String LONG_WORD = "\\S{16,}";

    private final String name;
    private final Map<String, KeyEntry> entries = new LinkedHashMap<>();
    private final Map<String, String> nameOfHash = new HashMap<>();

    private KeysFile(String name) {
        this.name = name;
    }

    /** @throws WrongKeysFile if it cannot be read, is not understood, or may be written by anybody on the machine */
    public static List<KeyEntry> read(Path file) {
        return parse(file.toString(), text(file));
    }

    /** Whether a key may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !RESERVED.contains(name);
    }

    public static boolean isApp(String app) {
        return APP.matcher(app).matches();
    }

    static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new WrongKeysFile(file + ": anybody on this machine can write it, and so give himself a key: chmod o-w");
            }
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new WrongKeysFile(file + ": is longer than 1 MiB");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw new WrongKeysFile(file + ": there is no such file (minipush keys create makes it)");
        } catch (CharacterCodingException e) {
            throw new WrongKeysFile(file + ": is not UTF-8");
        } catch (IOException e) {
            throw new WrongKeysFile(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** @param name by which faults call the file */
    static List<KeyEntry> parse(String name, String text) {
        if (text.isBlank()) {
            // Whoever wants none leaves a comment: nothing at all is what an editor or a full disk leaves for a moment.
            throw new WrongKeysFile(name + ": is empty");
        }
        KeysFile file = new KeysFile(name);
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().setLabel("keys").build()).composeString(text);
            root.ifPresent(node -> file.members(node, "the file", null).forEach(file::take));
        } catch (MarkedYamlEngineException e) {
            throw file.fault(e.getProblemMark().map(Mark::getLine), String.valueOf(e.getProblem()).replaceAll(LONG_WORD, "…"));
        } catch (YamlEngineException e) {
            throw new WrongKeysFile(name + ": is not YAML");
        }
        return List.copyOf(file.entries.values());
    }

    private void take(ScalarNode at, Node node) {
        String called = at.getValue();
        if (!NAME.matcher(called).matches()) {
            throw fault(at, "the name of a key has 1 to 64 letters, digits, dots, underscores or hyphens, and begins with a letter or digit");
        }
        if (RESERVED.contains(called)) {
            throw fault(at, "'" + called + "' is the name of something else, call this key otherwise");
        }
        Map<String, Node> members = new HashMap<>();
        members(node, "'" + called + "'", MEMBERS).forEach((member, value) -> members.put(member.getValue(), value));
        byte[] hash = hash(at, called, members.get("sha256"));
        Set<Role> roles = roles(at, called, members.get("roles"));
        Key key = new Key(called, hash, roles, apps(members.get("apps")), failsWithoutCredit(members.get("without_credit")));
        entries.put(called, new KeyEntry(key, line(members.get("created"), "created"), line(members.get("note"), "note"), lineOf(at), lastLine(node)));
    }

    private byte[] hash(Node at, String called, Node node) {
        if (node == null) {
            throw fault(at, "'" + called + "' has no sha256");
        }
        if (!(node instanceof ScalarNode scalar) || !SHA_256.matcher(scalar.getValue()).matches()) {
            throw fault(node, "sha256 must be the SHA-256 of the key in 64 hexadecimal digits");
        }
        String hex = scalar.getValue().toLowerCase(java.util.Locale.ROOT);
        if (hex.equals(HASH_OF_NOTHING)) {
            throw fault(node, "this is the SHA-256 of nothing: the key was empty when it was hashed");
        }
        String other = nameOfHash.put(hex, called);
        if (other != null) {
            throw fault(node, "'" + called + "' is the same key as '" + other + "'");
        }
        return HexFormat.of().parseHex(hex);
    }

    private Set<Role> roles(Node at, String called, Node node) {
        if (node == null) {
            throw fault(at, "'" + called + "' has no roles");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (ScalarNode word : list(node, "roles")) {
            roles.add(Role.of(word.getValue()).orElseThrow(() -> fault(word, "there is no such role; there are "
                    + Stream.of(Role.values()).map(Role::word).collect(Collectors.joining(", ")))));
        }
        if (roles.isEmpty()) {
            throw fault(node, "'" + called + "' has no roles");
        }
        return roles;
    }

    /** An empty list is refused: who takes the last app from it does not mean to open all. */
    private Set<String> apps(Node node) {
        if (node == null) {
            return Set.of();
        }
        Set<String> apps = new LinkedHashSet<>();
        for (ScalarNode app : list(node, "apps")) {
            if (!APP.matcher(app.getValue()).matches()) {
                throw fault(app, "an appid has 1 to 64 letters, digits, underscores or hyphens");
            }
            apps.add(app.getValue());
        }
        if (apps.isEmpty()) {
            throw fault(node, "apps is empty: leave it out if the key is for all apps");
        }
        return apps;
    }

    private boolean failsWithoutCredit(Node node) {
        if (node == null || node instanceof ScalarNode wait && wait.getValue().equals("wait")) {
            return false;
        }
        if (node instanceof ScalarNode fail && fail.getValue().equals("fail")) {
            return true;
        }
        throw fault(node, "without_credit must be wait or fail");
    }

    private String line(Node node, String what) {
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode text && text.getValue().length() <= LONGEST_TEXT && text.getValue().lines().count() <= 1) {
            return text.getValue();
        }
        throw fault(node, what + " must be one line of at most " + LONGEST_TEXT + " characters");
    }

    private List<ScalarNode> list(Node node, String what) {
        List<ScalarNode> words = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (!(item instanceof ScalarNode word)) {
                    throw fault(item, what + " must be a list of words");
                }
                words.add(word);
            }
            return words;
        }
        throw fault(node, what + " must be a list, like [" + (what.equals("roles") ? "collect, send" : "wx0000000000000000") + "]");
    }

    private Map<ScalarNode, Node> members(Node node, String what, Set<String> allowed) {
        if (!(node instanceof MappingNode mapping)) {
            throw fault(node, what + " must have members, like 'roles: [send]'");
        }
        Map<ScalarNode, Node> members = new LinkedHashMap<>();
        Set<String> seen = new java.util.HashSet<>();
        mapping.getValue().forEach(member -> {
            if (!(member.getKeyNode() instanceof ScalarNode called)) {
                throw fault(member.getKeyNode(), "a name is missing");
            }
            if (allowed != null && !allowed.contains(called.getValue())) {
                throw fault(called, what + " has a member that is unknown; there are " + String.join(", ", allowed.stream().sorted().toList()));
            }
            if (!seen.add(called.getValue())) {
                throw fault(called, "the same name stands here twice");
            }
            members.put(called, member.getValueNode());
        });
        return members;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0);
    }

    /** The end of a block as YAML has it is the beginning of what follows; the end of its last word is what is meant. */
    private static int lastLine(Node node) {
        if (node instanceof MappingNode mapping && mapping.getFlowStyle() != org.snakeyaml.engine.v2.common.FlowStyle.FLOW) {
            return mapping.getValue().stream().mapToInt(member -> lastLine(member.getValueNode())).max().orElse(lineOf(node));
        }
        if (node instanceof SequenceNode sequence && sequence.getFlowStyle() != org.snakeyaml.engine.v2.common.FlowStyle.FLOW) {
            return sequence.getValue().stream().mapToInt(KeysFile::lastLine).max().orElse(lineOf(node));
        }
        return node.getEndMark().map(Mark::getLine).orElse(lineOf(node));
    }

    private WrongKeysFile fault(Node node, String fault) {
        return fault(node.getStartMark().map(Mark::getLine), fault);
    }

    private WrongKeysFile fault(Optional<Integer> line, String fault) {
        return new WrongKeysFile(name + line.map(number -> ", line " + (number + 1)).orElse("") + ": " + fault);
    }
}
