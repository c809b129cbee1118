package io.minipush.status;

import java.io.IOException;
import java.io.InputStream;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** One file of the page. It may load and ask nothing but what this server has, and no text of its own becomes a script. */
final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final byte[] file;
    private final String type;

    /** @param name of a file under {@code status/} of the class path */
    PageServlet(String name, String type) {
        this.type = type;
        try (InputStream in = PageServlet.class.getResourceAsStream("/status/" + name)) {
            this.file = in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the status page cannot be read", e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentType(type + "; charset=utf-8");
        response.setContentLength(file.length);
        response.getOutputStream().write(file);
    }
}
