package io.minipush.hawtio;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request whose body was read and is written anew: what Jolokia reads is what was judged, whatever it makes of names that come twice.
 * Kinds of requests that no restrictor is asked about, like notifications, do not get as far.
 */
final class JolokiaQuestion extends HttpServletRequestWrapper {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** Hawtio asks for each route of a page in one bulk. */
    private static final int MOST = 1_000;
    /** An answer about everything is megabytes; of those one at a time, or a bulk of them takes the memory that messages need. */
    private static final int MOST_WIDE = 1;

    private static final Set<String> TYPES = Set.of("read", "list", "search", "version", "exec", "write");

    private final byte[] body;

    /** Cannot be asked here; the message says which way. */
    static final class Unfit extends Exception {

        private static final long serialVersionUID = 1L;

        private Unfit(String message) {
            super(message);
        }
    }

    private JolokiaQuestion(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
    }

    static JolokiaQuestion read(HttpServletRequest request) throws IOException, Unfit {
        JsonNode asked;
        try {
            asked = JSON.readTree(request.getInputStream());
        } catch (JsonProcessingException e) {
            throw new Unfit("this is no JSON");
        }
        int wide = 0;
        for (JsonNode one : asked.isArray() ? asked : List.of(asked)) {
            check(one);
            wide += isWide(one) ? 1 : 0;
        }
        if (asked.size() > MOST || wide > MOST_WIDE) {
            throw new Unfit("this is too much at once");
        }
        return new JolokiaQuestion(request, JSON.writeValueAsBytes(asked));
    }

    private static void check(JsonNode one) throws Unfit {
        if (!one.isObject() || !TYPES.contains(one.path("type").asText())) {
            throw new Unfit("there are no such requests here");
        }
        if (one.has("target")) {
            throw new Unfit("requests are not passed on");
        }
    }

    private static boolean isWide(JsonNode one) {
        String mbean = one.path("mbean").asText();
        return switch (one.get("type").asText()) {
            case "list", "search" -> true;
            case "read" -> mbean.contains("*") || mbean.contains("?");
            case "exec" -> one.path("operation").asText().startsWith("dumpRoutes");
            default -> false;
        };
    }

    @Override
    public ServletInputStream getInputStream() {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        return new ServletInputStream() {
            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new IllegalStateException("read it, it is all there");
            }
        };
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public String getCharacterEncoding() {
        return StandardCharsets.UTF_8.name();
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public long getContentLengthLong() {
        return body.length;
    }
}
