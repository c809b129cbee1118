package io.minipush.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * How a database really executes one statement: the most rows that any step of the plan looked at. The statement is run and
 * rolled back.
 */
record Plan(long mostRows, List<String> scans, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern H2_SCANS = Pattern.compile("scanCount: (\\d+)");

    static Plan of(Dialect dialect, Connection connection, String sql, Map<String, ?> parameters) throws Exception {
        connection.setAutoCommit(false);
        try {
            var jdbc = new NamedParameterJdbcTemplate(new SingleConnectionDataSource(connection, true));
            String explain = switch (dialect) {
                case POSTGRESQL -> "EXPLAIN (ANALYZE, FORMAT JSON) ";
                case MARIADB -> "ANALYZE FORMAT=JSON ";
                case H2 -> "EXPLAIN ANALYZE ";
            };
            String text = String.join("\n", jdbc.query(explain + sql, parameters, (row, i) -> row.getString(1)));
            return switch (dialect) {
                case POSTGRESQL -> postgresql(text);
                case MARIADB -> mariadb(text);
                case H2 -> h2(text);
            };
        } finally {
            connection.rollback();
        }
    }

    /** So that the planner knows the size of things. */
    static void analyze(Dialect dialect, Connection connection, List<String> tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute(switch (dialect) {
                    case POSTGRESQL -> "VACUUM ANALYZE " + table;
                    case MARIADB -> "ANALYZE TABLE " + table;
                    case H2 -> "ANALYZE TABLE " + table;
                });
                try (ResultSet ignored = statement.getResultSet()) {
                    // MariaDB answers with a row
                }
            }
        }
    }

    private static Plan postgresql(String text) throws Exception {
        List<String> scans = new ArrayList<>();
        long[] most = new long[1];
        for (JsonNode node : JSON.readTree(text).findParents("Node Type")) {
            if (!node.has("Relation Name") && !node.has("Index Name")) {
                continue;
            }
            long loops = node.path("Actual Loops").asLong();
            long rows = (long) ((node.path("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble()) * loops);
            most[0] = Math.max(most[0], rows);
            if (node.path("Node Type").asText().equals("Seq Scan")) {
                scans.add(node.path("Relation Name").asText() + " (" + rows + " rows)");
            }
        }
        return new Plan(most[0], scans, text);
    }

    private static Plan mariadb(String text) throws Exception {
        List<String> scans = new ArrayList<>();
        long[] most = new long[1];
        for (JsonNode table : JSON.readTree(text).findParents("access_type")) {
            long rows = (long) (table.path("r_rows").asDouble() * Math.max(1, table.path("r_loops").asDouble()));
            most[0] = Math.max(most[0], rows);
            if (table.path("access_type").asText().equals("ALL") && !table.path("table_name").asText().startsWith("<")) {
                scans.add(table.path("table_name").asText() + " (" + rows + " rows)");
            }
        }
        return new Plan(most[0], scans, text);
    }

    private static Plan h2(String text) {
        long most = 0;
        for (Matcher scan = H2_SCANS.matcher(text); scan.find();) {
            most = Math.max(most, Long.parseLong(scan.group(1)));
        }
        List<String> scans = new ArrayList<>();
        Pattern.compile("/\\* (\\S+\\.tableScan)").matcher(text).results().forEach(scan -> scans.add(scan.group(1)));
        return new Plan(most, scans, text);
    }
}
