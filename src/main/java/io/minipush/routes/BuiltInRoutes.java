package io.minipush.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.minipush.json.Digests;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** The route files that come with the gateway. Immutable. */
public final class BuiltInRoutes {

    private static final String FILES = "classpath:routes/*" + RouteFile.ENDING;
    private static final String ORIGIN = "# origin: ";

    private final Map<String, RouteFile> files = new TreeMap<>();

    /** @param context only to look around with */
    public BuiltInRoutes(CamelContext context) {
        try {
            for (Resource resource : PluginHelper.getPackageScanResourceResolver(context).findResources(FILES)) {
                String location = resource.getLocation();
                String name = location.substring(location.lastIndexOf('/') + 1);
                try (InputStream in = resource.getInputStream()) {
                    files.put(name, RouteFile.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException | RouteRejected e) {
            throw new IllegalStateException("the installation is damaged: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("the built-in routes cannot be found", e);
        }
    }

    public Map<String, RouteFile> all() {
        return files;
    }

    public Optional<RouteFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** The file that has the route of this id. */
    public Optional<RouteFile> holding(String routeId) {
        return files.values().stream().filter(file -> file.routes().containsKey(routeId)).findFirst();
    }

    /** The first line of a copy that is to be edited: it tells later whether the original has changed since. */
    public static String origin(RouteFile builtIn) {
        return ORIGIN + builtIn.name() + " " + Digests.of(builtIn.text());
    }

    /** Whether an edited copy says that it began as another version of its built-in file. */
    public boolean hasChangedSince(RouteFile copy) {
        String first = copy.text().split("\n", 2)[0].strip();
        return first.startsWith(ORIGIN) && files.containsKey(copy.name()) && !first.equals(origin(files.get(copy.name())));
    }
}
