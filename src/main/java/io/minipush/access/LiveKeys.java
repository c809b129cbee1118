package io.minipush.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.settings.EditWatch;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys as their file has them. It is read twice a second: that is cheaper than it sounds, and sees every change, while the
 * time of a file has gaps. A file that is wrong or away leaves the keys as they were.
 */
public final class LiveKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final EditWatch.Words WORDS = new EditWatch.Words("keys file is wrong, the keys from before are in force", "keys file is right again", 1);

    private final Keys keys;
    /** Empty if there is no file. */
    private final Optional<EditWatch<String>> watch;

    private LiveKeys(Keys keys, Optional<EditWatch<String>> watch) {
        this.keys = keys;
        this.watch = watch;
    }

    /**
     * Reads the file for the first time.
     *
     * @throws io.minipush.settings.InvalidSetting if there is a file, and it is wrong
     */
    public static LiveKeys open(Settings settings, MeterRegistry meters) {
        LiveKeys live = settings.keysFile().map(file -> ofFile(file, Keys.withFile(settings.apiKey(), List.of())))
                .orElseGet(() -> new LiveKeys(Keys.of(settings.apiKey()), Optional.empty()));
        Gauge.builder("minipush.keys", live.keys, Keys::count).description("Keys that open the API").register(meters);
        Gauge.builder("minipush.keys.file.broken", live, now -> now.warning().isPresent() ? 1 : 0)
                .description("1 while the keys file is wrong or away, and the keys from before are in force").register(meters);
        if (settings.apiKey().filter(GuessThrottle::canBeGuessed).isPresent() && !Settings.isOnLoopback(settings.api().host())) {
            LOG.warn("{} has less than {} characters, so it may be guessed from outside: make one by openssl rand -hex 32", Setting.API_KEY.variable(), GuessThrottle.TOO_LONG_TO_GUESS);
        }
        return live;
    }

    private static LiveKeys ofFile(Path path, Keys keys) {
        try {
            File file = new File(path, keys);
            String text = file.look();
            file.take(text);
            return new LiveKeys(keys, Optional.of(new EditWatch<>("keys", file, text, WORDS)));
        } catch (WrongKeysFile e) {
            throw Setting.KEYS_FILE.invalid(e.getMessage());
        }
    }

    /** From now on changes are taken. */
    public void watch() {
        watch.ifPresent(file -> file.start(BETWEEN_LOOKS));
    }

    public Keys keys() {
        return keys;
    }

    /** One sentence while the file is wrong. */
    public Optional<String> warning() {
        return watch.flatMap(EditWatch::warning);
    }

    @Override
    public void close() {
        watch.ifPresent(EditWatch::close);
    }

    private static final class File implements EditWatch.Edited<String> {

        private final Path path;
        private final Keys keys;
        private Map<String, KeyEntry> inForce = Map.of();

        File(Path path, Keys keys) {
            this.path = path;
            this.keys = keys;
        }

        @Override
        public String look() {
            return KeysFile.text(path);
        }

        @Override
        public void take(String text) {
            Map<String, KeyEntry> fresh = KeysFile.parse(path.toString(), text).stream().collect(Collectors.toMap(KeyEntry::name, Function.identity()));
            keys.replaceFromFile(fresh.values().stream().map(KeyEntry::key).toList());
            LOG.info("Keys of {} are in force: {}{}", path, fresh.keySet().stream().sorted().toList(), inForce.isEmpty() ? "" : gone(fresh));
            inForce = fresh;
        }

        private String gone(Map<String, KeyEntry> fresh) {
            List<String> gone = inForce.keySet().stream().filter(name -> !fresh.containsKey(name)).sorted().toList();
            return gone.isEmpty() ? "" : "; no longer: " + gone;
        }

        @Override
        public String reason(RuntimeException fault) {
            return fault instanceof WrongKeysFile ? fault.getMessage() : path + ": cannot be read (" + fault.getClass().getSimpleName() + ")";
        }
    }
}
