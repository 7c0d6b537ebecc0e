package io.wiretag.intake.rss;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a feed is asked for. User and password may stand in it as {@code https://user:password@host/}; they are sent as
 * basic authentication, to that host alone, and shown nowhere.
 *
 * @param uri without user and password
 * @param credentials {@code user:password}, decoded
 */
record FeedAddress(URI uri, Optional<String> credentials) {

    private static final Pattern USER = Pattern.compile("//[^/?#]*@");
    private static final Pattern SERVICE = Pattern.compile("^(?:www|rss|feeds?|news|m)\\.");

    /** Below these others register their hosts: {@code vn}, {@code com.vn}. */
    private static final Pattern SUFFIX = Pattern.compile(
            "[^.]+|(?:ac|ai|biz|co|com|edu|go|gob|gov|gv|health|id|info|int|io|mil|name|ne|net|nom|or|org|pro|web)\\.[a-z]{2}");

    private static final Pattern SECRET =
            Pattern.compile("(?i)([?&][^=&]*(?:key|token|secret|passw|pwd|auth|sig)[^=&]*=)[^&]*");

    FeedAddress {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(credentials, "credentials");
    }

    /** @throws IllegalArgumentException if it is no address of HTTP, without telling what may be secret in it */
    static FeedAddress of(String text) {
        try {
            return of(new URI(text.strip()));
        } catch (URISyntaxException e) {
            throw unusable(text);
        }
    }

    private static FeedAddress of(URI uri) throws URISyntaxException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw unusable(uri.toString());
        }
        String user = uri.getRawUserInfo();
        String bare = user == null ? uri.toString() : uri.toString().replaceFirst(Pattern.quote(user + "@"), "");
        return new FeedAddress(new URI(new URI(bare).toASCIIString()), Optional.ofNullable(uri.getUserInfo()));
    }

    private static IllegalArgumentException unusable(String text) {
        return new IllegalArgumentException(
                "'%s' is no address of a feed: it must be like https://news.example/rss".formatted(shown(text)));
    }

    /**
     * Where a redirection leads.
     *
     * @return empty if it leads out of HTTP
     */
    Optional<FeedAddress> redirected(String location) {
        try {
            FeedAddress target = of(uri.resolve(new URI(location.strip())));
            boolean same = Objects.equals(target.uri.getAuthority(), uri.getAuthority())
                    && target.uri.getScheme().equalsIgnoreCase(uri.getScheme());
            return Optional.of(new FeedAddress(target.uri, same ? credentials : Optional.empty()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the other is of the same site: its host, or one below or above it save for {@code www}, {@code rss} and the like. */
    boolean isOfSameSite(FeedAddress other) {
        String own = bare(host());
        String their = bare(other.host());
        return own.equals(their) || isBelow(own, their) || isBelow(their, own);
    }

    private static boolean isBelow(String host, String upper) {
        return host.endsWith("." + upper) && !isSuffix(upper);
    }

    private static String bare(String host) {
        String bare = SERVICE.matcher(host).replaceFirst("");
        return isSuffix(bare) ? host : bare;
    }

    private static boolean isSuffix(String host) {
        return SUFFIX.matcher(host).matches();
    }

    private String host() {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    Optional<String> authorization() {
        return credentials.map(
                each -> "Basic " + Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8)));
    }

    /** The address for people, without what may be secret in it. */
    @Override
    public String toString() {
        return shown(uri.toString());
    }

    static String shown(String address) {
        return SECRET.matcher(USER.matcher(address).replaceAll("//")).replaceAll("$1***");
    }
}
