package io.wiretag.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proof is worth what its judge notices. */
class LedgerTest {
    private static final Script SCRIPT = new Script(7, 40);
    private static final Wire WIRE = new Wire(List.of(1), 2, 3, Instant.EPOCH);

    private final Ledger ledger = new Ledger(SCRIPT, WIRE);
    private final List<Told> told = new ArrayList<>();

    private record Told(String uri, Delivery delivery) {}

    @BeforeEach
    void whatTheOracleSays() {
        for (int number = 0; number < SCRIPT.stories(); number++) {
            Story story = SCRIPT.story(number);
            String uri = story.editions().get(0).uri();
            Oracle.deliveries(story).forEach(delivery -> told.add(new Told(uri, delivery)));
        }
    }

    @Test
    void whatTheOracleSaysIsComplete() {
        take();
        reject();

        assertThat(ledger.end().isComplete()).as("%s", ledger.end()).isTrue();
        assertThat(ledger.end().kills()).isPositive();
        assertThat(ledger.end().rejected()).isEqualTo(SCRIPT.poison().size());
    }

    @Test
    void aMissingRecordIsLost() {
        told.remove(told.size() / 2);
        take();
        reject();

        assertThat(ledger.end().lost()).isEqualTo(1);
        assertThat(ledger.end().isComplete()).isFalse();
    }

    @Test
    void aRecordThatComesTwiceIsADuplicate() {
        told.add(told.get(told.size() / 2));
        take();
        reject();

        assertThat(ledger.end().duplicates()).isEqualTo(1);
        assertThat(ledger.end().isComplete()).isFalse();
    }

    @Test
    void aVersionThatComesAfterALaterOneIsOutOfOrder() {
        int second = first(each -> each.delivery().operation() == Operation.correct
                && each.delivery().place().sink() == Sink.TAGGED);
        int before = first(each ->
                each.delivery().place().equals(told.get(second).delivery().place()));
        Collections.swap(told, before, second);
        take();
        reject();

        assertThat(ledger.end().orderViolations()).isEqualTo(1);
        assertThat(ledger.end().isComplete()).isFalse();
    }

    @Test
    void aWrongTagIsUnexpectedAndTheRightOneLost() {
        Told good = told.get(0);
        Delivery tagged = good.delivery();
        told.set(
                0,
                new Told(
                        good.uri(),
                        new Delivery(
                                tagged.place(),
                                tagged.operation(),
                                tagged.version(),
                                tagged.status(),
                                Set.of("VN-99"),
                                tagged.origins(),
                                tagged.body())));
        take();
        reject();

        assertThat(ledger.end().unexpected()).isEqualTo(1);
        assertThat(ledger.end().lost()).isEqualTo(1);
    }

    @Test
    void aKillThatDoesNotReachAPlaceIsMissed() {
        int kill = first(each -> each.delivery().operation() == Operation.kill
                && told.indexOf(each) > 0
                && told.stream()
                        .anyMatch(other -> other.uri().equals(each.uri())
                                && other.delivery()
                                        .place()
                                        .equals(each.delivery().place())
                                && other.delivery().operation() == Operation.publish));
        told.remove(kill);
        take();
        reject();

        assertThat(ledger.end().killsMissing()).isEqualTo(1);
        assertThat(ledger.end().lost()).isEqualTo(1);
    }

    @Test
    void aGoodArticleAmongTheRejectedIsNoted() {
        take();
        reject();
        ledger.takeRejected(Optional.empty(), Optional.of(new byte[] {1}), Optional.of(new byte[] {2}), "not-avro");

        assertThat(ledger.end().wrongRejections()).isEqualTo(1);
    }

    @Test
    void poisonWithAByteChangedOrAnotherReasonIsNoted() {
        Poison poison = SCRIPT.poison().get(0);
        byte[] value = poison.value(WIRE).orElseThrow().clone();
        value[value.length - 1]++;
        ledger.takeRejected(Optional.of(0), poison.key(), Optional.of(value), poison.reason());
        Poison other = SCRIPT.poison().get(1);
        ledger.takeRejected(Optional.of(1), other.key(), other.value(WIRE), "too-large");

        assertThat(ledger.soFar().wrongRejections()).isEqualTo(2);
    }

    @Test
    void poisonThatIsNotRejectedIsLost() {
        take();

        assertThat(ledger.end().lost()).isEqualTo(SCRIPT.poison().size());
    }

    private void take() {
        told.forEach(each -> ledger.take(each.uri(), each.delivery()));
    }

    private void reject() {
        SCRIPT.poison()
                .values()
                .forEach(poison -> ledger.takeRejected(
                        Optional.of(poison.number()), poison.key(), poison.value(WIRE), poison.reason()));
    }

    private int first(java.util.function.Predicate<Told> wanted) {
        return told.stream()
                .filter(wanted)
                .findFirst()
                .map(told::indexOf)
                .orElseThrow(() -> new AssertionError("the script has nothing of the kind: take another seed"));
    }
}
