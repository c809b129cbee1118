package io.minipush.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.minipush.gateway.Gateway;
import io.minipush.settings.SettingsReader;
import picocli.CommandLine.Command;

/** {@code minipush run}: the gateway in the foreground until SIGTERM or Ctrl-C. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Starts the gateway in the foreground. SIGTERM or Ctrl-C stops it cleanly.",
        footer = {"", "Settings come from the environment (MINIPUSH_APP_ID, MINIPUSH_APP_SECRET, …) and the file",
            "named by MINIPUSH_CONFIG; conf/minipush.properties lists them all."})
final class RunCommand implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
        Gateway gateway = Gateway.start(SettingsReader.read(System.getenv()));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            gateway.close();
            stopped.countDown();
        }, "stop"));
        stopped.await();
        return 0;
    }
}
