package io.minipush.hawtio;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;

import javax.management.JMException;
import javax.management.ObjectName;

import io.minipush.access.Key;
import io.minipush.access.Role;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/** Holds Jolokia to the {@link JolokiaPolicy}, each request of a bulk, with the rights of the key that the current thread works for. */
final class CallersRestrictor implements Restrictor {

    private final Supplier<ShownRoutes> shown;
    private final ThreadLocal<Key> caller = new ThreadLocal<>();

    /** @param shown null as long as there are none */
    CallersRestrictor(Supplier<ShownRoutes> shown) {
        this.shown = shown;
    }

    /** From now on this thread works for this key; null: for nobody. */
    void worksFor(Key key) {
        if (key == null) {
            caller.remove();
        } else {
            caller.set(key);
        }
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return true;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return JolokiaPolicy.isQuestion(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        if (!isSeen(name)) {
            return false;
        }
        if (name.isPattern() || attribute == null) {
            // Asked again for each that it stands for.
            return true;
        }
        try {
            return Arrays.stream(ManagementFactory.getPlatformMBeanServer().getMBeanInfo(name).getAttributes())
                    .anyMatch(info -> info.getName().equals(attribute) && JolokiaPolicy.mayRead(name, info));
        } catch (JMException e) {
            return false;
        }
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        if (!isSeen(name)) {
            return false;
        }
        if (JolokiaPolicy.isDrawing(name, operation)) {
            return true;
        }
        Key key = caller.get();
        if (key == null || !key.may(Role.OPS) || !JolokiaPolicy.isDeed(name, operation)) {
            return false;
        }
        if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
            shown.get().witness().hear(key, operation.replace("()", ""), route(name));
        }
        return true;
    }

    private static String route(ObjectName name) {
        String id = name.getKeyProperty("name");
        return id.startsWith("\"") ? ObjectName.unquote(id) : id;
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** Whether a page of that origin may ask was decided before; no answer invites another one (CORS). */
    @Override
    public boolean isOriginAllowed(String origin, boolean strict) {
        return strict;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !isSeen(name);
    }

    /** The routes of other gateways in this JVM are theirs; Hawtio could not tell them apart either. */
    private boolean isSeen(ObjectName name) {
        String of = name.getKeyProperty("context");
        ShownRoutes routes = shown.get();
        return JolokiaPolicy.isSeen(name) && (of == null || routes != null && of.equals(routes.camel()));
    }
}
