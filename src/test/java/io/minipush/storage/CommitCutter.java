package io.minipush.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a gateway and PostgreSQL, and cuts the connection at the commit of a transaction that has a certain word in it. */
public final class CommitCutter implements AutoCloseable {

    /** What becomes of the commit. */
    public enum Cut {
        /** The database never hears of it. */
        BEFORE,
        /** The database has committed, and its answer is lost. */
        AFTER,
        /** The same, and then the database is away until {@link #back}. */
        AFTER_AND_AWAY
    }

    private record Order(String word, Cut cut) {
    }

    private static final String COMMIT = "COMMIT";

    private final ServerSocket door;
    private final int database;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Order order;
    private volatile boolean away;

    private CommitCutter(int database) throws IOException {
        this.database = database;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public static CommitCutter before(int databasePort) throws IOException {
        return new CommitCutter(databasePort);
    }

    public int port() {
        return door.getLocalPort();
    }

    public void order(String word, Cut cut) {
        order = new Order(word, cut);
    }

    public void back() {
        away = false;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "commit-cutter");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (away) {
                    client.close();
                    continue;
                }
                new Link(client, new Socket(InetAddress.getLoopbackAddress(), database)).begin();
            } catch (IOException e) {
                // closed, or the database does not take any more
            }
        }
    }

    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean swallow;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            sockets.add(client);
            sockets.add(server);
        }

        void begin() {
            start(this::toDatabase);
            start(this::fromDatabase);
        }

        private void toDatabase() {
            StringBuilder transaction = new StringBuilder();
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    transaction.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    Order given = order;
                    boolean commits = transaction.indexOf(COMMIT) >= 0;
                    if (commits && given != null && transaction.indexOf(given.word) >= 0) {
                        order = null;
                        if (given.cut == Cut.BEFORE) {
                            break;
                        }
                        away = given.cut == Cut.AFTER_AND_AWAY;
                        swallow = true;
                    }
                    if (commits) {
                        transaction.setLength(0);
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException e) {
                // one of them has gone
            }
            cut();
        }

        private void fromDatabase() {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    if (swallow) {
                        if (away) {
                            sockets.forEach(CommitCutter::close);
                        }
                        break;
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException e) {
                // one of them has gone
            }
            cut();
        }

        private void cut() {
            close(client);
            close(server);
            sockets.remove(client);
            sockets.remove(server);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(CommitCutter::close);
    }
}
