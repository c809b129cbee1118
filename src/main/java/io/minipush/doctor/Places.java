package io.minipush.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.minipush.gateway.Home;
import io.minipush.settings.Settings;
import io.minipush.settings.Settings.Address;

/** Folders, disk and ports on this machine. */
final class Places {

    private static final long LITTLE = 1L << 30;

    private final Settings settings;
    private final boolean running;

    Places(Settings settings) {
        this.settings = settings;
        this.running = Home.isTaken(settings.home());
    }

    /** Whether a gateway runs on this home. */
    boolean isRunning() {
        return running;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("gateway", running ? "one is running on this home" : "none is running on this home"));
        findings.add(folder("home", settings.home(), "MINIPUSH_HOME"));
        findings.add(folder("inbox", settings.inbox(), "MINIPUSH_INBOX"));
        if (Files.exists(settings.routesDir()) && !(Files.isDirectory(settings.routesDir()) && Files.isReadable(settings.routesDir()))) {
            findings.add(Finding.fail("routes folder", settings.routesDir() + " cannot be read", "let the gateway's user read it, or set MINIPUSH_ROUTES_DIR"));
        }
        findings.add(disk());
        findings.add(port("API port", settings.api()));
        findings.add(port("management port", settings.management()));
        if (settings.jms().isEmbedded()) {
            findings.add(port("JMS port", settings.jms().listen()));
        }
        return findings;
    }

    private static Finding folder(String what, Path folder, String setting) {
        Path there = existing(folder);
        String user = System.getProperty("user.name");
        if (!Files.isDirectory(there)) {
            return Finding.fail(what, there + " is no folder", "remove it, or set " + setting);
        }
        if (!Files.isWritable(there) || !Files.isExecutable(there)) {
            return Finding.fail(what, user + " cannot write to " + there, "give it to the user that the gateway runs as, or set " + setting);
        }
        return Finding.ok(what, there.equals(folder) ? folder + " can be written" : folder + " will be made at the first start");
    }

    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath();
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private Finding disk() {
        long free = existing(settings.home()).toFile().getUsableSpace();
        String detail = (free >> 20) + " MiB free under " + settings.home();
        if (free < Home.LITTLE) {
            return Finding.fail("disk", detail, "make room: database, inbox, broker and events all write here");
        }
        return free < LITTLE ? Finding.warn("disk", detail, "make room before it is full") : Finding.ok("disk", detail);
    }

    private Finding port(String what, Address address) {
        if (address.port() == 0) {
            return Finding.ok(what, "any free one");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return Finding.ok(what, address + " is free");
        } catch (IOException | IllegalArgumentException e) {
            return running ? Finding.ok(what, address + " is in use, by the gateway that runs on this home")
                    : Finding.fail(what, address + " cannot be had (" + e.getMessage() + ")", "end what listens there (ss -ltnp), or choose another host or port");
        }
    }
}
