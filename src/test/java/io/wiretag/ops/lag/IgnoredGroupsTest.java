package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoredGroupsTest {
    @ParameterizedTest
    @CsvSource({
        "console-consumer-*, console-consumer-41327, true",
        "console-consumer-*, console-consumer-, true",
        "console-consumer-*, my-console-consumer-1, false",
        "console-consumer-*, Console-Consumer-1, false",
        "*-test, desk-test, true",
        "*-test, desk-tests, false",
        "*try*, a-try-of-mine, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, abc, true",
        "a*b*c, acb, false",
        "a*a, a, false",
        "a*ab*b, aab, false",
        "a**b, a-b, true",
        "*, whatever, true",
        "team.*, team.desk, true",
        "team.*, teams, false",
        "exact, exact, true",
        "exact, exactly, false",
        "exact, inexact, false"
    })
    void aStarStandsForAnyCharactersAndAllElseForItself(String pattern, String group, boolean ignored) {
        assertThat(new IgnoredGroups(List.of(pattern), Set.of()).contains(group))
                .isEqualTo(ignored);
    }

    @Test
    void aNameThatIsHardToMatchTakesNoTime() {
        String pattern = "*a".repeat(30) + "*b";

        assertThat(new IgnoredGroups(List.of(pattern), Set.of()).contains("a".repeat(30_000)))
                .isFalse();
    }

    @Test
    void whoIsNamedIsNotIgnored() {
        IgnoredGroups ignored = new IgnoredGroups(List.of("try-*", "test-*"), Set.of("try-1"));

        assertThat(ignored.contains("try-1")).isFalse();
        assertThat(ignored.contains("try-2")).isTrue();
        assertThat(ignored.contains("test-1")).isTrue();
        assertThat(ignored.except(Set.of("test-1")).contains("test-1")).isFalse();
        assertThat(ignored.except(Set.of("test-1")).contains("try-1")).isFalse();
    }
}
