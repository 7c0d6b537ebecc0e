package io.wiretag.subscribers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.subscribers.SubscriberList.Kind;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SubscriberListTest {
    @Test
    void whatWentOutAndIsNotShownIsMissingAndWhatWasKilledIsStillShown() {
        SubscriberList list = SubscriberList.of(List.of("\uFEFFb\t1\tmore", "", "c\t1", "d\t2", "e", "z\t1"), Set.of());
        send(list, "VN-HN", "a", "1", "publish", 1);
        send(list, "VN-HN", "b", "1", "publish", 2);
        send(list, "VN-HN", "c", "1", "publish", 3);
        send(list, "VN-HN", "c", "2", "kill", 4);
        send(list, "VN-HN", "d", "2", "publish", 5);
        send(list, "VN-HN", "d", "3", "correct", 6);
        send(list, "VN-HN", "e", "9", "correct", 7);

        assertThat(list.differences())
                .extracting(each -> each.kind() + " " + each.uri() + " "
                        + each.listed().orElse("-") + " " + each.sent().orElse("-"))
                .containsExactly("MISSING a - 1", "OTHER_VERSION d 2 3", "STILL_SHOWN c 1 2", "NOT_SEEN z 1 -");
    }

    @Test
    void anArticleThatIsTakenBackUnderOneKeyIsStillToBeShownForTheOther() {
        SubscriberList list = SubscriberList.of(List.of(), Set.of());
        send(list, "VN-HN", "a", "1", "publish", 1);
        send(list, "VN-DN", "a", "1", "publish", 1);
        send(list, "VN-HN", "a", "2", "retract", 2);

        assertThat(list.differences()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(Kind.MISSING);
            assertThat(each.sent()).contains("1");
        });
    }

    @Test
    void whoReadsOneKeyStillShowsWhatWasTakenBackUnderItThoughItLivesUnderAnother() {
        SubscriberList list = SubscriberList.of(List.of("a\t1"), Set.of("VN-HN"));
        send(list, "VN-HN", "a", "1", "publish", 1);
        send(list, "VN-HN", "a", "2", "retract", 2);
        send(list, "VN-DN", "a", "2", "correct", 2);
        send(list, "VN-DN", "b", "1", "publish", 3);

        assertThat(list.differences())
                .extracting(SubscriberList.Difference::kind)
                .containsExactly(Kind.STILL_SHOWN);
    }

    @Test
    void anOlderRecordThatIsReadLaterRevivesNothing() {
        SubscriberList list = SubscriberList.of(List.of("a\t1"), Set.of());
        send(list, "a", "a", "2", "kill", 9);
        send(list, "a", "a", "1", "publish", 3);

        assertThat(list.differences())
                .extracting(SubscriberList.Difference::kind)
                .containsExactly(Kind.STILL_SHOWN);
    }

    @Test
    void theVersionThatWasPublishedLastCountsInWhateverOrderPartitionsAreRead() {
        SubscriberList list = SubscriberList.of(List.of("a\t2"), Set.of());
        send(list, "VN-HN", "a", "2", "correct", 8);
        send(list, "VN-DN", "a", "1", "publish", 3);

        assertThat(list.differences()).isEmpty();
    }

    @Test
    void aUriThatStandsThereTwiceIsRefusedWithItsLine() {
        assertThatThrownBy(() -> SubscriberList.of(List.of("a\t1", "a\t2"), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: 'a' stands in the list twice");
    }

    private static void send(
            SubscriberList list, String key, String uri, String version, String operation, int offset) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("wiretag.uri", uri.getBytes(UTF_8));
        headers.add("wiretag.version", version.getBytes(UTF_8));
        headers.add("wiretag.operation", operation.getBytes(UTF_8));
        headers.add("wiretag.published", ("0:" + offset).getBytes(UTF_8));
        list.take(key.getBytes(UTF_8), headers);
    }
}
