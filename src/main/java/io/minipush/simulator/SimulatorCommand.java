package io.minipush.simulator;

import io.minipush.simulator.push.Callback;
import io.minipush.simulator.push.PushFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code minipush simulator}: runs the {@link Simulator} in the foreground until it is told to stop. */
@Command(name = "simulator", mixinStandardHelpOptions = true,
        description = "Runs a strict stand-in for the platform's API on this machine, to try the gateway against.")
public final class SimulatorCommand implements Callable<Integer> {

    static final class LatencyConverter implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s)?");

        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text.trim());
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is no latency; write 50ms, 50 (milliseconds) or 2s");
            }
            long number = Long.parseLong(matcher.group(1));
            return "s".equals(matcher.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        }
    }

    @Option(names = "--port", defaultValue = "9480", paramLabel = "PORT", description = "Port on 127.0.0.1; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--app", paramLabel = "APPID:SECRET",
            description = "An app that the platform knows; repeat for more (default: " + SimulatorOptions.DEFAULT_APPID + ":"
                    + SimulatorOptions.DEFAULT_SECRET + ").")
    private List<String> apps = new ArrayList<>();

    @Option(names = "--latency", defaultValue = "0ms", paramLabel = "TIME", converter = LatencyConverter.class,
            description = "Time to each answer: 50ms, 50 or 2s (default: none).")
    private Duration latency;

    @Option(names = "--any-app", description = "Let any appid in, with any secret.")
    private boolean anyApp;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeat the ids and faults of a run with this seed (default: a new one each time).")
    private Long seed;

    @Option(names = "--today", description = "Answer as WeChat does today: the call for template messages is withdrawn (45103).")
    private boolean today;

    @ArgGroup(exclusive = false, heading = "What users do is pushed to a callback, as the events of the platform are:%n")
    private Push push;

    static final class Push {
        @Option(names = "--push", required = true, paramLabel = "URL",
                description = "Where to, on a loopback address; {appid} in it stands for the app.")
        private String url;

        @Option(names = "--push-token", required = true, paramLabel = "TOKEN", description = "Signs the events; 3 to 32 characters.")
        private String token;

        @Option(names = "--push-aes-key", paramLabel = "KEY",
                description = "EncodingAESKey, 43 characters: events are encrypted (default: plain text).")
        private String aesKey;

        @Option(names = "--push-xml", description = "Write events in XML (default: JSON).")
        private boolean xml;

        private Callback callback() {
            return new Callback(url, token, aesKey, xml ? PushFormat.XML : PushFormat.JSON);
        }
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try (Simulator simulator = Simulator.start(options())) {
            announce(simulator);
            // the JVM waits for the hook, so that the port is free when the process is gone
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-stop"));
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(e.getCause() instanceof BindException || e instanceof BindException
                    ? "minipush: port " + port + " on 127.0.0.1 is taken; choose another one with --port"
                    : "minipush: the simulator cannot start: " + e.getMessage());
            err.flush();
            return 1;
        }
    }

    SimulatorOptions options() {
        try {
            SimulatorOptions options = SimulatorOptions.defaults().withPort(port).withLatency(latency).acceptingAnyApp(anyApp);
            if (!apps.isEmpty()) {
                options = options.withApps(parseApps());
            } else if (anyApp) {
                options = options.withApps(Map.of());
            }
            if (today) {
                options = options.asToday();
            }
            if (push != null) {
                options = options.withCallback(push.callback());
            }
            return seed == null ? options : options.withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Map<String, String> parseApps() {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String app : apps) {
            int colon = app.indexOf(':');
            if (colon < 1 || colon == app.length() - 1) {
                // the text is not repeated: it may well be a secret
                throw new IllegalArgumentException("--app wants APPID:SECRET");
            }
            parsed.put(app.substring(0, colon), app.substring(colon + 1));
        }
        return parsed;
    }

    private void announce(Simulator simulator) {
        String url = simulator.url().toString();
        String appid = apps.isEmpty() ? SimulatorOptions.DEFAULT_APPID : apps.get(0).substring(0, apps.get(0).indexOf(':'));
        PrintWriter out = spec.commandLine().getOut();
        out.println("The simulated platform listens on " + url);
        out.println("A user submits a form:");
        out.println("  curl -s " + url + "/simulator/forms -d '{\"appid\":\"" + appid + "\",\"openids\":[\"o-user-1\"]}'");
        out.println("A user agrees to a subscribe message:");
        out.println("  curl -s " + url + "/simulator/subscribe -d '{\"appid\":\"" + appid + "\",\"openids\":[\"o-user-1\"],\"accept\":[\""
                + DefaultTemplates.PICKUP + "\"]}'");
        out.println("What the platform has seen so far:");
        out.println("  curl -s " + url + "/simulator/scoreboard");
        out.flush();
    }
}
