package io.minipush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** {@code minipush routes …} and {@code lib/ext} of an installation, by the start script as it is installed. */
class RoutesCommandIT {

    private static final String ROUTE = "- route:\n    id: extra\n    from:\n      uri: hello:world\n      steps:\n        - log: {id: say-extra, message: hello}\n";

    private Path home;

    @BeforeEach
    void makeRoom() throws Exception {
        home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "installation");
        install();
    }

    @AfterEach
    void tidy() throws Exception {
        FileSystemUtils.deleteRecursively(home);
    }

    @Test
    void whatLiesInLibExtIsThereForRoutes() throws Exception {
        Path route = Files.writeString(home.resolve("extra.camel.yaml"), ROUTE);
        assertThat(routes("check", route.toString())).isEqualTo("1 extra.camel.yaml:4: there is no component 'hello' (those that do not come with minipush belong into lib/ext)");
        addComponent();
        assertThat(routes("check", route.toString())).isEqualTo("0 extra.camel.yaml: good");
    }

    @Test
    void aBuiltInFileIsCopiedCheckedComparedAndGivenBackWithoutAGateway() throws Exception {
        Path copy = home.resolve("data/routes/purge-expired.camel.yaml");
        assertThat(routes("edit", "purge-expired")).startsWith("0 copied to " + copy);
        assertThat(Files.readString(copy)).startsWith("# origin: purge-expired.camel.yaml ").contains("id: purge-expired");
        assertThat(routes("list")).containsPattern("purge-expired.camel.yaml +edited +not seen by a gateway yet");
        // As after an upgrade, and with a mistake.
        Files.writeString(copy, Files.readString(copy).replaceFirst("# origin: \\S+ \\S+", "# origin: purge-expired.camel.yaml another"));
        assertThat(routes("check")).startsWith("0 purge-expired.camel.yaml: good; but it began as an older version of the built-in file");
        Files.writeString(copy, Files.readString(copy).replace("stateful: true", "statefull: true"));
        assertThat(routes("check", "purge-expired", "--json")).matches("1 \\{\"file\":\"purge-expired.camel.yaml\",\"line\":\\d+,\"reason\":\".*statefull.*\"}");
        assertThat(routes("history", "purge-expired")).isEqualTo("0 No edit of purge-expired.camel.yaml has been taken.");
        assertThat(routes("rollback", "purge-expired")).isEqualTo("0 purge-expired.camel.yaml: the built-in one is back");
        assertThat(copy).doesNotExist();
        assertThat(routes("edit", "nobody")).startsWith("1 minipush: there is no built-in route file nobody.camel.yaml");
        assertThat(routes("edit", "purge-credits")).startsWith("1 minipush: there is no built-in route file purge-credits.camel.yaml; the route purge-credits is in purge-expired.camel.yaml");
    }

    /** What the start script finds: its folder of jars, and the classes in place of conf. */
    private void install() throws Exception {
        Files.createDirectories(home.resolve("bin"));
        Files.copy(Path.of("src/main/dist/bin/minipush"), home.resolve("bin/minipush"));
        Files.createSymbolicLink(home.resolve("conf"), Path.of("target/classes").toAbsolutePath());
        Files.createDirectories(home.resolve("lib/ext"));
        for (String part : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator)) {
            Path jar = Path.of(part);
            if (part.endsWith(".jar") && Files.notExists(home.resolve("lib").resolve(jar.getFileName()))) {
                Files.createSymbolicLink(home.resolve("lib").resolve(jar.getFileName()), jar.toAbsolutePath());
            }
        }
    }

    private void addComponent() throws Exception {
        Path source = Files.writeString(Files.createDirectories(home.resolve("hello")).resolve("HelloComponent.java"), """
                package hello;
                public class HelloComponent extends org.apache.camel.component.seda.SedaComponent { }
                """);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), source.toString())).isZero();
        try (OutputStream file = Files.newOutputStream(home.resolve("lib/ext/hello.jar")); JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("hello/HelloComponent.class"));
            jar.write(Files.readAllBytes(source.resolveSibling("HelloComponent.class")));
            jar.putNextEntry(new ZipEntry("META-INF/services/org/apache/camel/component/hello"));
            jar.write("class=hello.HelloComponent\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @return exit code and what was said */
    private String routes(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", home.resolve("bin/minipush").toString(), "routes"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MINIPUSH_") || name.equals("EDITOR") || name.equals("VISUAL"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MINIPUSH_HOME", home.resolve("data").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + said;
    }
}
