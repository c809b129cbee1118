package io.minipush.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Runs a statement file from Java, for the few places that are not a step of a route. The files are those of camel-sql, with
 * its {@code :#name} and {@code :#in:names}. Inside {@link OneCommit} a statement takes part in the commit.
 */
public final class Statements {

    private final NamedParameterJdbcTemplate jdbc;
    private final QueryFiles files;
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    public Statements(DataSource dataSource, QueryFiles files) {
        this.jdbc = new NamedParameterJdbcTemplate(dataSource);
        this.files = files;
    }

    /** @return the rows, column names in any case */
    public List<Map<String, Object>> rows(String query, Map<String, ?> parameters) {
        return jdbc.queryForList(text(query), parameters);
    }

    public Optional<Map<String, Object>> row(String query, Map<String, ?> parameters) {
        return rows(query, parameters).stream().findFirst();
    }

    /** @return how many rows the statement changed */
    public int update(String query, Map<String, ?> parameters) {
        return jdbc.update(text(query), parameters);
    }

    /** Runs the statement once for each set of parameters, in one round trip where the driver can. */
    @SuppressWarnings("unchecked")
    public int[] batch(String query, List<? extends Map<String, ?>> parameters) {
        return parameters.isEmpty() ? new int[0] : jdbc.batchUpdate(text(query), parameters.toArray(Map[]::new));
    }

    private String text(String query) {
        return texts.computeIfAbsent(query, name -> read(files.apply(name)).replace(":#in:", ":").replace(":#", ":"));
    }

    private static String read(String resource) {
        try (InputStream in = Statements.class.getClassLoader().getResourceAsStream(resource.replace("classpath:", ""))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
