package io.minipush.hawtio;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
        if (asked.isArray()) {
            for (JsonNode one : asked) {
                check(one);
            }
        } else {
            check(asked);
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
