package io.minipush;

import java.time.ZoneId;
import java.util.TimeZone;

import io.minipush.cli.MinipushCommand;
import io.minipush.cli.Times;

/** The program. */
public final class Minipush {

    private Minipush() {
    }

    public static void main(String[] arguments) {
        Times.shownIn(ZoneId.systemDefault());
        // The databases hold UTC in columns without a zone; a zone with summer time would shift some of them.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        System.exit(MinipushCommand.execute(arguments));
    }
}
