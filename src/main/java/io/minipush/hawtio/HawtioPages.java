package io.minipush.hawtio;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Map;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Hawtio's files, from the class path. It is one page that draws all others: a path that is no file is that page. */
final class HawtioPages extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String FILES = "/hawtio";
    private static final String PAGE = "/index.html";
    /** Ours, instead of the one that comes with it. */
    private static final Map<String, String> OWN = Map.of("/hawtconfig.json", "/web/hawtconfig.json");
    /** Names with a hash of their content. */
    private static final String HASHED = "/static/";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    /** It styles its parts by script; everything that runs is a file of this server. */
    private static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
            + "img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        String name = path.substring(path.lastIndexOf('/') + 1);
        String file = name.contains(".") ? path : PAGE;
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        URL found = type == null || file.contains("..") ? null : HawtioPages.class.getResource(OWN.getOrDefault(file, FILES + file));
        if (found == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        URLConnection connection = found.openConnection();
        connection.setUseCaches(false);
        response.setContentType(type);
        response.setContentLengthLong(connection.getContentLengthLong());
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Referrer-Policy", "same-origin");
        if (file.startsWith(HASHED)) {
            response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
        }
        try (InputStream bytes = connection.getInputStream()) {
            bytes.transferTo(response.getOutputStream());
        }
    }
}
