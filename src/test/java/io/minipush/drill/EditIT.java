package io.minipush.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.minipush.TestSettings;
import io.minipush.gateway.Gateway;
import io.minipush.platform.Platforms;
import io.minipush.routes.BuiltInRoutes;
import io.minipush.routes.RouteRejected;
import io.minipush.routes.RouteValidation;
import io.minipush.storage.Dialect;
import io.minipush.storage.TestDatabases;
import org.junit.jupiter.api.Test;

/** The edits that a drill makes are what they say, else the drill proves nothing. */
class EditIT {

    @Test
    void goodOnesAreGoodAndBrokenOnesAreNamed() throws Exception {
        var settings = TestSettings.on(TestDatabases.create(Dialect.H2)).read();
        try (Gateway gateway = Gateway.prepare(settings)) {
            BuiltInRoutes builtIn = new BuiltInRoutes(gateway.context());
            RouteValidation validation = new RouteValidation(gateway.context(), builtIn, settings, Platforms.of(settings));
            for (Edit edit : Edit.good(7)) {
                if (edit.text() != null) {
                    validation.check(edit.file(), edit.text(), builtIn.all().values());
                }
            }
            for (Edit edit : Edit.broken(7)) {
                String said = "taken";
                try {
                    validation.check(edit.file(), edit.text(), builtIn.all().values());
                } catch (RouteRejected e) {
                    said = e.getMessage();
                }
                // That there is nobody to listen at is only found out by starting.
                assertThat(said).as(edit.what()).contains(edit.fault().startsWith("Starting directory") ? "taken" : edit.fault());
            }
        }
    }
}
