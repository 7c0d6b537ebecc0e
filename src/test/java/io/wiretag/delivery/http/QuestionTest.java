package io.wiretag.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.Context;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.delivery.Wish;
import io.wiretag.web.ProblemException;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
    private static final Client ANYBODY = new Client("anybody", Optional.empty(), KeyRights.ALL);

    @Test
    void whoAsksNothingAsksForAll() {
        assertThat(question("").wish(ANYBODY)).isEqualTo(new Wish(ArticleFilter.ALL, ArticleFilter.ALL, true));
        assertThat(question("").limit(50, 1000)).isEqualTo(50);
        assertThat(question("").waits()).isZero();
        assertThat(question("").again(Map.of())).isEmpty();
    }

    @Test
    void aFilterMayBeRepeatedOrDividedByCommas() {
        ArticleFilter filter = new ArticleFilter(
                Set.of("VN-HN", "VN-SG", "VN-44"),
                Set.of("01"),
                Set.of("VNA:origin", "AFP:credit"),
                true,
                Set.of("vi", "en-gb"));

        assertThat(question(
                                "province=VN-HN,VN-SG&province=VN-44&unit=01&agency=VNA,+AFP:credit&about=true&language=vi,en-GB")
                        .wish(ANYBODY)
                        .filter())
                .isEqualTo(filter);
        assertThat(question("about=false").wish(ANYBODY).filter()).isEqualTo(ArticleFilter.ALL);
    }

    @Test
    void whatIsAskedStaysWithinWhatTheKeyMaySee() {
        KeyRights rights = KeyRights.of(Map.of("province", "VN-HN", "text", "no"));

        Wish wish = question("province=VN-SG").wish(new Client("vna", Optional.of("key"), rights));

        assertThat(wish.scope()).isEqualTo(rights.scope());
        assertThat(wish.filter().provinces()).containsExactly("VN-SG");
        assertThat(wish.text()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"provinces=VN-HN", "Province=VN-HN", "=", "q=storm", "wait=1"})
    void aParameterThatThereIsNotIsRefusedForItWouldLetAllPass(String query) {
        assertIsRefused(() -> question(query), "no parameter '");
        assertIsRefused(
                () -> new Question(ctx(query), "limit"),
                "' here; there are about, agency, language, limit, province, unit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "province= | 'province' has no value: leave it out to ask for all",
                "province=VN-HN, | 'province' has no value: leave it out to ask for all",
                "language=+ | 'language' has no value: leave it out to ask for all",
                "province=VN-99 | no province 'VN-99'",
                "unit=1 | no unit '1'",
                "agency=VNA:author | no agency in a role 'VNA:author'",
                "language=vn | no language 'vn'",
                "about= | about is '': give true or false",
                "about=yes | about is 'yes': give true or false",
                "about=true&about=true | 'about' stands there more than once"
            })
    void aFilterThatIsNoneIsToldWithWhatItMayBe(String query, String message) {
        assertIsRefused(() -> question(query).wish(ANYBODY), message);
    }

    @Test
    void aLimitIsAWholeNumberWithinBounds() {
        assertThat(new Question(ctx("limit=1"), "limit").limit(50, 1000)).isEqualTo(1);
        assertThat(new Question(ctx("limit=1000"), "limit").limit(50, 1000)).isEqualTo(1000);
        for (String limit : List.of("", "0", "-1", "1001", "01", "1.5", "99999999999", "ten", "١")) {
            assertIsRefused(
                    () -> new Question(ctx("limit=" + limit), "limit").limit(50, 1000),
                    "limit is '" + limit + "': give a whole number from 1 to 1000");
        }
    }

    @Test
    void aWaitIsSecondsWithinBounds() {
        assertThat(new Question(ctx("wait=0"), "wait").waits()).isZero();
        assertThat(new Question(ctx("wait=25"), "wait").waits()).isEqualTo(Duration.ofSeconds(25));
        assertThat(new Question(ctx("wait=25s"), "wait").waits()).isEqualTo(Duration.ofSeconds(25));
        for (String wait : List.of("", "26", "-1", "1m", "0.5", "99999999999", "s")) {
            assertIsRefused(
                    () -> new Question(ctx("wait=" + wait), "wait").waits(),
                    "wait is '" + wait + "': give seconds up to 25s");
        }
    }

    @Test
    void aTimeHasAZoneOfWhichThePlusSignMayHaveBecomeABlank() {
        Instant seven = Instant.parse("2026-08-03T07:00:00Z");

        assertThat(Question.time("2026-08-03T07:00:00Z")).isEqualTo(seven);
        assertThat(Question.time("2026-08-03T14:00:00+07:00")).isEqualTo(seven);
        assertThat(Question.time("2026-08-03T14:00:00 07:00")).isEqualTo(seven);
        for (String time : List.of("", "yesterday", "2026-08-03", "2026-08-03T07:00:00", "1785740400", "-1")) {
            assertIsRefused(
                    () -> Question.time(time),
                    "since is '" + time + "': give a time with its zone such as 2026-08-03T07:00:00Z");
        }
    }

    @Test
    void theNextPageIsAskedForWithTheSameFilterAndAnotherCursor() {
        Question question = new Question(
                ctx("province=VN-HN,VN-SG&agency=VNA%3Aorigin&language=vi&cursor=old&since=2026-08-03T07:00:00Z"),
                "cursor",
                "since");

        String again = question.again(Map.of("cursor", "new", "since", ""));

        assertThat(again).isEqualTo("?province=VN-HN%2CVN-SG&agency=VNA%3Aorigin&language=vi&cursor=new");
        assertThat(new Question(ctx(again.substring(1)), "cursor").wish(ANYBODY))
                .isEqualTo(question.wish(ANYBODY));
    }

    private static void assertIsRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable question, String detail) {
        assertThatThrownBy(question).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem().detail()).contains(detail);
        });
    }

    private static Question question(String query) {
        return new Question(ctx(query));
    }

    /** Knows what stands behind the question mark, and nothing else. */
    private static Context ctx(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters
                    .computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
                    .add(decoded(parts[1]));
        }
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "queryParamMap" -> parameters;
                        case "queryParams" -> parameters.getOrDefault((String) arguments[0], List.of());
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
