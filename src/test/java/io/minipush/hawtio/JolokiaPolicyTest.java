package io.minipush.hawtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import javax.management.MBeanAttributeInfo;
import javax.management.ObjectName;

import org.jolokia.server.core.util.RequestType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JolokiaPolicyTest {

    private static final String ROUTE = "org.apache.camel:context=minipush,type=routes,name=\"send-notification\"";
    private static final String CONTEXT = "org.apache.camel:context=minipush,type=context,name=\"minipush\"";

    @Test
    void onlyQuestionsAndCalls() {
        assertThat(Arrays.stream(RequestType.values()).filter(JolokiaPolicy::isQuestion)).isSubsetOf(
                List.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            org.apache.camel:context=minipush,type=routes,name="a"                          | true
            org.apache.camel:context=minipush,type=context,name="minipush"                  | true
            org.apache.camel:context=minipush,type=endpoints,name="direct://a"              | true
            org.apache.camel:context=minipush,type=tracer,name=BacklogTracer                | false
            org.apache.camel:context=minipush,type=services,name=DefaultInflightRepository  | false
            org.apache.camel:context=minipush                                               | false
            org.apache.camel.evil:type=routes                                               | false
            java.lang:type=Memory                                                           | true
            java.lang:type=Runtime                                                          | true
            java.lang:type=Compilation                                                      | false
            java.util.logging:type=Logging                                                  | false
            com.sun.management:type=HotSpotDiagnostic                                       | false
            com.sun.management:type=DiagnosticCommand                                       | false
            jdk.management.jfr:type=FlightRecorder                                          | false
            JMImplementation:type=MBeanServerDelegate                                       | false
            org.apache.activemq.artemis:broker="minipush"                                   | false
            com.zaxxer.hikari:type=Pool (minipush)                                          | false
            jolokia:type=Config                                                             | false
            quartz:type=QuartzScheduler,name=minipush                                       | false
            """)
    void whatIsNotNamedIsNotThere(String name, boolean seen) throws Exception {
        assertThat(JolokiaPolicy.isSeen(new ObjectName(name))).isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.lang:type=Runtime | Uptime           | long                                                 | true
            java.lang:type=Runtime | SystemProperties | javax.management.openmbean.TabularData               | false
            java.lang:type=Runtime | InputArguments   | [Ljava.lang.String;                                  | false
            java.lang:type=Runtime | ClassPath        | java.lang.String                                     | false
            java.lang:type=Memory  | HeapMemoryUsage  | javax.management.openmbean.CompositeData             | true
            com.a:type=Runtime     | Uptime           | long                                                 | false
            org.apache.camel:type=routes  | State          | java.lang.String                               | true
            org.apache.camel:type=routes  | LastError      | org.apache.camel.api.management.mbean.RouteError | false
            org.apache.camel:type=context | GlobalOptions  | java.util.Map                                  | false
            org.apache.camel:type=context | Anything       | java.lang.Object                               | false
            """)
    void plainValuesOnly(String name, String attribute, String type, boolean shown) throws Exception {
        assertThat(JolokiaPolicy.mayRead(new ObjectName(name), new MBeanAttributeInfo(attribute, type, "", true, true, false))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            route   | start()                          | deed
            route   | stop()                           | deed
            route   | suspend()                        | deed
            route   | resume()                         | deed
            route   | dumpRouteAsXml()                 | drawing
            route   | dumpRouteStatsAsXml              | drawing
            route   | isUpdateRouteEnabled()           | drawing
            context | dumpRoutesAsXml()                | drawing
            context | dumpRoutesStatsAsXml             | drawing
            route   | stop                             | no
            route   | stop(long)                       | no
            route   | stop(java.lang.Long,java.lang.Boolean) | no
            route   | stopAndFail()                    | no
            route   | restart()                        | no
            route   | remove()                         | no
            route   | reset(boolean)                   | no
            route   | setTracing(java.lang.Boolean)    | no
            route   | updateRouteFromXml(java.lang.String) | no
            route   | dumpRouteAsXml(boolean)          | no
            route   | 'stop() '                        | no
            context | stop()                           | no
            context | start()                          | no
            context | suspend()                        | no
            context | sendBody                         | no
            context | sendStringBody(java.lang.String, java.lang.String) | no
            context | requestBody                      | no
            context | createEndpoint(java.lang.String) | no
            context | dumpRoutesAsXml(boolean)         | no
            context | getGlobalOption                  | no
            memory  | gc()                             | no
            pattern | stop()                           | no
            """)
    void routesAreStoppedAndStartedAndDrawn(String bean, String operation, String what) throws Exception {
        ObjectName name = new ObjectName(switch (bean) {
            case "route" -> ROUTE;
            case "context" -> CONTEXT;
            case "pattern" -> "org.apache.camel:type=routes,*";
            default -> "java.lang:type=Memory";
        });
        assertThat(JolokiaPolicy.isDeed(name, operation)).isEqualTo(what.equals("deed"));
        assertThat(JolokiaPolicy.isDrawing(name, operation)).isEqualTo(what.equals("drawing"));
    }
}
