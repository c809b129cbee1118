package io.minipush.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the gateway runs with, read at the start and checked as a whole: whoever holds one holds valid settings.
 *
 * @param apiKey       the one key that needs no file
 * @param keysFile     more keys; they come and go without a restart
 * @param dbUrl        a JDBC URL of H2, PostgreSQL or MariaDB
 * @param dbWait       how long the start waits for a database that is away
 * @param creditMargin in this last part of a credit's life it is no longer reserved
 * @param answerPolicy another table of what the platform's answers mean than the one that comes with the gateway
 * @param subscribeAnswerPolicy the same for subscribe messages
 * @param inbox        the folder with one folder an app, into which producers drop files
 * @param routesDir    the folder in which operators edit routes
 * @param clockOffset  shifts the gateway's clock; only ever other than zero when the platform is on loopback
 * @param again        reads the settings as they are now; of those only the apps are taken while the gateway runs
 */
public record Settings(
        Path home,
        Address api,
        Address management,
        Optional<String> apiKey,
        Optional<Path> keysFile,
        String dbUrl,
        String dbUser,
        String dbPassword,
        int dbPool,
        Duration dbWait,
        Apps apps,
        URI wechatUrl,
        TokenSource tokenSource,
        Duration tokenMaxAge,
        String purgeCron,
        ZoneId timeZone,
        Duration creditLifetime,
        Duration creditMargin,
        Duration retention,
        int maxInFlight,
        Duration connectTimeout,
        Duration responseTimeout,
        Optional<Path> answerPolicy,
        Optional<Path> subscribeAnswerPolicy,
        Path inbox,
        Path routesDir,
        Jms jms,
        Duration clockOffset,
        Supplier<Settings> again) {

    /**
     * Which broker, if any.
     *
     * @param url      of a broker elsewhere, {@code embedded} or {@code none}
     * @param listen   where the embedded broker listens
     * @param outcomes whether ends are told to the queue {@code minipush.outcomes}
     */
    public record Jms(String url, Address listen, String user, String password, boolean outcomes) {

        public static final String EMBEDDED = "embedded";
        public static final String NONE = "none";

        /** The broker as it may be shown. */
        public String place() {
            return withoutParameters(url);
        }

        public boolean isEmbedded() {
            return url.equals(EMBEDDED);
        }

        public boolean isNone() {
            return url.equals(NONE);
        }

        @Override
        public String toString() {
            return "Jms[" + place() + "]";
        }
    }

    /** Where a server listens. Port 0 takes any free one. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Whether only this machine can reach what listens there. */
    public static boolean isOnLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The database as it may be shown: a URL may carry a password among its parameters. */
    public String dbPlace() {
        return withoutParameters(dbUrl);
    }

    private static String withoutParameters(String url) {
        return url.replaceAll("[?;].*", "");
    }

    @Override
    public String toString() {
        // The generated one would print secrets.
        return "Settings[home=" + home + ", api=" + api + ", management=" + management + ", apps=" + apps.keySet() + "]";
    }
}
