package io.minipush.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.util.FileSystemUtils;

/** One page of a headless Chromium, driven by the DevTools protocol. */
public final class Browser implements AutoCloseable {

    /** On a machine that is busy with something else a page takes its time. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path profile;
    private final WebSocket page;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile, String page) throws Exception {
        this.process = process;
        this.profile = profile;
        this.page = HTTP.newWebSocketBuilder().buildAsync(URI.create(page), new Listener()).get(60, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            call(domain + ".enable");
        }
    }

    /** A browser with nothing in its memory; where there is none, the test is skipped, and a line says so: see {@link Chromium}. */
    public static Browser start() throws Exception {
        Path program = Chromium.program();
        Path profile = Files.createTempDirectory("browser");
        Process process = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
                "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-extensions", "--window-size=1400,1000", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).redirectOutput(profile.resolve("output").toFile()).start();
        try {
            Path port = profile.resolve("DevToolsActivePort");
            Awaitility.await("Chromium opens its port").atMost(PATIENCE).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("Chromium ended: " + Files.readString(profile.resolve("output")));
                }
                return Files.exists(port) && Files.readString(port).contains("\n");
            });
            URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
            List<String> pages = new ArrayList<>();
            Awaitility.await("Chromium has a page").atMost(PATIENCE).until(() -> {
                JsonNode targets = JSON.readTree(HTTP.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString()).body());
                targets.forEach(target -> {
                    if (target.path("type").asText().equals("page")) {
                        pages.add(target.get("webSocketDebuggerUrl").asText());
                    }
                });
                return !pages.isEmpty();
            });
            return new Browser(process, profile, pages.get(0));
        } catch (Exception | Error e) {
            end(process, profile);
            throw e;
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                heard(whole);
            }
            socket.request(1);
            return null;
        }
    }

    private void heard(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            if (message.has("id")) {
                CompletableFuture<JsonNode> answer = answers.remove(message.get("id").longValue());
                if (answer != null) {
                    answer.complete(message);
                }
                return;
            }
            JsonNode params = message.path("params");
            switch (message.path("method").asText()) {
                case "Network.requestWillBeSent" -> requests.add(params.path("request").path("url").asText());
                case "Runtime.exceptionThrown" -> complaints.add(params.path("exceptionDetails").toString());
                case "Log.entryAdded" -> complaints.add(params.path("entry").path("level").asText() + " " + params.path("entry").path("text").asText() + " " + params.path("entry").path("url").asText());
                default -> { }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One command of the protocol. @param params names and values in turn */
    public JsonNode call(String method, Object... params) {
        long id = ids.incrementAndGet();
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        ObjectNode with = command.putObject("params");
        for (int i = 0; i < params.length; i += 2) {
            with.set((String) params[i], JSON.valueToTree(params[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            page.sendText(command.toString(), true).get(60, TimeUnit.SECONDS);
            JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new IllegalStateException(method + ": " + message.get("error"));
            }
            return message.get("result");
        } catch (InterruptedException | java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(method + " was not answered", e);
        }
    }

    public void open(URI address) {
        call("Page.navigate", "url", address.toString());
    }

    /** What an expression is worth in the page as it is now; a promise is awaited. */
    public JsonNode ask(String script) {
        JsonNode result = call("Runtime.evaluate", "expression", script, "returnByValue", true, "awaitPromise", true);
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(script + ": " + result.get("exceptionDetails").path("exception").path("description").asText());
        }
        return result.path("result").path("value");
    }

    /** Waits until an expression is true, over all changes of the page. */
    public void await(String what, String script) {
        try {
            Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).ignoreExceptions().until(() -> ask("!!(" + script + ")").booleanValue());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("did not see " + what + " but " + evidence(), e);
        }
    }

    /** What there was to be seen instead; with a picture of it. */
    private String evidence() {
        try {
            Path picture = Files.createDirectories(Path.of("target", "browser")).resolve("page-" + System.currentTimeMillis() + ".png");
            screenshot(picture);
            String text = ask("location.href + '\\n' + document.body.innerText").asText();
            return picture + "\n" + text.substring(0, Math.min(3_000, text.length())) + "\n" + complaints;
        } catch (IOException | RuntimeException e) {
            return "nothing at all: " + e;
        }
    }

    /** Clicks where a user would: in the middle of the element, which is scrolled to, once it is there. @param element an expression */
    public void click(String what, String element) {
        await(what, element);
        JsonNode at = ask("(() => { const e = " + element + "; e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2} })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", "type", type, "x", at.get("x").doubleValue(), "y", at.get("y").doubleValue(), "button", "left", "clickCount", 1);
        }
    }

    /** Types into what has the focus. */
    public void type(String text) {
        call("Input.insertText", "text", text);
    }

    public void press(String key) {
        for (String type : List.of("rawKeyDown", "char", "keyUp")) {
            call("Input.dispatchKeyEvent", "type", type, "key", key, "code", key, "text", key.equals("Enter") ? "\r" : "", "windowsVirtualKeyCode", key.equals("Enter") ? 13 : key.equals("Tab") ? 9 : 0);
        }
    }

    public void screenshot(Path file) throws IOException {
        Files.write(file, Base64.getDecoder().decode(call("Page.captureScreenshot", "format", "png").get("data").asText()));
    }

    /** The addresses of all requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What stands on the console of the browser: errors, and what a policy kept from running. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        page.abort();
        end(process, profile);
    }

    private static void end(Process process, Path profile) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
            // What cannot be removed is left in the folder for temporary files.
            FileSystemUtils.deleteRecursively(profile.toFile());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
