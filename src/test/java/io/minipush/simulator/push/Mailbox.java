package io.minipush.simulator.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A server that events are pushed to; it notes what came and answers as it is told. */
public final class Mailbox implements AutoCloseable {
    public static final String TOKEN = "AAAAA";
    public static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One request. */
    public record Letter(String method, String path, Map<String, String> query, String rawQuery, String contentType, String body) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Checked with the signature that covers the encrypted text, then decrypted. */
        public String opened(String encrypted, String appid) {
            String[] parts = {TOKEN, query.get("timestamp"), query.get("nonce"), encrypted};
            if (!Sealing.signature(parts).equals(query.get("msg_signature"))) {
                throw new IllegalStateException("the msg_signature is wrong");
            }
            ByteBuffer plain = ByteBuffer.wrap(decrypt(encrypted, AES_KEY));
            plain.position(16);
            byte[] message = new byte[plain.getInt()];
            plain.get(message);
            byte[] from = new byte[plain.remaining()];
            plain.get(from);
            if (!new String(from, StandardCharsets.UTF_8).equals(appid)) {
                throw new IllegalStateException("encrypted for " + new String(from, StandardCharsets.UTF_8));
            }
            return new String(message, StandardCharsets.UTF_8);
        }
    }

    private final HttpServer server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private volatile Function<Letter, String> answer = letter -> "success";

    public Mailbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "mailbox");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::take);
        server.start();
    }

    /** @param to null: HTTP 500 */
    public void answer(Function<Letter, String> to) {
        answer = to;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/apps/{appid}/events";
    }

    public List<Letter> letters() {
        return letters;
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        for (String part : exchange.getRequestURI().getRawQuery() == null ? new String[0] : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        Letter letter = new Letter(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query,
                exchange.getRequestURI().getRawQuery(), exchange.getRequestHeaders().getFirst("Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        letters.add(letter);
        String text = answer.apply(letter);
        byte[] body = (text == null ? "broken" : text).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(text == null ? 500 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Without the padding. */
    static byte[] decrypt(String encrypted, String aesKey) {
        try {
            byte[] key = Base64.getDecoder().decode(aesKey + "=");
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            byte[] plain = cipher.doFinal(Base64.getDecoder().decode(encrypted));
            return Arrays.copyOf(plain, plain.length - plain[plain.length - 1]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
