package io.wiretag.delivery.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.delivery.ArticleFilter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator wants to be sent to whom.
 *
 * @param name by which it is known; its group of consumers is named by it
 * @param url of the endpoint
 * @param filter which articles, by level
 * @param text whether with their texts, or identity and tags alone
 * @param secrets with each of which messages are signed, sealed
 * @param paused whether nothing is to be sent
 * @param revision one more with each change
 * @param made when it was added
 */
public record Subscription(
        String name,
        URI url,
        ArticleFilter filter,
        boolean text,
        List<Sealed> secrets,
        boolean paused,
        long revision,
        Instant made) {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What names of groups and labels of metrics bear, and what can be typed. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /**
     * A secret as the topic has it.
     *
     * @param until when messages are no longer signed with it; empty: it is the one in force
     */
    public record Sealed(String secret, Optional<Instant> until) {
        boolean isValid(Instant now) {
            return until.isEmpty() || now.isBefore(until.get());
        }

        /** Leaves it out, sealed as it is. */
        @Override
        public String toString() {
            return "Sealed[until=" + until + "]";
        }
    }

    /** @throws IllegalArgumentException if name or url cannot be used */
    public Subscription {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a subscription: give small letters, digits and -, 63 at most");
        }
        requireUrl(url);
        secrets = List.copyOf(secrets);
    }

    /** @throws IllegalArgumentException if it is no address of an endpoint */
    public static URI url(String text) {
        try {
            URI url = new URI(text.strip());
            requireUrl(url);
            return url;
        } catch (URISyntaxException e) {
            throw unusable("'" + text + "' is no URL");
        }
    }

    private static void requireUrl(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http") || url.getHost() == null) {
            throw unusable("'" + url + "' is no URL of an endpoint");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw unusable("the URL has a user, a password or a part behind #, which are not sent");
        }
    }

    private static IllegalArgumentException unusable(String what) {
        return new IllegalArgumentException(what + ": give one like https://desk.example/hooks/wiretag");
    }

    Subscription with(boolean nowPaused, List<Sealed> nowSecrets) {
        return new Subscription(name, url, filter, text, nowSecrets, nowPaused, revision + 1, made);
    }

    /**
     * What messages are signed with, the newest first: without what has ended, and without what no key opens any more, as long as one is
     * left.
     *
     * @throws IllegalArgumentException if the seal opens none
     */
    List<Endpoint.Signing> open(SecretSeal seal, Instant now) {
        List<Endpoint.Signing> opened = new ArrayList<>();
        Optional<IllegalArgumentException> unopened = Optional.empty();
        for (Sealed each : secrets) {
            if (each.isValid(now)) {
                try {
                    opened.add(new Endpoint.Signing(seal.open(name, each.secret()), each.until()));
                } catch (IllegalArgumentException e) {
                    unopened = Optional.of(e);
                }
            }
        }
        if (opened.isEmpty() && unopened.isPresent()) {
            throw unopened.get();
        }
        unopened.ifPresent(why -> LOG.warn("messages are not signed with one of its secrets: {}", why.getMessage()));
        return opened;
    }

    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("url", url.toString());
        put(json, "provinces", filter.provinces());
        put(json, "units", filter.units());
        put(json, "agencies", filter.agencies());
        json.put("about", filter.about());
        put(json, "languages", filter.languages());
        json.put("text", text);
        ArrayNode sealed = json.putArray("secrets");
        secrets.forEach(each -> {
            ObjectNode one = sealed.addObject().put("sealed", each.secret());
            each.until().ifPresent(until -> one.put("until", until.toString()));
        });
        return json.put("paused", paused).put("revision", revision).put("made", made.toString());
    }

    private static void put(ObjectNode json, String name, Set<String> values) {
        ArrayNode array = json.putArray(name);
        new TreeSet<>(values).forEach(array::add);
    }

    /** @throws IllegalArgumentException if it is none: somebody else wrote it */
    static Subscription of(String name, JsonNode json) {
        List<Sealed> secrets = new ArrayList<>();
        json.path("secrets")
                .forEach(each -> secrets.add(new Sealed(
                        each.path("sealed").asText(),
                        Optional.ofNullable(each.get("until")).map(until -> Times.of(until.asText())))));
        return new Subscription(
                name,
                url(json.path("url").asText()),
                new ArticleFilter(
                        set(json, "provinces"),
                        set(json, "units"),
                        set(json, "agencies"),
                        json.path("about").asBoolean(),
                        set(json, "languages")),
                json.path("text").asBoolean(),
                secrets,
                json.path("paused").asBoolean(),
                json.path("revision").asLong(),
                Times.of(json.path("made").asText()));
    }

    private static Set<String> set(JsonNode json, String name) {
        Collection<String> values = new ArrayList<>();
        json.path(name).forEach(each -> values.add(each.asText()));
        return Set.copyOf(values);
    }
}
