package io.minipush.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code minipush demo}: the main job in ten scenes and six of today's WeChat, against the simulated platform. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Plays the main job, and what works on WeChat today, against the built-in simulated platform on an embedded H2 database and tells what happens. "
                + "Needs nothing, changes nothing; exit code 0 says that everything was as told.")
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--keep", description = "Keep the demo's folder with its database and log")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        long begun = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        Story story = new Story(out);
        Path home = Files.createTempDirectory("minipush-demo");
        Path log = home.resolve("minipush.log");
        logTo(log);
        boolean well = false;
        try {
            story.line("minipush demo: the real gateway, an H2 database and a simulated platform, all in this process and on loopback.");
            try (Stage stage = new Stage(home)) {
                new Demo(stage, story).play();
                new Today(stage, story).play();
            }
            story.line("");
            story.line(String.format("Everything was as told, in %.1f s.", (System.nanoTime() - begun) / 1e9));
            well = true;
            return 0;
        } catch (Story.NotAsTold e) {
            story.line("");
            story.line("NOT AS TOLD. " + e.getMessage());
            return 1;
        } finally {
            if (well && !keep) {
                remove(home);
            } else {
                story.line("Database and log are in " + home);
            }
        }
    }

    /** The gateway's log lines would drown the story. */
    private static void logTo(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level [%thread] %logger{20} - %msg%n%ex{12}");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
    }

    private static void remove(Path home) throws IOException {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        FileSystemUtils.deleteRecursively(home);
    }
}
