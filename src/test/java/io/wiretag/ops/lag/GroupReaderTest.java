package io.wiretag.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupReaderTest {
    /** The call that describes consumer groups fails as a whole on Kafka Connect's. */
    @ParameterizedTest
    @CsvSource({
        "CLASSIC, consumer, true",
        "CLASSIC, '', true",
        "CONSUMER, consumer, true",
        "STREAMS, streams, true",
        "CLASSIC, connect, false",
        "CLASSIC, sr, false",
        "SHARE, share, true"
    })
    void onlyGroupsThatConsumeAreAsked(GroupType type, String protocol, boolean asked) {
        assertThat(GroupReader.reads(new GroupListing("g", Optional.of(type), protocol, Optional.empty())))
                .isEqualTo(asked);
    }
}
