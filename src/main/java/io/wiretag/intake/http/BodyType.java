package io.wiretag.intake.http;

import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a body may be, by its content type. Plain text is not among them: it carries no identity, and over HTTP nobody is there
 * to see that a second version became a second article.
 */
enum BodyType {
    /** ninjs: one object, an array of objects, or an object a line. */
    NINJS("application/json|application/x-ndjson|application/vnd\\.iptc\\.(?:[a-z0-9.+-]*[.+-])?json", Format.NINJS),
    /** NewsML-G2. */
    XML("application/xml|text/xml|application/vnd\\.iptc\\.g2\\.[a-z0-9.+-]+\\+xml", Format.NEWSML_G2);

    /** For the header {@code Accept} of an answer that refuses another. */
    static final String ACCEPTED = "application/json, application/x-ndjson, application/xml, text/xml";

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]*)\"?", Pattern.CASE_INSENSITIVE);

    private final Pattern names;
    private final Format format;

    BodyType(String names, Format format) {
        this.names = Pattern.compile(names);
        this.format = format;
    }

    /**
     * The type of a body.
     *
     * @param contentType as the header has it; null where there is none
     * @param contentEncoding as the header has it; null where there is none
     * @throws RefusedException with 415 if it is none of these, compressed, or not in UTF-8
     */
    static BodyType of(String contentType, String contentEncoding) {
        if (contentEncoding != null && !contentEncoding.strip().equalsIgnoreCase("identity")) {
            throw Answer.problem(
                            415, "Content-Encoding is %s: send the body as it is".formatted(shown(contentEncoding)))
                    .withHeader("Accept-Encoding", "identity")
                    .asRefusal();
        }
        if (contentType == null) {
            throw unsupported("there is no Content-Type");
        }
        var charset = CHARSET.matcher(contentType);
        if (charset.find() && !charset.group(1).toLowerCase(Locale.ROOT).matches("utf-8|utf8|us-ascii")) {
            throw unsupported("the charset is " + shown(charset.group(1)) + ": articles are sent in UTF-8");
        }
        String name = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (BodyType type : values()) {
            if (type.names.matcher(name).matches()) {
                return type;
            }
        }
        throw unsupported("Content-Type is " + shown(name));
    }

    Format format() {
        return format;
    }

    /** A complaint if the body cannot be what it is called; the readers, which go by content, would take it for something else. */
    Optional<Reading.Complaint> mismatch(String source, byte[] body) {
        if (this == NINJS) {
            return Optional.empty();
        }
        for (byte each : body) {
            // white space, a byte order mark, and the zeros of UTF-16, of which the readers say more
            if (each == '<') {
                return Optional.empty();
            }
            if (each > ' ') {
                return Optional.of(new Reading.Complaint(
                        source,
                        OptionalInt.of(1),
                        "the content type is that of XML, and the body begins with '%c'".formatted((char) each)));
            }
        }
        return Optional.empty();
    }

    private static RefusedException unsupported(String why) {
        return Answer.problem(
                        415,
                        why
                                + "; send ninjs as application/json or application/x-ndjson, or NewsML-G2 as application/xml")
                .withHeader("Accept", ACCEPTED)
                .asRefusal();
    }

    private static String shown(String value) {
        return "'" + value.substring(0, Math.min(60, value.length())) + "'";
    }
}
