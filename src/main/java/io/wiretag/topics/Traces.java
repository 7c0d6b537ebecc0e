package io.wiretag.topics;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Headers;

/**
 * Tells an agent of OpenTelemetry, where there is one, to which trace belongs what is sent. While a request or a record is dealt with
 * it knows by itself; when an embargo ends there is none, and it would begin a trace for each send and write that into the headers.
 * Spans are the agent's alone: without one nothing happens here.
 */
public final class Traces {
    /** Headers of one name as one list. */
    private static final TextMapGetter<Headers> GETTER = (headers, key) -> {
        List<String> values = StreamSupport.stream(headers.headers(key).spliterator(), false)
                .filter(header -> header.value() != null)
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
        return values.isEmpty() ? null : String.join(",", values);
    };

    private Traces() {}

    /**
     * What is sent meanwhile on this thread belongs to the trace of a record, unless it belongs to one already.
     *
     * @param headers of that record; where {@link TraceContext} in them is not sound, it belongs to none
     */
    public static void within(Headers headers, Runnable sending) {
        if (headers.lastHeader(TraceContext.TRACEPARENT) == null
                || Span.current().getSpanContext().isValid()) {
            sending.run();
        } else {
            W3CTraceContextPropagator.getInstance()
                    .extract(Context.current(), headers, GETTER)
                    .wrap(sending)
                    .run();
        }
    }
}
