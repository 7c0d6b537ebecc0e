package io.wiretag.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    @ParameterizedTest
    @ValueSource(
            strings = {
                PARENT,
                "00-" + TRACE + "-" + SPAN + "-00",
                "00-" + TRACE + "-" + SPAN + "-ff",
                // later versions begin like this one, and may go on
                "01-" + TRACE + "-" + SPAN + "-01",
                "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-will-be-like"
            })
    void whatTheStandardHasIsPassedOn(String parent) {
        assertThat(TraceContext.of(headers("traceparent", parent))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + SPAN,
                PARENT + "-00",
                PARENT + "0",
                " " + PARENT,
                PARENT + "\n",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-0X",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "01-" + TRACE + "-" + SPAN + "-01.more",
                "00_" + TRACE + "_" + SPAN + "_01",
                "Hà Nội"
            })
    void whatItHasNotIsNoneAndItsStateNeither(String parent) {
        assertThat(TraceContext.of(headers("traceparent", parent, "tracestate", "a=1")))
                .isEmpty();
    }

    @Test
    void twoParentsAndAStateAloneAreNone() {
        assertThat(TraceContext.of(headers("traceparent", PARENT, "traceparent", PARENT)))
                .isEmpty();
        assertThat(TraceContext.of(headers("tracestate", "a=1"))).isEmpty();
        assertThat(TraceContext.of(new RecordHeaders().add("traceparent", null)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "congo=t61rcWkgMzE",
                "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
                "a=1 ,\t b=2,,",
                "",
                "fw529a3039@dt=FfffffffEBD;x:y",
                "0-a/*_=!~"
            })
    void aStateGoesWithItsParent(String state) {
        assertThat(TraceContext.of(headers("traceparent", PARENT, "tracestate", state, "tracestate", "c=3")))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=1", "A=1", "a=", "a=1=2", "a=1\n", "a=\u0110", "a=1;b=2,Bão"})
    void aStateWithoutFormIsLeftOutAndItsParentIsNot(String state) {
        assertThat(TraceContext.of(headers("traceparent", PARENT, "tracestate", state)))
                .singleElement()
                .satisfies(only -> assertThat(only.key()).isEqualTo("traceparent"));
    }

    @Test
    void aStateThatIsTooLongOrHasTooManyMembersIsLeftOut() {
        assertThat(TraceContext.of(headers("traceparent", PARENT, "tracestate", "a=" + "x".repeat(250))))
                .hasSize(2);
        assertThat(TraceContext.of(headers(
                        "traceparent",
                        PARENT,
                        "tracestate",
                        "a=" + "x".repeat(250),
                        "tracestate",
                        "b=" + "x".repeat(260))))
                .hasSize(1);
        assertThat(TraceContext.of(headers("traceparent", PARENT, "tracestate", "a=1,".repeat(33))))
                .hasSize(1);
    }

    private static Headers headers(String... pairs) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }
}
