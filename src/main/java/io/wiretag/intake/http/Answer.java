package io.wiretag.intake.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, ready to be written.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body as JSON
 * @param headers beside the content type
 */
record Answer(int status, String contentType, Map<String, Object> body, Map<String, String> headers) {

    /** Seconds after which a client whose request came at a bad time is told to try again. */
    static final int RETRY_SECONDS = 5;

    static final String PROBLEM = "application/problem+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(int status, Map<String, Object> body) {
        return new Answer(status, "application/json", body, Map.of());
    }

    /** What went wrong, as RFC 9457 has it; the type is left at its default, so the title is that of the status. */
    static Answer problem(int status, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", HttpStatus.forStatus(status).getMessage());
        body.put("status", status);
        body.put("detail", detail);
        return new Answer(status, PROBLEM, body, Map.of());
    }

    /** 503, and when to come again. */
    static Answer unavailable(String detail) {
        return problem(503, detail).withHeader("Retry-After", String.valueOf(RETRY_SECONDS));
    }

    /** With one member more in its body. */
    Answer with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(member, value);
        return new Answer(status, contentType, more, headers);
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, more);
    }

    /** For a request whose body is not read to its end: the connection cannot be used again. */
    Answer thenClose() {
        return withHeader("Connection", "close");
    }

    /** The answer as what a handler throws. */
    RefusedException asRefusal() {
        return new RefusedException(this);
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers, lists and maps can always be written", e);
        }
    }

    void write(Context ctx) {
        headers.forEach(ctx::header);
        ctx.status(status).contentType(contentType).result(json());
    }
}
