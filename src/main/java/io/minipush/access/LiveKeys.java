package io.minipush.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.minipush.settings.Setting;
import io.minipush.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys as their file has them. It is read twice a second: that is cheaper than it sounds, and sees every change, while the
 * time of a file has gaps. A change is taken once the file has kept for one look, since an editor may be in the middle of it. A file that
 * is wrong or away leaves the keys as they were.
 */
public final class LiveKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);
    private static final long BETWEEN_LOOKS_MILLIS = 500;

    private final Optional<Path> file;
    private final Keys keys;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "keys");
        thread.setDaemon(true);
        return thread;
    });
    /** What the file had at the last look, and at the last that was taken; after the first reading only the looking thread has them. */
    private String seen;
    private String taken;
    private Map<String, KeyEntry> inForce = Map.of();
    private volatile String fault;

    private LiveKeys(Optional<Path> file, Keys keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads the file for the first time.
     *
     * @throws io.minipush.settings.InvalidSetting if there is a file, and it is wrong
     */
    public static LiveKeys open(Settings settings, MeterRegistry meters) {
        LiveKeys live = settings.keysFile().isEmpty() ? new LiveKeys(Optional.empty(), Keys.of(settings.apiKey()))
                : new LiveKeys(settings.keysFile(), Keys.withFile(settings.apiKey(), List.of()));
        Gauge.builder("minipush.keys", live.keys, Keys::count).description("Keys that open the API").register(meters);
        Gauge.builder("minipush.keys.file.broken", live, wrong -> wrong.fault == null ? 0 : 1)
                .description("1 while the keys file is wrong or away, and the keys from before are in force").register(meters);
        live.file.ifPresent(live::readFirst);
        if (settings.apiKey().filter(GuessThrottle::canBeGuessed).isPresent() && !Settings.isOnLoopback(settings.api().host())) {
            LOG.warn("{} has less than {} characters, so it may be guessed from outside: make one by openssl rand -hex 32", Setting.API_KEY.variable(), GuessThrottle.TOO_LONG_TO_GUESS);
        }
        return live;
    }

    /** From now on changes are taken. */
    public void watch() {
        file.ifPresent(path -> looks.scheduleWithFixedDelay(() -> look(path), BETWEEN_LOOKS_MILLIS, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS));
    }

    public Keys keys() {
        return keys;
    }

    /** One sentence while the file is wrong. */
    public Optional<String> warning() {
        return Optional.ofNullable(fault).map(reason -> "the keys file is wrong, the keys from before are in force: " + reason);
    }

    private void readFirst(Path path) {
        try {
            seen = KeysFile.text(path);
            take(path, seen);
        } catch (WrongKeysFile e) {
            throw Setting.KEYS_FILE.invalid(e.getMessage());
        }
    }

    private void look(Path path) {
        try {
            String text = KeysFile.text(path);
            boolean kept = text.equals(seen);
            seen = text;
            if (kept && !text.equals(taken)) {
                take(path, text);
            }
            if (text.equals(taken)) {
                wrong(null);
            }
        } catch (WrongKeysFile e) {
            wrong(e.getMessage());
        } catch (RuntimeException e) {
            wrong(path + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void take(Path path, String text) {
        Map<String, KeyEntry> fresh = KeysFile.parse(path.toString(), text).stream().collect(Collectors.toMap(KeyEntry::name, Function.identity()));
        keys.replaceFromFile(fresh.values().stream().map(KeyEntry::key).toList());
        taken = text;
        LOG.info("Keys of {} are in force: {}{}", path, fresh.keySet().stream().sorted().toList(), inForce.isEmpty() ? "" : gone(fresh));
        inForce = fresh;
    }

    private String gone(Map<String, KeyEntry> fresh) {
        List<String> gone = inForce.keySet().stream().filter(name -> !fresh.containsKey(name)).sorted().toList();
        return gone.isEmpty() ? "" : "; no longer: " + gone;
    }

    /** Said once for each fault, and once when it is over. */
    private void wrong(String reason) {
        String before = fault;
        fault = reason;
        if (reason != null && !reason.equals(before)) {
            LOG.warn("The keys file is wrong, the keys from before are in force: {}", reason);
        } else if (reason == null && before != null) {
            LOG.info("The keys file is right again");
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
