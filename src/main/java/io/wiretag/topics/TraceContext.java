package io.wiretag.topics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of W3C Trace Context, by which tools of tracing join what programs do because of one record. They are passed on as
 * they came; where they are not as the standard has them, not at all: a trace then begins anew, and nothing else changes.
 */
public final class TraceContext {
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    /** Identity of the trace, and of the span in it; zeros are none. */
    private static final String IDS = "-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";
    /** Later versions begin like the one that is known; ff is none. */
    private static final Pattern PARENT =
            Pattern.compile("00" + IDS + "|(?!00|ff)[0-9a-f]{2}" + IDS + "(?:-[!-~]{0,200})?");

    /** A key and a value; a list may have gaps. */
    private static final Pattern MEMBER =
            Pattern.compile("[ \t]*(?:[a-z0-9][a-z0-9_*/@-]{0,255}=[ -+\\--<>-~]{0,255}[!-+\\--<>-~])?[ \t]*");

    private static final int MOST_MEMBERS = 32;
    /** In characters, of all states together: what is longer need not be passed on. */
    private static final int LONGEST_STATE = 512;

    private TraceContext() {}

    /** Whether a header is one of them, sound or not. */
    public static boolean isPart(Header header) {
        return header.key().equals(TRACEPARENT) || header.key().equals(TRACESTATE);
    }

    /** Those of a record that are sound, the same objects; none without a parent, and none with two. They are small. */
    public static List<Header> of(Headers headers) {
        List<Header> sound = all(headers, TRACEPARENT);
        if (sound.size() != 1 || !PARENT.matcher(texts(sound)).matches()) {
            return List.of();
        }
        List<Header> states = all(headers, TRACESTATE);
        if (isState(texts(states))) {
            sound.addAll(states);
        }
        return sound;
    }

    private static List<Header> all(Headers headers, String key) {
        List<Header> all = new ArrayList<>(1);
        for (Header header : headers.headers(key)) {
            if (header.value() != null) {
                all.add(header);
            }
        }
        return all;
    }

    /** Several count as one list. Of bytes that are no text in ASCII, one without a form. */
    private static String texts(List<Header> headers) {
        StringBuilder texts = new StringBuilder();
        for (Header header : headers) {
            texts.append(texts.isEmpty() ? "" : ",").append(new String(header.value(), StandardCharsets.US_ASCII));
        }
        return texts.toString();
    }

    private static boolean isState(String states) {
        if (states.length() > LONGEST_STATE) {
            return false;
        }
        List<String> members = List.of(states.split(","));
        return members.size() <= MOST_MEMBERS
                && members.stream().allMatch(member -> MEMBER.matcher(member).matches());
    }
}
