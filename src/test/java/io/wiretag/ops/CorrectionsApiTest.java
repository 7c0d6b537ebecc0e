package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an editor asks over HTTP, of a processor and a broker that are real. */
@Tag("full")
class CorrectionsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_PLACE =
            "[{\"action\":\"remove\",\"subject\":\"province\",\"code\":\"VN-CT\",\"text\":\"Cần Thơ\"}]";

    @TempDir
    static Path folder;

    private static RunningOps ops;

    @BeforeAll
    static void start() {
        ops = new RunningOps(folder);
    }

    @AfterAll
    static void stop() {
        ops.close();
    }

    @Test
    void anEditorSeesWhatWillHappenCorrectsSeesItArriveAndTakesItBack() {
        String uri = ship("urn:ship:whole");
        String seen = seen(uri);

        JsonNode preview = told(200, post("/api/corrections/preview", ops.anna, order(uri, seen, NO_PLACE, null)));
        assertThat(preview.at("/before/provinces").findValuesAsText("code")).contains("VN-CT", "VN-34");
        assertThat(preview.at("/after/provinces").findValuesAsText("code")).containsExactly("VN-34");
        assertThat(records(preview)).contains("by-province VN-CT retract", "by-province VN-34 correct");

        JsonNode done =
                told(200, post("/api/corrections", ops.anna, order(uri, seen, NO_PLACE, "a ship of that name")));
        assertThat(done.at("/outcome").asText()).isEqualTo("arrived");
        assertThat(done.at("/story/revision/number").asInt()).isEqualTo(1);

        JsonNode story = story(uri, 1);
        assertThat(story.at("/provinces").findValuesAsText("code")).containsExactly("VN-34");
        assertThat(story.at("/revision/by").asText()).isEqualTo("anna");
        JsonNode correction = story.at("/corrections/0");
        assertThat(correction.at("/by").asText()).isEqualTo("anna");
        assertThat(correction.at("/note").asText()).isEqualTo("a ship of that name");
        assertThat(correction.at("/changes/0/action").asText()).isEqualTo("remove");

        String id = correction.at("/id").asText();
        String corrected = story.at("/seen").asText();
        ObjectNode look =
                JSON.createObjectNode().put("uri", uri).put("seen", corrected).put("undo", id);
        JsonNode foreseen = told(200, post("/api/corrections/preview", ops.binh, look.toString()));
        assertThat(foreseen.at("/after/provinces").findValuesAsText("code")).contains("VN-CT");
        ObjectNode undo = JSON.createObjectNode()
                .put("uri", uri)
                .put("seen", corrected)
                .put("id", id)
                .put("note", "it is the town");
        JsonNode undone = told(200, post("/api/corrections/undo", ops.binh, undo.toString()));
        assertThat(undone.at("/story/provinces").findValuesAsText("code")).contains("VN-CT");
        assertThat(undone.at("/story/corrections")).isEmpty();
        told(409, "changed", post("/api/corrections/undo", ops.binh, undo.toString()));
    }

    @Test
    void ofTwoEditorsTheSecondSeesWhatTheFirstHasDoneAndGoesOn() {
        String uri = ship("urn:ship:two");
        String seen = seen(uri);
        told(200, post("/api/corrections", ops.anna, order(uri, seen, NO_PLACE, "a ship")));
        String about = "[{\"action\":\"notAbout\",\"subject\":\"province\",\"code\":\"VN-34\"}]";

        JsonNode changed = told(409, "changed", post("/api/corrections", ops.binh, order(uri, seen, about, "at sea")));

        assertThat(changed.at("/story/revision/by").asText()).isEqualTo("anna");
        assertThat(changed.at("/story/revision/number").asInt()).isEqualTo(1);
        JsonNode done = told(
                200,
                post(
                        "/api/corrections",
                        ops.binh,
                        order(uri, changed.at("/story/seen").asText(), about, "at sea")));
        assertThat(done.at("/story/corrections").findValuesAsText("by")).containsExactly("anna", "binh");
    }

    @Test
    void nobodyCorrectsWithoutAKeyOfAnEditorOrFromAnotherSite() {
        String body = order("urn:ship:door", "0:0", NO_PLACE, "a ship");
        for (String path : List.of("/api/corrections", "/api/corrections/preview", "/api/corrections/undo")) {
            told(401, "no-key", ops.send(request(path, body)));
            told(401, "no-key", post(path, "wt_wrong", body));
            told(403, "no-editor", post(path, ops.key, body));
            told(
                    403,
                    "other-site",
                    ops.send(request(path, body).header("X-Ops-Key", ops.anna).header("Sec-Fetch-Site", "cross-site")));
            told(
                    403,
                    "other-site",
                    ops.send(request(path, body)
                            .header("X-Ops-Key", ops.anna)
                            .header("Origin", "http://elsewhere.example")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{} {}",
                "{\"uri\":\"urn:x\"}",
                "{\"uri\":\"urn:x\",\"uri\":\"urn:y\",\"seen\":\"0:0\",\"note\":\"n\",\"changes\":[]}",
                "{\"uri\":\"urn:x\",\"seen\":\"0:0\",\"note\":\"n\",\"changes\":[]}",
                "{\"uri\":\"urn:x\",\"seen\":7,\"note\":\"n\",\"changes\":[{\"action\":\"add\",\"subject\":\"province\",\"code\":\"VN-HN\"}]}",
                "{\"uri\":\"urn:x\",\"seen\":\"0:0\",\"note\":\" \",\"changes\":[{\"action\":\"add\",\"subject\":\"province\",\"code\":\"VN-HN\"}]}",
                "{\"uri\":\"urn:x\",\"seen\":\"0:0\",\"note\":\"n\",\"changes\":[{\"action\":\"drop\",\"subject\":\"province\",\"code\":\"VN-HN\"}]}",
                "{\"uri\":\"urn:x\",\"seen\":\"0:0\",\"note\":\"n\",\"changes\":[{\"action\":\"add\",\"subject\":\"province\",\"code\":7}]}",
                "{\"uri\":\"urn:x\",\"seen\":\"0:0\",\"note\":\"n\",\"by\":\"me\",\"changes\":[{\"action\":\"add\",\"subject\":\"province\",\"code\":\"VN-HN\"}]}"
            })
    void whatIsNoCorrectionIsToldAsABadRequest(String body) {
        told(400, "bad-request", post("/api/corrections", ops.anna, body));
    }

    @Test
    void aRequestThatIsTooLargeIsNotReadToItsEnd() {
        String body = order("urn:ship:" + "x".repeat(70_000), "0:0", NO_PLACE, "a ship");

        told(400, "bad-request", post("/api/corrections/preview", ops.anna, body));
    }

    @Test
    void whatTheGazetteerDoesNotHaveIsToldWithItsName() {
        String uri = ship("urn:ship:code");
        String changes = "[{\"action\":\"add\",\"subject\":\"province\",\"code\":\"VN-99\"}]";

        JsonNode wrong =
                told(422, "unknown-code", post("/api/corrections", ops.anna, order(uri, seen(uri), changes, "a code")));

        assertThat(wrong.at("/detail").asText()).contains("VN-99");
    }

    @Test
    void whatWasKilledOrNeverWentOutIsNotCorrectedAndNotAWordOfItIsTold() {
        String uri = ship("urn:ship:killed");
        String seen = seen(uri);
        ops.publish(Article.newBuilder(article(uri))
                .setVersion("2")
                .setPubStatus(PubStatus.canceled)
                .build());
        ops.story(uri, "kill");

        JsonNode killed =
                told(409, "killed", post("/api/corrections/preview", ops.anna, order(uri, seen, NO_PLACE, null)));
        assertThat(killed.toString()).doesNotContain("Khánh Hòa", "Tàu");
        told(409, "unknown", post("/api/corrections", ops.anna, order("urn:ship:none", "0:0", NO_PLACE, "a ship")));
    }

    @Test
    void aKeyThatAsksTooOftenWaits() {
        ObjectNode undo = JSON.createObjectNode().put("uri", "urn:ship:none").put("id", "0:0");
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            // without a note, so that no broker is asked
            answers.add(post("/api/corrections/undo", ops.chi, undo.toString()));
        }

        HttpResponse<String> last = answers.get(30);
        told(429, "too-fast", last);
        assertThat(last.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]\\d?");
    }

    @Test
    void allThatCanBeTaggedIsToldToWhoeverMayLook() {
        JsonNode codes = ops.ask("/api/codes");

        assertThat(codes.get("provinces")).hasSize(63);
        assertThat(codes.get("agencies").findValuesAsText("code")).contains("VNA", "REUTERS");
    }

    private static String ship(String uri) {
        ops.publish(article(uri));
        story(uri, 0);
        return uri;
    }

    private static Article article(String uri) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion("1")
                .setLanguage("vi")
                .setHeadline("Tàu Cần Thơ cứu sáu ngư dân ngoài khơi Khánh Hòa")
                .setBody("(TTXVN) - Tàu Cần Thơ đưa sáu người vào cảng Cam Ranh, Khánh Hòa.")
                .build();
    }

    private static String seen(String uri) {
        return ops.ask("/api/story?uri=" + uri).at("/seen").asText();
    }

    private static JsonNode story(String uri, int revision) {
        return await(
                uri + " is out as revision " + revision,
                () -> RunningOps.json(ops.get("/api/story?uri=" + uri)),
                story -> story.has("uri") && story.at("/revision/number").asInt(0) == revision);
    }

    private static String order(String uri, String seen, String changes, String note) {
        ObjectNode order = JSON.createObjectNode().put("uri", uri).put("seen", seen);
        if (note != null) {
            order.put("note", note);
        }
        order.set("changes", RunningOps.json(changes));
        return order.toString();
    }

    private static List<String> records(JsonNode preview) {
        return Stream.iterate(0, i -> i + 1)
                .limit(preview.get("records").size())
                .map(i -> preview.get("records").get(i))
                .map(each -> each.get("sink").asText() + " " + each.get("key").asText() + " "
                        + each.get("operation").asText())
                .toList();
    }

    private static HttpRequest.Builder request(String path, String body) {
        return ops.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> post(String path, String key, String body) {
        return ops.send(request(path, body).header("X-Ops-Key", key));
    }

    private static JsonNode told(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return RunningOps.json(answer);
    }

    private static JsonNode told(int status, String code, HttpResponse<String> answer) {
        JsonNode json = told(status, answer);
        assertThat(json.path("code").asText()).as(answer.body()).isEqualTo(code);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(json.get("status").asInt()).isEqualTo(status);
        return json;
    }
}
