package io.minipush.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.minipush.platform.Platforms;
import io.minipush.settings.App;
import io.minipush.settings.Settings;
import io.minipush.settings.SettingsReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left half done while the database is away is done at a later look. */
class AppsWatchTest {

    private static final String ONE = "wx0000000000000000";
    private static final String OTHER = "wx1111111111111111";

    private final List<String> done = new ArrayList<>();
    private boolean databaseAway;
    @TempDir
    private Path folder;
    private Path config;
    private Settings settings;
    private AppsWatch watch;

    @BeforeEach
    void read() throws Exception {
        config = folder.resolve("minipush.properties");
        write(ONE + ".secret=first");
        settings = SettingsReader.read(Map.of("MINIPUSH_CONFIG", config.toString(), "MINIPUSH_HOME", folder.toString()));
        watch = new AppsWatch(settings, Platforms.of(settings), new AppsWatch.Welcome() {
            @Override
            public void newcomer(App app) {
                toDatabase("new " + app.appId());
            }

            @Override
            public void changed(App before, App after) {
                toDatabase(before.secret() + " became " + after.secret());
            }
        });
    }

    private void toDatabase(String what) {
        if (databaseAway) {
            throw new IllegalStateException("the database is away");
        }
        done.add(what);
    }

    private void write(String... apps) throws Exception {
        Files.write(config, List.of(apps).stream().map(app -> "minipush.apps." + app).toList());
    }

    @Test
    void aSecretThatChangesWhileTheDatabaseIsAwayIsFollowedUpOnceItIsBack() throws Exception {
        write(ONE + ".secret=second");
        databaseAway = true;
        assertThatThrownBy(() -> watch.take(watch.look())).isInstanceOf(IllegalStateException.class);
        assertThat(settings.apps().get(ONE).secret()).as("calls to the platform use it at once").isEqualTo("second");
        databaseAway = false;
        watch.take(watch.look());
        assertThat(done).containsExactly("first became second");
    }

    @Test
    void anAppThatComesWhileTheDatabaseIsAwayIsServedOnceItIsBack() throws Exception {
        write(ONE + ".secret=first", OTHER + ".secret=other");
        databaseAway = true;
        assertThatThrownBy(() -> watch.take(watch.look())).isInstanceOf(IllegalStateException.class);
        assertThat(settings.apps()).doesNotContainKey(OTHER);
        databaseAway = false;
        watch.take(watch.look());
        watch.take(watch.look());
        assertThat(done).containsExactly("new " + OTHER);
        assertThat(settings.apps()).containsKey(OTHER);
    }

    @Test
    void anAppThatIsTakenOutAndComesBackWithAnotherSecretHasChanged() throws Exception {
        write(ONE + ".secret=first", OTHER + ".secret=other");
        watch.take(watch.look());
        write(ONE + ".secret=first");
        watch.take(watch.look());
        write(ONE + ".secret=first", OTHER + ".secret=another");
        watch.take(watch.look());
        assertThat(done).containsExactly("new " + OTHER, "other became another");
    }
}
