package io.minipush.hawtio;

import java.util.Map;
import java.util.Set;

import javax.management.MBeanAttributeInfo;
import javax.management.ObjectName;

import org.jolokia.server.core.util.RequestType;

/**
 * What of this process can be seen and done by way of JMX. Whatever is not named here is refused: other MBeans are not even listed, values
 * are shown only if they are plain, and all that can be done is to stop and start routes.
 */
final class JolokiaPolicy {

    private static final String CAMEL = "org.apache.camel";
    private static final String JAVA = "java.lang";

    /**
     * What Hawtio's page of the routes is made of. Not among them: tracer, debugger and browsers, which hold messages; and each step and
     * producer, whose figures come with the drawing of their route, while their descriptions are megabytes.
     */
    private static final Set<String> CAMEL_TYPES = Set.of("components", "context", "endpoints", "routes", "threadpools");

    private static final Set<String> JAVA_TYPES = Set.of("ClassLoading", "GarbageCollector", "Memory", "MemoryPool", "OperatingSystem", "Runtime", "Threading");
    /** Of the runtime nothing about how it was started: options and properties of the system may hold secrets. */
    private static final Set<String> JAVA_RUNTIME = Set.of("Name", "SpecVersion", "StartTime", "Uptime", "VmName", "VmVendor", "VmVersion");

    /** Whatever has objects inside could show anything of them. */
    private static final Set<String> PLAIN = Set.of("boolean", "byte", "short", "int", "long", "float", "double", "char",
            "java.lang.Boolean", "java.lang.Byte", "java.lang.Short", "java.lang.Integer", "java.lang.Long", "java.lang.Float", "java.lang.Double",
            "java.lang.String", "java.util.Date", "javax.management.ObjectName", "[Ljava.lang.String;", "[J", "[I",
            "javax.management.openmbean.CompositeData", "javax.management.openmbean.TabularData");

    private static final Set<RequestType> QUESTIONS = Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);

    /** Operations that draw a route as it was written, with placeholders rather than values, and its figures; and whether it could be edited: no. */
    private static final Map<String, Set<String>> DRAWINGS = Map.of(
            "context", Set.of("dumpRoutesAsXml()", "dumpRoutesStatsAsXml", "dumpRoutesStatsAsXml(boolean,boolean)"),
            "routes", Set.of("dumpRouteAsXml()", "isUpdateRouteEnabled()", "dumpRouteStatsAsXml", "dumpRouteStatsAsXml(boolean,boolean)"));

    private static final Set<String> DEEDS = Set.of("start()", "stop()", "suspend()", "resume()");

    private JolokiaPolicy() {
    }

    static boolean isQuestion(RequestType type) {
        return QUESTIONS.contains(type);
    }

    static boolean isSeen(ObjectName name) {
        String type = name.getKeyProperty("type");
        if (type == null) {
            return false;
        }
        return switch (name.getDomain()) {
            case CAMEL -> CAMEL_TYPES.contains(type);
            case JAVA -> JAVA_TYPES.contains(type);
            default -> false;
        };
    }

    static boolean mayRead(ObjectName name, MBeanAttributeInfo attribute) {
        return isSeen(name) && attribute.isReadable() && PLAIN.contains(attribute.getType())
                && (!name.getDomain().equals(JAVA) || !name.getKeyProperty("type").equals("Runtime") || JAVA_RUNTIME.contains(attribute.getName()));
    }

    /** Asks for a picture and changes nothing. */
    static boolean isDrawing(ObjectName name, String operation) {
        return isOfCamel(name) && DRAWINGS.getOrDefault(String.valueOf(name.getKeyProperty("type")), Set.of()).contains(operation);
    }

    /** Stops or starts a route. */
    static boolean isDeed(ObjectName name, String operation) {
        return isOfCamel(name) && "routes".equals(name.getKeyProperty("type")) && DEEDS.contains(operation);
    }

    private static boolean isOfCamel(ObjectName name) {
        return name.getDomain().equals(CAMEL) && !name.isPattern();
    }
}
