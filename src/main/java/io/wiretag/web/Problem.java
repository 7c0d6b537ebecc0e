package io.wiretag.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What went wrong with a request, as RFC 9457 has it; the type is left at its default, so the title is that of the status.
 *
 * @param status of HTTP
 * @param detail a sentence for whoever asked
 * @param headers of the answer
 * @param members of its body beside those of the RFC
 */
public record Problem(int status, String detail, Map<String, String> headers, Map<String, String> members) {
    public static final String TYPE = "application/problem+json";

    private static final int RETRY_SECONDS = 5;

    public Problem(int status, String detail) {
        this(status, detail, Map.of(), Map.of());
    }

    /** 503, and when to come again. */
    public static Problem unavailable(String detail) {
        return new Problem(503, detail).with("Retry-After", String.valueOf(RETRY_SECONDS));
    }

    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, detail, more, members);
    }

    /** The same with one member more. */
    public Problem and(String member, String value) {
        Map<String, String> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(status, detail, headers, more);
    }

    /** Its body, to which more may be added. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("title", HttpStatus.forStatus(status).getMessage())
                .put("status", status)
                .put("detail", detail);
        members.forEach(json::put);
        return json;
    }

    public void write(Context ctx) {
        headers.forEach(ctx::header);
        ctx.status(status).contentType(TYPE).result(json().toString());
    }

    /** The problem as what a handler throws. */
    public ProblemException asException() {
        return new ProblemException(this);
    }
}
