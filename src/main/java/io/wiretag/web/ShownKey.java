package io.wiretag.web;

import io.javalin.http.Context;
import java.util.Optional;

/** The key that a request shows, whoever it belongs to. */
public final class ShownKey {
    private static final String BEARER = "Bearer ";

    private ShownKey() {}

    /** @param header in which it may stand, if {@code Authorization: Bearer} has none */
    public static Optional<String> of(Context ctx, String header) {
        String authorization = ctx.header("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(ctx.header(header)).map(String::strip);
    }
}
