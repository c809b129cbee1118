package io.minipush.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minipush.storage.Dialect;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DrillCommandTest {

    private static DrillPlan plan(String... arguments) {
        DrillCommand command = new DrillCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.plan();
    }

    @Test
    void withoutOptionsTwoNodesOnPostgresqlAreKilledUnderFaults() {
        DrillPlan plan = plan();
        assertThat(plan.database()).isEqualTo(Dialect.POSTGRESQL);
        assertThat(plan.nodes()).isEqualTo(2);
        assertThat(plan.kills()).isPositive();
        assertThat(plan.faultPercent()).isPositive();
    }

    @Test
    void h2TakesOneNodeAndSaysSoWhenAskedForMore() {
        assertThat(plan("--database", "h2").nodes()).isEqualTo(1);
        assertThatThrownBy(() -> plan("--database", "h2", "--nodes", "2")).isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("one process");
    }

    @Test
    void theSameSeedGivesTheSameCast() {
        Cast first = new Cast(plan("--seed", "7", "--prepay", "30"));
        Cast second = new Cast(plan("--seed", "7", "--prepay", "30"));
        assertThat(second.messages()).isEqualTo(first.messages());
        assertThat(second.submits()).isEqualTo(first.submits());
        assertThat(new Cast(plan("--seed", "8")).messages()).isNotEqualTo(first.messages());
    }

    @Test
    void subscribeMessagesChangeNeitherWhoGetsOneNorWhen() {
        Cast classic = new Cast(plan("--seed", "7"));
        Cast mixed = new Cast(plan("--seed", "7", "--subscribe", "50"));
        assertThat(classic.messages()).allMatch(message -> message.kind() == MessageKind.TEMPLATE);
        assertThat(classic.acceptances()).isEmpty();
        assertThat(mixed.messages()).extracting(Cast.Message::openid).isEqualTo(classic.messages().stream().map(Cast.Message::openid).toList());
        assertThat(mixed.messages()).extracting(Cast.Message::kind).contains(MessageKind.values());
        assertThat(mixed.acceptances()).hasSizeGreaterThan((int) mixed.messages().stream().filter(message -> message.kind().needsSubscription()).count());
        assertThat(new Cast(plan("--seed", "7", "--subscribe", "50")).acceptances()).isEqualTo(mixed.acceptances());
    }

    @Test
    void everyUserGetsAsManyUsesAsMessages() {
        Cast cast = new Cast(plan("--messages", "500", "--users", "7", "--prepay", "40"));
        cast.messages().stream().map(Cast.Message::openid).distinct().forEach(user -> assertThat(
                cast.submits().stream().filter(submit -> submit.openid().equals(user)).mapToInt(submit -> submit.kind().uses()).sum())
                .isGreaterThanOrEqualTo((int) cast.messages().stream().filter(message -> message.openid().equals(user)).count()));
    }
}
