package io.minipush.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Adds keys to a file and takes them out. What people have written there stays as it is: text is added at the end, or the lines of one
 * key go. The file is replaced in one step, so that nobody reads half of it; two who edit it at once come one after the other.
 */
public final class KeysEditor {

    private static final String HEAD = """
            # Who may call minipush: a name, the SHA-256 of the key, and what it may do. The keys themselves stand nowhere.
            # A running gateway takes changes within two seconds. docs/operations.md explains it; minipush keys writes it.
            """;
    private static final String PREFIX = "mp_";
    private static final int RANDOM_BYTES = 32;
    private static final String OWNER_ONLY = "rw-------";

    private final Path file;

    public KeysEditor(Path file) {
        this.file = file;
    }

    /** A key that nobody can guess: 256 bits. What it begins with lets scanners find one that stands where it should not. */
    public static String newKey() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The key of that name which whoever shows the secret has. */
    public static Key keyOf(String secret, String name, Set<Role> roles, Set<String> apps, boolean failsWithoutCredit) {
        return new Key(name, Keys.hash(secret), roles, apps, failsWithoutCredit);
    }

    /**
     * Adds it at the end; makes the file where there is none.
     *
     * @param note one line, or null
     * @throws WrongKeysFile if the file is wrong, has such a name already, or cannot be written
     */
    public void add(Key key, String created, String note) {
        edit(true, text -> {
            List<KeyEntry> before = KeysFile.parse(file.toString(), text);
            if (before.stream().anyMatch(entry -> entry.name().equals(key.name()))) {
                throw new WrongKeysFile(file + ": there is a key '" + key.name() + "' already; keys revoke takes it out");
            }
            String after = text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + block(key, created, note);
            List<Key> wanted = keys(before);
            wanted.add(key);
            check(after, wanted);
            return after;
        });
    }

    /**
     * Takes it out.
     *
     * @return whether it was there
     * @throws WrongKeysFile if the file is wrong or cannot be written
     */
    public boolean remove(String name) {
        boolean[] found = new boolean[1];
        edit(false, text -> {
            List<KeyEntry> before = KeysFile.parse(file.toString(), text);
            KeyEntry entry = before.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
            if (entry == null) {
                return text;
            }
            found[0] = true;
            List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
            lines.subList(entry.fromLine(), entry.toLine() + 1).clear();
            String rest = String.join("", lines);
            String after = rest.isBlank() ? HEAD : rest;
            check(after, keys(before.stream().filter(one -> one != entry).toList()));
            return after;
        });
        return found[0];
    }

    private static String block(Key key, String created, String note) {
        StringBuilder block = new StringBuilder(key.name()).append(":\n");
        block.append("  sha256: ").append(HexFormat.of().formatHex(key.sha256())).append('\n');
        block.append("  roles: ").append(key.roles().stream().sorted().map(Role::word).collect(Collectors.joining(", ", "[", "]"))).append('\n');
        if (!key.apps().isEmpty()) {
            block.append("  apps: ").append(key.apps().stream().sorted().map(KeysEditor::quoted).collect(Collectors.joining(", ", "[", "]"))).append('\n');
        }
        if (key.failsWithoutCredit()) {
            block.append("  without_credit: fail\n");
        }
        block.append("  created: ").append(created).append('\n');
        if (note != null) {
            block.append("  note: ").append(quoted(note)).append('\n');
        }
        return block.toString();
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static List<Key> keys(List<KeyEntry> entries) {
        return entries.stream().map(KeyEntry::key).collect(Collectors.toCollection(ArrayList::new));
    }

    /** YAML can be written in many ways; where an edit of its lines would not do what it should, a person has to do it. */
    private void check(String text, List<Key> wanted) {
        try {
            if (same(keys(KeysFile.parse(file.toString(), text)), wanted)) {
                return;
            }
        } catch (WrongKeysFile e) {
            // said below
        }
        throw new WrongKeysFile(file + ": is laid out in a way that only a person can edit: each key should be a block of lines of its own");
    }

    private static boolean same(List<Key> some, List<Key> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            Key one = some.get(i);
            Key other = others.get(i);
            if (!one.name().equals(other.name()) || !Arrays.equals(one.sha256(), other.sha256()) || !one.roles().equals(other.roles())
                    || !one.apps().equals(other.apps()) || one.failsWithoutCredit() != other.failsWithoutCredit()) {
                return false;
            }
        }
        return true;
    }

    private void edit(boolean create, UnaryOperator<String> change) {
        // A lock on a file is one of the process.
        synchronized (KeysEditor.class) {
            editAlone(create, change);
        }
    }

    private void editAlone(boolean create, UnaryOperator<String> change) {
        try {
            if (create && Files.notExists(file)) {
                create();
            }
            if (Files.notExists(file)) {
                throw new WrongKeysFile(file + ": there is no such file");
            }
            Path real = file.toRealPath();
            while (!editLocked(real, change)) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new WrongKeysFile(file + ": cannot be written (" + e + ")");
        }
    }

    private void create() throws IOException {
        Path target = file.toAbsolutePath();
        FileAttribute<?>[] ownerOnly = target.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))} : new FileAttribute<?>[0];
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(target.getParent(), ".keys", ".tmp", ownerOnly);
        try {
            Files.writeString(fresh, HEAD);
            // Not a move: who else creates it at this moment must not lose what he puts in.
            Files.createLink(target, fresh);
        } catch (FileAlreadyExistsException e) {
            // then it is there
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** @return false if somebody else replaced the file before the lock was ours: a lock is on what was opened, not on the path */
    private static boolean editLocked(Path real, UnaryOperator<String> change) throws IOException {
        Object before = identity(real);
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            if (!Objects.equals(before, identity(real))) {
                return false;
            }
            String text = KeysFile.text(real);
            String after = change.apply(text);
            if (!after.equals(text)) {
                replace(real, after);
            }
            return true;
        }
    }

    private static Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static void replace(Path real, String text) throws IOException {
        Path fresh = Files.createTempFile(real.getParent(), ".keys", ".tmp");
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (view != null) {
                // The gateway may run as somebody else than who edits: whoever could read it can read it still.
                PosixFileAttributes old = Files.readAttributes(real, PosixFileAttributes.class);
                PosixFileAttributes mine = view.readAttributes();
                if (!old.owner().equals(mine.owner())) {
                    view.setOwner(old.owner());
                }
                if (!old.group().equals(mine.group())) {
                    view.setGroup(old.group());
                }
                view.setPermissions(old.permissions());
            }
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
