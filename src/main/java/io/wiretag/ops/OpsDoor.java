package io.wiretag.ops;

import io.javalin.http.Context;
import io.wiretag.access.ApiKeys;
import io.wiretag.web.OwnName;
import io.wiretag.web.Problem;
import io.wiretag.web.ProblemException;
import io.wiretag.web.ShownKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who may look, who may replay, and who may correct.
 *
 * <p>On a loopback address everybody of the machine may look. A page of the web must not: its author can give his own name the
 * address 127.0.0.1 (DNS rebinding), so the name that the browser asked for has to be one of ours. Where other machines come
 * in, each needs a key, by {@code Authorization} (Bearer, or Basic with the name of the key as the user, which browsers know)
 * or by {@code X-Ops-Key}.
 *
 * <p>Whoever replays or corrects always shows a key in {@code X-Ops-Key}: a browser never sends that by itself, as it does with Basic. And
 * the request must come from our own page, or from no page at all. To correct, the key needs the role of an editor.
 */
final class OpsDoor {
    static final String KEY_HEADER = "X-Ops-Key";

    private static final String BASIC = "Basic ";

    private final boolean loopback;
    private final Optional<ApiKeys> keys;

    /** @param keys needed where the address is no loopback address */
    OpsDoor(boolean loopback, Optional<ApiKeys> keys) {
        this.loopback = loopback;
        this.keys = keys;
    }

    /** Whether anybody may replay. */
    boolean mayReplay() {
        return keys.isPresent();
    }

    /** @throws ProblemException unless whoever asks may look */
    void requireReader(Context ctx) {
        if (loopback) {
            OwnName.require(ctx, "ops");
        } else if (!isKnown(ctx)) {
            throw new Problem(401, "a key is needed: user and password, Authorization: Bearer KEY, or X-Ops-Key: KEY")
                    .with("WWW-Authenticate", "Basic realm=\"wiretag\", charset=\"UTF-8\"")
                    .asException();
        }
    }

    /** Whether the answer may name machines and topics. */
    boolean mayKnowAll(Context ctx) {
        return loopback || isKnown(ctx);
    }

    private boolean isKnown(Context ctx) {
        String authorization = Optional.ofNullable(ctx.header("Authorization")).orElse("");
        if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return isKnownUser(authorization.substring(BASIC.length()).strip());
        }
        return ShownKey.of(ctx, KEY_HEADER).flatMap(this::owner).isPresent();
    }

    private boolean isKnownUser(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon > 0
                    && owner(text.substring(colon + 1))
                            .filter(owner -> owner.name().equals(text.substring(0, colon)))
                            .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<ApiKeys.Owner> owner(String key) {
        return keys.flatMap(known -> known.ownerOf(key.strip()));
    }

    /**
     * The name of the key of whoever replays.
     *
     * @throws ProblemException unless he may
     */
    String requireReplayer(Context ctx) {
        return requireOwner(ctx, "replay").name();
    }

    /**
     * The name of the key of whoever corrects.
     *
     * @throws ProblemException unless he may
     */
    String requireEditor(Context ctx) {
        ApiKeys.Owner owner = requireOwner(ctx, "correct");
        if (!OpsKeys.isEditor(owner)) {
            throw new Problem(
                            403,
                            "the key of " + owner.name() + " may not correct: its line in ops.keys.file needs"
                                    + " role=editor")
                    .and("code", "no-editor")
                    .and("name", owner.name())
                    .asException();
        }
        return owner.name();
    }

    private ApiKeys.Owner requireOwner(Context ctx, String what) {
        requireReader(ctx);
        if (!isOfOwnPage(ctx)) {
            throw new Problem(403, "this page alone may ask to " + what + ", not one of another site")
                    .and("code", "other-site")
                    .asException();
        }
        if (keys.isEmpty()) {
            throw new Problem(403, "nobody may " + what + " here: name a file of keys by ops.keys.file")
                    .and("code", "nobody")
                    .asException();
        }
        return Optional.ofNullable(ctx.header(KEY_HEADER)).flatMap(this::owner).orElseThrow(() -> {
            String detail =
                    ctx.header(KEY_HEADER) == null ? "a key is needed: X-Ops-Key: KEY" : "the key is not known here";
            // no WWW-Authenticate: it would make browsers ask for a password, which does not help
            return new Problem(401, detail).and("code", "no-key").asException();
        });
    }

    /** Browsers say where a request comes from; what is no browser says nothing. */
    private static boolean isOfOwnPage(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = ctx.header("Origin");
        return origin == null || authority(origin).equalsIgnoreCase(String.valueOf(ctx.header("Host")));
    }

    /** Nothing for the origin "null" of a page that hides where it is. */
    private static String authority(String origin) {
        try {
            return Optional.ofNullable(new URI(origin).getRawAuthority()).orElse("");
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
