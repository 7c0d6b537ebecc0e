package io.wiretag.life;

import io.wiretag.topics.TraceContext;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The door for headers. Names that begin with {@code wiretag.} are ours: subscribers go by them, so nobody else may write them.
 * Whoever may publish could; hence those of a published record are dropped, but for a few that say something of the record
 * alone and are believed as far as that goes. Of {@link TraceContext} what is sound comes in.
 */
final class ClientHeaders {
    /** Who handed it over; and what stops a record that is moved, or rejected and replayed, again and again. */
    private static final Map<WiretagHeader, Pattern> LET_IN = Map.of(
            WiretagHeader.SOURCE, Pattern.compile("[^\\p{Cntrl}]{1,256}"),
            WiretagHeader.MOVED, Pattern.compile("\\d{1,10}:\\d{1,19}"),
            WiretagHeader.REPLAY_OF, Pattern.compile("\\d{1,10}:\\d{1,19}"),
            WiretagHeader.REPLAY_TRIES, Pattern.compile("\\d{1,9}"),
            // what it says is read, and refused with words, where the article is
            WiretagHeader.REQUEST, Pattern.compile("(?s).*"),
            WiretagHeader.REQUEST_SEAL, Pattern.compile("[0-9a-f]{64}"));

    /** In bytes: that of a request that says as much as it may. */
    private static final int LONGEST = 64 * 1024;

    private ClientHeaders() {}

    /** Those that come in, of ours the last of a name; the same object if all of them do. */
    static Headers letIn(Headers came) {
        List<Header> believed = Stream.concat(
                        LET_IN.entrySet().stream()
                                .map(each ->
                                        believed(came.lastHeader(each.getKey().key()), each.getValue()))
                                .flatMap(Optional::stream),
                        TraceContext.of(came).stream())
                .toList();
        return only(came, header -> isTheirs(header) || believed.stream().anyMatch(each -> each == header));
    }

    /** Of those that came in, those that go on to subscribers. */
    static Headers passedOn(Headers letIn) {
        return only(letIn, header -> !WiretagHeader.isOurs(header) || WiretagHeader.SOURCE.is(header));
    }

    /** Of those that came in, what says nothing of the article and is small: ours, and the trace. */
    static Headers small(Headers letIn) {
        return only(letIn, header -> !isTheirs(header));
    }

    /** Whether clients may write into it what they like. */
    private static boolean isTheirs(Header header) {
        return !WiretagHeader.isOurs(header) && !TraceContext.isPart(header);
    }

    private static Optional<Header> believed(Header header, Pattern form) {
        return Optional.ofNullable(header)
                .filter(each -> each.value() != null && each.value().length <= LONGEST)
                .filter(each -> form.matcher(new String(each.value(), StandardCharsets.UTF_8))
                        .matches());
    }

    private static Headers only(Headers headers, Predicate<Header> wanted) {
        RecordHeaders kept = new RecordHeaders();
        boolean all = true;
        for (Header header : headers) {
            if (wanted.test(header)) {
                kept.add(header);
            } else {
                all = false;
            }
        }
        return all ? headers : kept;
    }
}
