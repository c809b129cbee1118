package io.minipush.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Either format, by the configuration that the gateway comes with. */
class LogFormatTest {

    private static String log(String format) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        LoggerContext context = new LoggerContext();
        try {
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.putProperty("MINIPUSH_LOG_FORMAT", format);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
            context.getLogger("io.minipush.test").atInfo().addKeyValue("errcode", 40037).log("named");
            context.getLogger("io.minipush.test").warn("\"{}\"\nwent wrong", 7, new IllegalStateException("why"));
        } finally {
            context.stop();
            System.setOut(out);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfJsonHasAllThatALineOfTextHas() throws Exception {
        String json = log("json");
        assertThat(json.lines()).hasSize(2);
        assertThat(new ObjectMapper().readTree(json.lines().findFirst().orElseThrow()).at("/kvpList/0/errcode").asText()).isEqualTo("40037");
        JsonNode line = new ObjectMapper().readTree(json.lines().skip(1).findFirst().orElseThrow());
        assertThat(line.get("level").textValue()).isEqualTo("WARN");
        assertThat(line.get("loggerName").textValue()).isEqualTo("io.minipush.test");
        assertThat(line.get("formattedMessage").textValue()).isEqualTo("\"7\"\nwent wrong");
        assertThat(line.at("/throwable/message").textValue()).isEqualTo("why");
        assertThat(log("text")).contains("WARN", "io.minipush.test", "\"7\"", "IllegalStateException: why");
    }
}
