package io.minipush.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page has words for whatever it may have to say, in both languages. */
class WordsTest {

    private static final Pattern WORD = Pattern.compile("(?<=[ ,{])([a-z_0-9]+): '((?:[^'])*)'");
    private static final Pattern FIX = Pattern.compile("([0-9]{5}): '([a-z]+)'");
    private static final Pattern VALUE = Pattern.compile("\\{\\w+}");
    private static final Pattern RULE = Pattern.compile("(?m)^  ([0-9]{5}): \\{class: ([a-z ]+),");

    private static Map<String, String> english;
    private static Map<String, String> chinese;
    private static Map<String, String> fixes;

    @BeforeAll
    static void read() throws Exception {
        String file = Files.readString(Path.of("src/main/resources/status/words.js"));
        String words = file.substring(file.indexOf("const WORDS"));
        int second = words.indexOf("\n  zh: {");
        english = words(WORD, words.substring(0, second));
        chinese = words(WORD, words.substring(second));
        fixes = words(FIX, file.substring(0, file.indexOf("const WORDS")));
    }

    private static Map<String, String> words(Pattern pattern, String text) {
        return pattern.matcher(text).results().collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (one, other) -> one, TreeMap::new));
    }

    private static Set<String> values(String sentence) {
        return VALUE.matcher(sentence).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void bothLanguagesSayTheSame() {
        assertThat(english.keySet()).hasSizeGreaterThan(80).isEqualTo(chinese.keySet());
        english.forEach((word, sentence) -> assertThat(values(chinese.get(word))).as(word).isEqualTo(values(sentence)));
    }

    @Test
    void everyCauseHasASentence() {
        for (Finding.Cause cause : Finding.Cause.values()) {
            assertThat(english).containsKey(cause.word());
        }
    }

    @Test
    void everyRefusalThatStopsAnAppHasItsRemedy() throws Exception {
        fixes.values().forEach(fix -> assertThat(english).containsKey("fix_" + fix));
        for (String policy : new String[] {"wechat-template.yaml", "wechat-subscribe.yaml"}) {
            Map<String, String> rules = words(RULE, Files.readString(Path.of("src/main/resources/platform", policy)));
            assertThat(rules).hasSizeGreaterThan(10);
            rules.forEach((code, meaning) -> {
                if (Set.of("account", "day limit", "minute limit").contains(meaning)) {
                    assertThat(fixes).as(policy).containsKey(code);
                }
            });
        }
    }
}
