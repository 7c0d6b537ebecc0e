package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.access.ApiKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door of an address that other machines reach. */
class OpsDoorTest {
    private static final ApiKeys.NewKey DESK = ApiKeys.create("night-desk");

    private static SmallServer server;

    @BeforeAll
    static void start() {
        OpsDoor door = new OpsDoor(false, Optional.of(ApiKeys.only(DESK)));
        server = new SmallServer(config -> {
            config.routes.before(door::requireReader);
            config.routes.get("/", ctx -> ctx.result("come in"));
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aBrowserComesInWithTheNameOfTheKeyAndTheKey() {
        assertThat(status("Authorization", basic("night-desk:" + DESK.key()))).isEqualTo(200);
    }

    @Test
    void aProgramComesInWithTheKeyInEitherHeader() {
        assertThat(status("Authorization", "Bearer " + DESK.key())).isEqualTo(200);
        assertThat(status("authorization", "bearer " + DESK.key())).isEqualTo(200);
        assertThat(status("X-Ops-Key", DESK.key())).isEqualTo(200);
    }

    @Test
    void nobodyElseComesInAndABrowserIsToldToAskForAPassword() {
        HttpResponse<String> answer = server.get("/");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("come in");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer wt_wrong", "Basic", "Basic !!!", "Digest x", "night-desk"})
    void aWrongKeyIsNoKey(String authorization) {
        assertThat(status("Authorization", authorization)).isEqualTo(401);
    }

    @Test
    void aKeyUnderAnotherNameIsNoKey() {
        assertThat(status("Authorization", basic("day-desk:" + DESK.key()))).isEqualTo(401);
        assertThat(status("Authorization", basic(":" + DESK.key()))).isEqualTo(401);
        assertThat(status("Authorization", basic("night-desk:" + DESK.line()))).isEqualTo(401);
    }

    private static int status(String header, String value) {
        return server.get("/", header, value).statusCode();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
