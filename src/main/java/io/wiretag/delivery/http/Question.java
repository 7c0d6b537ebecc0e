package io.wiretag.delivery.http;

import io.javalin.http.Context;
import io.wiretag.delivery.ArticleDelivery;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.delivery.Cursor;
import io.wiretag.delivery.Wish;
import io.wiretag.web.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands behind the question mark, and {@code Last-Event-ID}: read strictly, for a filter that is misspelled lets all pass. */
final class Question {
    static final int USUAL_LIMIT = 100;
    static final int MOST = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

    private static final Set<String> FILTERS = Set.of("province", "unit", "agency", "about", "language");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,3})s?");

    private final Context ctx;

    /**
     * @param more parameters that are allowed beside filters
     * @throws io.wiretag.web.ProblemException if there is another
     */
    Question(Context ctx, String... more) {
        this.ctx = ctx;
        List<String> allowed = new ArrayList<>(FILTERS);
        allowed.addAll(Arrays.asList(more));
        ctx.queryParamMap().keySet().stream()
                .filter(name -> !allowed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw bad("no parameter '" + name + "' here; there are "
                            + allowed.stream().sorted().collect(Collectors.joining(", ")));
                });
    }

    /** Within what the client may see. */
    Wish wish(Client client) {
        try {
            ArticleFilter filter = new ArticleFilter(
                    values("province"),
                    values("unit"),
                    values("agency").stream().map(ArticleFilter::agency).collect(Collectors.toSet()),
                    isAbout(),
                    values("language"));
            return new Wish(filter, client.rights().scope(), client.rights().text());
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    /** Repeated, or divided by commas. */
    private Set<String> values(String name) {
        Set<String> values = ctx.queryParams(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toSet());
        if (values.contains("")) {
            throw bad("'" + name + "' has no value: leave it out to ask for all");
        }
        return values;
    }

    private boolean isAbout() {
        Optional<String> about = one("about");
        if (about.isPresent() && !Set.of("true", "false").contains(about.get())) {
            throw bad("about is '" + about.get() + "': give true or false");
        }
        return about.filter("true"::equals).isPresent();
    }

    private Optional<String> one(String name) {
        List<String> values = ctx.queryParams(name);
        if (values.size() > 1) {
            throw bad("'" + name + "' stands there more than once");
        }
        return values.stream().findFirst();
    }

    /**
     * From where to begin; at the end if it says nothing. A browser that comes again says it by a header, which is newer.
     *
     * @param begun told of it, and whether it is a cursor that was given back
     */
    Cursor begin(ArticleDelivery delivery, BiConsumer<Cursor, Boolean> begun) {
        Optional<String> header =
                Optional.ofNullable(ctx.header("Last-Event-ID")).filter(id -> !id.isBlank());
        Optional<String> cursor = header.or(() -> one("cursor"));
        Optional<String> since = one("since");
        if (cursor.isPresent() && since.isPresent() && header.isEmpty()) {
            throw bad("cursor and since stand there both: give one of them");
        }
        Cursor from = cursor.map(delivery::require)
                .or(() -> since.map(time -> delivery.since(time(time))))
                .orElseGet(delivery::end);
        begun.accept(from, cursor.isPresent());
        return from;
    }

    static Instant time(String text) {
        try {
            // a plus sign that was not escaped has become a blank
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw bad("since is '" + text + "': give a time with its zone such as 2026-08-03T07:00:00Z");
        }
    }

    int limit(int usual, int most) {
        Optional<String> limit = one("limit");
        if (limit.isEmpty()) {
            return usual;
        }
        if (!limit.get().matches("[1-9]\\d{0,3}") || Integer.parseInt(limit.get()) > most) {
            throw bad("limit is '" + limit.get() + "': give a whole number from 1 to " + most);
        }
        return Integer.parseInt(limit.get());
    }

    /** How long to wait for an article if there is none. */
    Duration waits() {
        Optional<String> given = one("wait");
        if (given.isEmpty()) {
            return Duration.ZERO;
        }
        Matcher seconds = SECONDS.matcher(given.get());
        if (!seconds.matches()
                || Duration.ofSeconds(Integer.parseInt(seconds.group(1))).compareTo(LONGEST_WAIT) > 0) {
            throw bad("wait is '" + given.get() + "': give seconds up to " + LONGEST_WAIT.toSeconds() + "s");
        }
        return Duration.ofSeconds(Integer.parseInt(seconds.group(1)));
    }

    /** The parameters again, with others in the place of some; as they stand in an address. */
    String again(Map<String, String> instead) {
        List<String> pairs = new ArrayList<>();
        ctx.queryParamMap().forEach((name, values) -> {
            if (!instead.containsKey(name)) {
                values.forEach(value -> pairs.add(name + "=" + encoded(value)));
            }
        });
        instead.forEach((name, value) -> {
            if (!value.isEmpty()) {
                pairs.add(name + "=" + encoded(value));
            }
        });
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String encoded(String value) {
        return java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
    }

    static RuntimeException bad(String detail) {
        return new Problem(400, detail)
                .and(Problems.REMEDY, Problems.MEND_QUESTION)
                .asException();
    }
}
