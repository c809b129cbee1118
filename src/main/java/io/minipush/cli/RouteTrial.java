package io.minipush.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.minipush.gateway.Gateway;
import io.minipush.platform.Platforms;
import io.minipush.routes.BuiltInRoutes;
import io.minipush.routes.RouteFault;
import io.minipush.routes.RouteFile;
import io.minipush.routes.RouteRejected;
import io.minipush.routes.RouteValidation;
import io.minipush.settings.InvalidSetting;
import io.minipush.settings.Settings;
import io.minipush.settings.SettingsReader;
import org.springframework.util.FileSystemUtils;

/** Tries route files in a gateway that is thrown away. */
final class RouteTrial {

    private final Map<String, String> environment;
    private final BuiltInRoutes builtIn;

    RouteTrial(Map<String, String> environment, BuiltInRoutes builtIn) {
        this.environment = environment;
        this.builtIn = builtIn;
    }

    /**
     * @param candidates names and texts
     * @param beside     what they would run beside; those that are good join it
     * @return how many faults there are
     */
    int run(Map<String, String> candidates, Map<String, RouteFile> beside, Consumer<RouteFile> good, Consumer<RouteFault> bad) throws Exception {
        Path scratch = Files.createTempDirectory("minipush-check");
        int faults = 0;
        Settings settings = settings(scratch);
        try (Gateway gateway = Gateway.prepare(settings)) {
            RouteValidation validation = new RouteValidation(gateway.context(), builtIn, settings, Platforms.of(settings));
            for (Map.Entry<String, String> candidate : candidates.entrySet()) {
                try {
                    RouteFile file = validation.check(candidate.getKey(), candidate.getValue(), beside.values());
                    beside.put(file.name(), file);
                    good.accept(file);
                } catch (RouteRejected e) {
                    faults += e.faults().size();
                    e.faults().forEach(bad);
                }
            }
        } finally {
            FileSystemUtils.deleteRecursively(scratch.toFile());
        }
        return faults;
    }

    /** Of this installation, but for a home, a database and ports that nobody else uses. */
    private Settings settings(Path scratch) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("MINIPUSH_HOME", scratch.toString());
        own.put("MINIPUSH_DB_URL", "jdbc:h2:mem:check;WRITE_DELAY=0");
        own.put("MINIPUSH_JMS_URL", "none");
        own.put("MINIPUSH_JMS_OUTCOMES", "false");
        own.put("MINIPUSH_HTTP_HOST", "127.0.0.1");
        own.put("MINIPUSH_HTTP_PORT", "0");
        own.put("MINIPUSH_MANAGEMENT_HOST", "127.0.0.1");
        own.put("MINIPUSH_MANAGEMENT_PORT", "0");
        own.keySet().removeIf(name -> name.startsWith("MINIPUSH_DB_USER") || name.startsWith("MINIPUSH_DB_PASSWORD"));
        try {
            return SettingsReader.read(own);
        } catch (InvalidSetting withoutApp) {
            // Routes can be checked where no app is configured, as in a CI.
            own.put("MINIPUSH_APP_ID", "wx0000000000000000");
            own.put("MINIPUSH_APP_SECRET", "not-a-real-secret");
            return SettingsReader.read(own);
        }
    }
}
